"""Every analysis that a word may have, described by what speaks for it and against it.

A candidate is a split into prefix and stem and a lemma of the stem. What is known of it is a bag of named
evidence; `weights.py` says how much each counts, `morphology.py` adds up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from articles.hebrew import endings, lexicon, vocabulary
from articles.hebrew.prefixes import splits
from articles.hebrew.spelling import variants
from articles.hebrew.verbs import Conjugator, Form, thin

Evidence = dict[str, float]

_FREQUENT_PREFIXES: Final = ("ה", "ו", "ש", "ב", "ל", "מ", "כ", "וה")
_CACHED: Final = 20_000
_LEAST_LOG: Final = log(lexicon.UNSEEN)
_TOLD: Final = 2.0  # against all others that is 50 to 1
_NO_WORD: Final = -1.5  # of what is not written down, but is plainly a form of what is
_SURELY_NO_WORD: Final = -2.5  # where the dictionary says so too
_NO_NAME: Final = -4.0  # of what could be read into a name that is written down
_POSSESSIVES: Final = ("ו", "המ", "הנ", "כמ", "נו", "תמ")
_NO_LEMMA: Final = frozenset({"construct", "infinitive"})


class Sense(NamedTuple):
    """A lemma of a stem: `kind` says which prefixes it can take.

    Kinds are noun, bound, name, particle, finite, infinitive, participle.

    Another spelling of a lemma has, beside its own evidence, all that `of` has. `share` is how much of running text is
    the stem as this form of a verb that is written down, up to a common factor; 0 when that is not known.
    """

    lemma: str
    kind: str
    evidence: Evidence
    of: Sense | None = None
    share: float = 0.0


class Split(NamedTuple):
    prefix: str
    stem: str
    evidence: Evidence


class Use(NamedTuple):
    """How a form is used: its weight with all frequent prefixes, how many of them, and how like a noun."""

    alone: float
    mass: float
    kin: float
    nominal: float


def _clip(value: float, least: float, most: float) -> float:
    return least if value < least else most if value > most else value


@lru_cache(maxsize=_CACHED)
def use(form: str) -> Use:
    """What the frequencies of a form, alone and with each prefix, say of it; natural logarithms over `UNSEEN`."""
    seen = lexicon.tables().frequencies.get
    alone = seen(form, lexicon.UNSEEN)
    beside = [seen(prefix + form, 0.0) for prefix in _FREQUENT_PREFIXES]
    the, conjunctive, other = beside[0], beside[1] + beside[2], sum(beside[3:])
    nominal = log((the + other + lexicon.UNSEEN) / (alone + conjunctive + lexicon.UNSEEN))
    counted = sum(1 for frequency in beside if frequency) / 8
    return Use(log(alone) - _LEAST_LOG, log(alone + sum(beside)) - _LEAST_LOG, counted, _clip(nominal, -6.0, 3.0) / 3)


def _inflections(base: str) -> tuple[str, ...]:
    """Regular inflections of a noun or adjective, by which its kind is known."""
    if base.endswith("ה"):
        root = base[:-1]
        return root + "ת", root + "ות", root + "תו", root + "ותיו"
    if base.endswith("ות"):
        return base[:-1] + "יות", base[:-2] + "ויות", base + "ו", base + "מ"
    if base.endswith("ת"):
        return base[:-1] + "ות", base + "ו", base + "ה", base[:-1] + "ותיו"
    if base.endswith("י"):
        return base + "ימ", base + "מ", base + "ת", base + "ות"
    return base + "ימ", base + "י", base + "ו", base + "ות"


@lru_cache(maxsize=_CACHED)
def paradigm(base: str) -> tuple[float, float]:
    """How much of the regular inflection of a base is in use, and how common that is, the base itself left out."""
    seen = lexicon.tables().frequencies.get
    forms = _inflections(base)
    counts = [seen(form, 0.0) + seen("ה" + form, 0.0) + seen("ב" + form, 0.0) for form in forms]
    return sum(1 for count in counts if count) / len(counts), log(sum(counts) + lexicon.UNSEEN) - _LEAST_LOG


@lru_cache(maxsize=_CACHED)
def adjectival(base: str) -> float:
    """How far all four forms of an adjective are in use, against how common the base is: 0 (not at all) to 1."""
    seen = lexicon.tables().frequencies.get
    feminine = base + "ת" if base.endswith("י") else base if base.endswith("ה") else base + "ה"
    root = base.removesuffix("ה")
    forms = (feminine, root + "ימ", root + "ות")
    least = min(seen(form, 0.0) + seen("ה" + form, 0.0) for form in forms)
    return _clip((log(least + lexicon.UNSEEN / 3) - log(lexicon.frequency(base))) / 6 + 1, 0.0, 1.0)


def senses(stem: str) -> list[Sense]:
    """The lemmas that a folded stem may be a form of."""
    word, listed = lexicon.lemma_key(stem), lexicon.lemmas(stem)
    verbal = list(_verbal(stem, listed))
    nominal = list(_inflected(stem, word, listed, {s.lemma for s in verbal}))
    found = [*nominal, *verbal]
    if stem not in lexicon.tables().plurals or lexicon.kinds(word):  # a plural that is written down is no other word
        found.insert(0, _itself(stem, word, listed, verbal, nominal))
    if "particle" in lexicon.kinds(word):
        for sense in (*nominal, *verbal):
            sense.evidence["beside_particle"] = 1.0
    if rivals := sorted(vouched(stem)):
        for sense in found:
            if not sense.evidence.get("vouched"):
                sense.evidence.update(_rivalled(sense, word, rivals))
    return [*found, *_respelled(found)]


@lru_cache(maxsize=_CACHED)
def vouched(stem: str) -> frozenset[str]:
    """How a stem is accounted for by what is written down: as a word itself, by an ending, as a form of a verb."""
    tables = lexicon.tables()
    found = {"itself"} if lexicon.kinds(lexicon.lemma_key(stem)) else set()
    if stem in tables.plurals:
        found.add("plural")
    for base, rule in endings.bases(stem):
        key = lexicon.lemma_key(base)
        if _fits(key, stem, rule):
            found.add(_GROUPS[rule])
    found.update(_VERB_KINDS.get(form.slot, "finite") for form in tables.verbs.certain(stem))
    return frozenset(found)


def _fits(base: str, stem: str, rule: str) -> str | None:
    """As what a base that is written down has the stem as a form; דמוקרטית is of דמוקרטי, דמוקרטיית of דמוקרטיה."""
    defective = rule == "construct" and base.endswith("יה") and not stem.endswith("יית")
    if defective and "adjective" in lexicon.kinds(base[:-1]):
        return None
    return vocabulary.fits(lexicon.kinds(base), base, stem, rule)


def _rivalled(sense: Sense, word: str, rivals: list[str]) -> Evidence:
    """What speaks against a sense that is not vouched where others of its stem are."""
    if sense.kind in _VERBAL:
        return {"rivalled_verb": 1.0}
    if sense.lemma != word:
        return {"rivalled_base": 1.0}
    return {f"itself_rivalled_by_{rival}": 1.0 for rival in rivals}


def _itself(stem: str, word: str, listed: tuple[str, ...], verbal: list[Sense], other: list[Sense]) -> Sense:
    status = "lemma" if word in listed else "form" if listed else "seen" if lexicon.is_seen(stem) else "unseen"
    of = use(stem)
    evidence = {f"itself_{status}": 1.0, f"itself_kin_{status}": of.kin, f"itself_mass_{status}": of.mass / 10}
    evidence[f"itself_nominal_{status}"] = of.nominal
    evidence[f"itself_adjectival_{status}"] = adjectival(word)
    evidence["itself_paradigm"], mass = paradigm(word)
    evidence[f"itself_paradigm_{status}"] = mass / 10
    rivals = dict.fromkeys(name for sense in other for name in sense.evidence if name.startswith("ending_"))
    for name in rivals:
        evidence[f"itself_{name}"] = 1.0
    if any(sense.lemma != word for sense in verbal):
        evidence[f"itself_verbal_{status}"] = 1.0
    if len(word) <= 3:
        evidence["itself_short"] = 1.0
    kinds = lexicon.kinds(word)
    for kind in sorted(kinds):
        evidence[f"itself_is_{kind.partition('_')[0]}"] = 1.0
    if kinds:
        evidence["vouched"] = 1.0
        if any(sense.kind == "participle" and sense.evidence.get("vouched") for sense in verbal):
            evidence["itself_or_participle"] = 1.0
    return Sense(word, next(iter(kinds)) if kinds in _UNINFLECTED else "noun", evidence)


_UNINFLECTED: Final = (frozenset({"name"}), frozenset({"particle"}))
_VERBAL: Final = frozenset({"finite", "infinitive", "participle"})
_VERB_KINDS: Final = {"present": "participle", "passive": "participle", "infinitive": "infinitive"}


def _verbal(stem: str, listed: tuple[str, ...]) -> Iterator[Sense]:
    conjugator = lexicon.tables().verbs
    forms = list(dict.fromkeys(conjugator.analyse(stem)))
    strongest = max((conjugator.support[form.verb] for form in forms), default=1.0)
    shares = {form.verb: _log_share(conjugator, form) for form in forms}
    commonest = max(shares.values(), default=0.0)
    of = use(stem)
    for form in forms:
        if form.slot == "short" and not conjugator.is_certain(form) and not lexicon.is_lemma(form.lemma):
            continue  # a guess upon a guess: האלה of היאל
        support = conjugator.support[form.verb]
        known = "yes" if form.lemma in listed else "other" if listed else "none"
        kind = _VERB_KINDS.get(form.slot, "finite")
        evidence = {
            f"verb_{form.slot}": 1.0, f"verb_{form.pattern}": 1.0, f"verb_listed_{known}": 1.0,
            "verb_support": log(support + 0.1), "verb_beside": log((support + 0.1) / (strongest + 0.1)),
            "verb_frequency": use(form.lemma).alone / 10,
            f"verb_is_lemma_{known}": float(lexicon.is_lemma(form.lemma)),
            f"{kind}_nominal": of.nominal,
            f"{kind}_kin": of.kin,
        }  # fmt: skip
        if form.lemma == stem:
            evidence["verb_itself"] = 1.0
        if conjugator.is_certain(form):
            evidence["verb_share_beside"] = (shares[form.verb] - commonest) / 5
            evidence["vouched"] = evidence[f"verb_vouched_{kind}"] = 1.0
        if kind == "participle":
            evidence[f"participle_{form.pattern}"] = 1.0
            evidence[f"participle_listed_{known}"] = 1.0
        judged = kind == "finite" and thin(stem) == stem  # a doubled letter tells more than how common a verb is
        yield Sense(form.lemma, kind, evidence, share=conjugator.share(form, stem) if judged else 0.0)


def _log_share(conjugator: Conjugator, form: Form) -> float:
    """How common a certain verb is, as a logarithm over `UNSEEN`; 0 of others."""
    share = conjugator.shares.get(form.verb, 0.0)
    return max(0.0, log(share + lexicon.UNSEEN) - _LEAST_LOG)


_GROUPS: Final = {rule: rule.partition("_")[0] for rule in endings.RULES} | {"other": "other"}


def _inflected(stem: str, word: str, listed: tuple[str, ...], verbal: set[str]) -> Iterator[Sense]:
    rules: dict[str, list[str]] = {}
    fit = "yes" if lexicon.is_listed(stem) else "thin"
    of = use(stem)
    for base, rule in (*endings.bases(stem), *(endings.bases(thin(stem)) if thin(stem) != stem else ())):
        rules.setdefault(lexicon.lemma_key(base), []).append(rule)
    irregular = lexicon.tables().plurals.get(stem, frozenset())
    for base in dict.fromkeys((*listed, *rules)):
        is_listed, is_lemma = base in listed, lexicon.is_lemma(base)
        only_verb = is_listed and base in verbal and base not in rules
        in_use = is_listed or is_lemma or lexicon.is_seen(base) or lexicon.kinds(base)
        if base == word or only_verb or not in_use:
            continue
        known = fit if is_listed else "other" if listed else "none"
        evidence = {f"base_listed_{known}": 1.0, "base_is_lemma": float(is_lemma)}
        for rule in rules.get(base, ("other",)):
            evidence[f"ending_{rule}"] = 1.0
        ratio = _clip(use(base).mass - of.mass, -8.0, 5.0) / 5
        evidence[f"base_over_{known}"] = max(0.0, ratio)
        evidence["base_under"], evidence["base_over"] = min(0.0, ratio), max(0.0, ratio)
        group = _GROUPS[next(iter(rules.get(base, ("other",))))]
        evidence[f"base_under_{group}"] = min(0.0, ratio)
        evidence[f"base_nominal_{group}"] = of.nominal
        evidence["base_kin"] = use(base).kin
        evidence["base_paradigm"], mass = paradigm(base)
        evidence["base_paradigm_mass"] = mass / 10
        evidence[f"base_paradigm_{group}"] = mass / 10
        evidence[f"base_adjectival_{group}"] = adjectival(base)
        evidence["base_kin_form"] = of.kin
        if len(base) <= 3:
            evidence["base_short"] = 1.0
        for rule in rules.get(base, ()):
            if as_kind := _fits(base, stem, rule):
                evidence["vouched"] = evidence[f"base_{as_kind}_{group}"] = 1.0
        if base in irregular:
            evidence["vouched"] = 2.0  # beyond doubt
        if not evidence.get("vouched") and lexicon.kinds(base):
            evidence[f"base_misfit_{group}"] = 1.0
        if group in ("construct", "own") and not base.endswith(("ות", "ימ")):
            plural = use(base + "ימ").mass - of.mass
            evidence[f"plural_over_{group}"] = _clip(plural, 0.0, 5.0) / 5
            evidence[f"plural_under_{group}"] = _clip(plural, -5.0, 0.0) / 5
        bound = base in rules and all(rule in endings.BOUND for rule in rules[base])
        yield Sense(base, "bound" if bound else "noun", evidence)


def _respelled(found: list[Sense]) -> Iterator[Sense]:
    """Lemmas of the dictionary that differ from a noun's by one letter of vowel, unless its own is written down."""
    for sense in found:
        if sense.kind in ("noun", "bound") and not (sense.evidence.get("itself_form") or lexicon.kinds(sense.lemma)):
            status = "both" if lexicon.is_lemma(sense.lemma) else "one"
            mass = use(sense.lemma).mass
            for variant, change in variants(sense.lemma):
                ratio = _clip(use(variant).mass - mass, -8.0, 8.0) / 5
                extra = {
                    f"spelling_{change}_{status}": 1.0, f"spelling_{status}_length": len(variant) / 5,
                    "spelling_under": min(0.0, ratio), "spelling_over": max(0.0, ratio),
                }  # fmt: skip
                if lexicon.kinds(variant):
                    extra["spelling_written"] = 1.0
                yield Sense(variant, sense.kind, extra, sense)


def is_regular(stem: str, sense: Sense) -> bool:
    """Whether dictionary or grammar make this lemma possible, however seldom it is meant: the form is found by it.

    Of a stem whose readings are written down, none is. Trusted are the dual in תיים (שנתיים), the construct plural of
    a noun whose plural is common (שרי) and the possessive of one in ה (דעתו), the dictionary for all but finite verbs
    (בתי, תכנית, הולך), irregular verbs and infinitives (ילך, לרדת), and one vowel letter more or less after the first
    letter of a long word that the dictionary lacks (תיפקוד).
    """
    evidence = sense.evidence
    if stem in lexicon.tables().readings or (vouched(stem) and not evidence.get("vouched")):
        return False
    if sense.of:
        changed = not _FULL_OR_DEFECTIVE.isdisjoint(evidence) and "itself_paradigm" in sense.of.evidence
        return changed and max(len(stem), len(sense.lemma)) >= _LONG and not lexicon.is_verb(sense.lemma)
    if "ending_dual" in evidence and stem.endswith("תיימ") and evidence["base_is_lemma"]:
        return True
    construct = "ending_construct_plural" in evidence and evidence["base_is_lemma"]
    if construct and evidence.get("plural_under_construct", 0.0) > _COMMON_PLURAL:
        return True
    if "ending_own_feminine" in evidence and evidence["base_is_lemma"] and evidence["base_under"] > _COMMON_BASE:
        return True
    if "base_listed_thin" in evidence or "verb_irregular" in evidence:
        return True
    if "verb_infinitive" in evidence and stem.endswith("ת"):
        return lexicon.is_lemma(sense.lemma)
    if "verb_listed_yes" in evidence:
        return sense.kind == "participle"
    if "base_listed_yes" not in evidence:
        return False
    respelled = len(stem) >= _LONG and any(variant == sense.lemma for variant, _ in variants(stem))
    return respelled or not lexicon.is_verb(sense.lemma)


_LONG: Final = 5
_COMMON_PLURAL, _COMMON_BASE = -0.4, -0.3  # against the form, logarithms over 5
_FULL_OR_DEFECTIVE: Final = frozenset(
    f"spelling_{change}_{vowel}_first_one" for change in ("more", "less") for vowel in "וי"
)


def parted(key: str) -> list[Split]:
    """The ways to part a folded word, the whole first, each with what speaks for it whatever the lemma."""
    word_listed, of = lexicon.lemmas(key), use(key)
    word_kinds = lexicon.kinds(lexicon.lemma_key(key))
    word_vouched = sorted({_coarse(how) for how in vouched(key)})
    bare = {"bare_kin": of.kin, "bare_listed": float(bool(word_listed)), "bare_nominal": of.nominal}
    for how in word_vouched:
        bare[f"bare_vouched_{how}"] = 1.0
    found = [Split("", key, bare)]
    for prefix, stem in splits(key):
        stem_listed, stem_use = lexicon.lemmas(stem), use(stem)
        ratio, broad = stem_use.alone - of.alone, _clip(stem_use.mass - of.mass, -9.0, 5.0) / 5
        evidence = {
            "split": 1.0,
            "split_under": _clip(ratio, -9.0, 0.0) / 5,
            "split_over": _clip(ratio, 0.0, 5.0) / 5,
            "split_broad_under": min(0.0, broad),
            "split_broad_over": max(0.0, broad),
            "split_kin": stem_use.kin,
            "split_frequency": stem_use.mass / 10,
            "split_listed": float(bool(stem_listed)),
            "split_unseen": float(stem_use.alone == 0.0),
            "split_word_unseen": float(of.alone == 0.0),
            "split_word_listed": float(bool(word_listed)),
            "split_word_kin": of.kin,
            "split_length": float(len(prefix)),
        }
        for how in sorted({_coarse(how) for how in vouched(stem)}):
            evidence[f"split_vouched_{how}"] = 1.0
        for how in word_vouched:
            evidence[f"split_word_vouched_{how}"] = 1.0
        if "particle" in word_kinds:
            evidence["split_word_particle"] = 1.0
        if word_listed and not set(word_listed).isdisjoint(stem_listed):
            evidence["split_entry"] = 1.0
        if len(stem) <= 3:
            evidence[f"split_stem_{len(stem)}"] = 1.0
        for letter in prefix:
            evidence[f"split_{letter}"] = evidence.get(f"split_{letter}", 0.0) + 1.0
        found.append(Split(prefix, stem, evidence))
    return found


def _coarse(how: str) -> str:
    return "verb" if how in _VERBAL else how if how == "itself" else "base"


def told(key: str, prefix: str, stem: str, lemma: str) -> float:
    """What is told of a reading by what is written down for its word or stem: a part of its score, not fitted."""
    readings = lexicon.tables().readings
    if _is_plain_name(key):
        return _NO_NAME if prefix or lemma != lexicon.lemma_key(key) else 0.0
    if key in readings:
        return _TOLD if (prefix, lemma) in readings[key] else -_TOLD
    if prefix and stem in readings:
        return _TOLD if ("", lemma) in readings[stem] else -_TOLD
    if lemma == lexicon.lemma_key(stem):
        return _SURELY_NO_WORD if _is_listed_verb(stem) else _NO_WORD if _is_plainly_inflected(stem) else 0.0
    return _SURELY_NO_WORD if _is_listed_verb(lemma) else 0.0


@lru_cache(maxsize=_CACHED)
def _is_plain_name(key: str) -> bool:
    """Whether a word is written down as a name, and nothing else that is written down is in it: טורינו, not השרון.

    Possessives are no reason to think so: few texts have טורינו (our rows), or לינקן (their link) behind ב. Nor is
    anything where the name is the only reading that is written down.
    """
    word = lexicon.lemma_key(key)
    if lexicon.kinds(word) != {"name"}:
        return False
    if lexicon.tables().readings.get(key) == {("", word)}:
        return True
    return vouched(key) <= {"itself", "own"} and all(vouched(stem) <= {"own"} for _, stem in splits(key))


def _is_listed_verb(stem: str) -> bool:
    """Whether a form of a verb that is written down is one for the dictionary too, and no lemma: תברר, הלכתי."""
    if not (stem[0] in "אית" or stem.endswith(("תי", "תמ", "נו"))) or not lexicon.is_no_lemma(stem):
        return False
    return vouched(stem) == {"finite"} and not _is_verb_itself(stem, lexicon.lemma_key(stem))


def _is_verb_itself(stem: str, word: str) -> bool:
    return any(form.lemma == word for form in lexicon.tables().verbs.certain(stem))


def _is_plainly_inflected(stem: str) -> bool:
    """Whether a form of what is written down is hardly anything else, and no name either (יגאל, מורן, שמרי).

    So are שוטרי, לאהוב, עולמו, מארגני, תלכו; and plurals (סינים) that the dictionary lists under others.
    """
    ways, word = vouched(stem), lexicon.lemma_key(stem)
    if "itself" in ways or _is_verb_itself(stem, word):
        return False
    if not _NO_LEMMA.isdisjoint(ways):
        return True
    if "own" in ways and len(stem) >= _LONG and stem.endswith(_POSSESSIVES):
        return True
    if "participle" in ways and len(stem) >= _LONG and stem.endswith("י"):
        return True
    if "plural" in ways and len(stem) >= _LONG and stem.endswith(("ימ", "ות")) and lexicon.is_no_lemma(stem):
        return True
    return "finite" in ways and (stem[0] in "את" or (stem[0] == "י" and stem.endswith("ו")))


def agreement(prefix: str, kind: str) -> str:
    """The name of the evidence that a kind of form stands behind the last letter of this prefix."""
    return f"{kind}_after_{prefix[-1:] or 'nothing'}"
