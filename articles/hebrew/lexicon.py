"""What is known of Hebrew words: lemmas from simplemma, how common a form is from wordfreq, what is written down here.

The first two are packages installed at set-up; nothing of theirs is copied. The tables are built at first use, once a
process (call `analyzer.load()` before gunicorn forks to share them), and are keyed by folded forms.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from math import prod
from typing import Final

from articles.hebrew import verbs
from articles.hebrew.letters import GERSHAYIM, LETTERS
from articles.hebrew.normalise import fold, fold_acronym, fold_finals
from articles.hebrew.shelf import kept
from articles.hebrew.verbs import Bodies, Conjugator, Support, thin
from articles.hebrew.vocabulary import vocabulary

Lemmas = dict[str, tuple[str, ...]]

UNSEEN: Final = 3e-9  # the frequency given to a form that wordfreq, which stops at 1e-8, does not list

# How often a word that stands alone once stands with each prefix (כש, "when", is one); stacks multiply.
_RATES: Final = {"כש": 0.02, "ה": 0.3, "ב": 0.15, "ל": 0.12, "ו": 0.08, "ש": 0.05, "מ": 0.04, "כ": 0.01}
_EXPECTED: Final = 0.5  # of the times that a word is seen; at 0.3 שלב would be ש+לב

_CACHED: Final = 50_000
_DOUBLED_ENDINGS: Final = ("ייה", "יית", "ייות")
_BARE: Final = re.compile(f"^[{LETTERS}]+$", re.MULTILINE)
_MARKED: Final = re.compile(f"^[{LETTERS}]+[^{LETTERS}\n].*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Tables:
    lemmas: Lemmas  # the lemmas of a form and, where it is none itself, of a thin form
    bases: frozenset[str]  # all lemmas of the above
    frequencies: dict[str, float]
    verbs: Conjugator
    kinds: dict[str, frozenset[str]]  # of the lemmas that are written down in `words/`, verbs apart
    readings: dict[str, frozenset[tuple[str, str]]]
    plurals: dict[str, frozenset[str]]  # their lemmas, by form that no rule makes


def lemmas(form: str) -> tuple[str, ...]:
    """The dictionary's lemmas of a folded form; empty when it does not know the form."""
    table = tables().lemmas
    return table.get(form) or table.get(thin(form), ())


def is_listed(form: str) -> bool:
    """Whether the dictionary has this folded form in just this spelling."""
    return form in tables().lemmas


def is_known(form: str) -> bool:
    """Whether the dictionary has this folded form, bare of prefixes."""
    return bool(lemmas(form))


def is_no_lemma(form: str) -> bool:
    """Whether the dictionary has this folded form, but only under other lemmas."""
    found = lemmas(form)
    return bool(found) and lemma_key(form) not in found


def lemma(form: str) -> str:
    """The first lemma of a folded form, or the form itself."""
    return next(iter(lemmas(form)), form)


def is_lemma(form: str) -> bool:
    """Whether the dictionary has this thin form as a lemma."""
    return form in tables().bases


def is_verb(lemma: str) -> bool:
    """Whether a lemma is the past of a verb."""
    return any(form.lemma == lemma and form.slot == "past" for form in tables().verbs.analyse(lemma))


def kinds(base: str) -> frozenset[str]:
    """What a lemma is written down as in `words/`, verbs apart; empty when it is not."""
    return tables().kinds.get(base, frozenset())


def is_seen(form: str) -> bool:
    """Whether this folded form, prefixes and all, is among the half million that wordfreq has counted."""
    return form in tables().frequencies


def frequency(form: str) -> float:
    """The share of running Hebrew text that this folded form makes up; `UNSEEN` when it was never counted."""
    return tables().frequencies.get(form, UNSEEN)


def prefix_rate(stack: str) -> float:
    """How often a word stands behind this stack of prefixes, for once that it stands alone."""
    head, when, rest = stack.partition("כש")
    return prod(_RATES[part] for part in (*head, *([when] if when else ()), *rest))


def is_expected(word: str, prefix: str, stem: str) -> bool:
    """Whether a stem of the dictionary, with this prefix, would be met about as often as the word is: הקטן, לראש.

    The fitted weights trust a frequent word to be one of its own; such a split stays possible beside it.
    """
    expected = prefix_rate(prefix) * frequency(stem)
    return len(stem) > 1 and is_known(stem) and expected >= _EXPECTED * frequency(word)


@cache
def tables() -> _Tables:
    """Everything known: as an earlier process built it of the same packages, else built and left for others."""
    lemmas, frequencies, conjugation = kept("tables", _built)
    bases = frozenset(base for found in lemmas.values() for base in found)
    kinds: dict[str, frozenset[str]] = {}
    for word, found in vocabulary().kinds.items():
        key = _lemma_key(word, bases, frequencies)
        kinds[key] = kinds.get(key, frozenset()) | found
    plurals = {
        form: frozenset(_lemma_key(base, bases, frequencies) for base in found)
        for form, found in vocabulary().plurals.items()
    }
    readings = {
        form: frozenset((prefix, _lemma_key(base, bases, frequencies)) for prefix, base in found)
        for form, found in vocabulary().readings.items()
    }
    conjugator = Conjugator(*conjugation)
    for form, split in _joined_particles(kinds):
        if form not in kinds and form not in plurals and not conjugator.certain(form):
            readings.setdefault(form, frozenset({split}))
    gc.freeze()  # the collector need not look through a million words again and again
    return _Tables(lemmas, bases, frequencies, conjugator, kinds, readings, plurals)


def _joined_particles(kinds: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what are hardly other words: particles behind ו and ש (ומיד, שלפניו), with prefix and particle."""
    for word, found in kinds.items():
        if found == {"particle"} and len(word) >= _SHORTEST_JOINED and word.isalpha():
            yield from ((prefix + word, (prefix, word)) for prefix in _JOINING)


_JOINING: Final = ("ו", "ש", "וש", "כש")
_SHORTEST_JOINED: Final = 3


def _built() -> tuple[Lemmas, dict[str, float], tuple[Bodies, Support, Support]]:
    frequencies = dict(_read_frequencies())
    table = _read_lemmas(frequencies)
    found = _read_verbs(frozenset(base for bases in table.values() for base in bases), frequencies)
    return table, frequencies, (found.bodies, found.support, found.shares)


def _read_verbs(bases: frozenset[str], frequencies: dict[str, float]) -> Conjugator:
    candidates = set(bases)
    for form in frequencies:
        if form[0] in "למ" and 4 <= len(form) <= 9 and GERSHAYIM not in form and "'" not in form:
            candidates.update(base for base in verbs.lemmas_of_infinitive(thin(form)) if base in frequencies)
    certain = {_lemma_key(verb, bases, frequencies): (verb, found) for verb, found in vocabulary().verbs.items()}
    usual = candidates.difference(vocabulary().spellings) | certain.keys()
    short = sorted(base for base in usual if 2 <= len(base) <= 7)
    shares: dict[str, float] = {}
    for form, share in frequencies.items():
        shares[thin(form)] = shares.get(thin(form), 0.0) + share
    return verbs.conjugator(shares, short, bases.__contains__, certain, {thin(word) for word in vocabulary().kinds})


@lru_cache(maxsize=_CACHED)
def lemma_key(base: str) -> str:
    """Under what a lemma is stored: thin (קנייה, קניה), unless that is another word (ריימון, רימון)."""
    return _lemma_key(base, tables().bases, tables().frequencies)


def _lemma_key(base: str, lemmas: Set[str], frequencies: Mapping[str, float]) -> str:
    base = vocabulary().spellings.get(base, base)
    plain, written = thin(base), vocabulary().words
    if plain == base or base.startswith("וו") or base.endswith(_DOUBLED_ENDINGS):
        return plain
    if base in written:
        return base if plain in written else plain
    if plain not in lemmas:
        return plain
    return plain if frequencies.get(plain, 0.0) < frequencies.get(base, 0.0) / 2 else base


def _read_lemmas(frequencies: Mapping[str, float]) -> Lemmas:
    """Folded forms with their lemma keys; forms that are only met with fewer ו or י are added under those."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # likewise

    listed = DefaultDictionaryFactory(cache_max_size=0).get_dictionary("he")
    pairs = [(fold(form), fold(base)) for form, base in listed.items()]
    whole = {base for _, base in pairs}
    table: Lemmas = {}
    for form, base in pairs:
        table[form] = tuple(dict.fromkeys((*table.get(form, ()), _lemma_key(base, whole, frequencies))))
    for form, found in vocabulary().plurals.items():
        bases = [_lemma_key(base, whole, frequencies) for base in found]
        table[form] = tuple(dict.fromkeys((*bases, *table.get(form, ()))))
    for form, keys in list(table.items()):
        table.setdefault(thin(form), keys)
    table.pop("", None)
    return table


def _read_frequencies() -> Iterator[tuple[str, float]]:
    """Folded forms with their frequency, rarest first, so that of two spellings the commoner one stays."""
    from wordfreq import get_frequency_list  # here, so that only building the tables reads it

    bins = get_frequency_list("he")
    get_frequency_list.cache_clear()  # wordfreq would keep its own copy for good
    for centibels in range(len(bins) - 1, -1, -1):
        share = 10 ** (-centibels / 100)
        yield from ((key, share) for key in _folded(bins[centibels]))


def _folded(words: list[str]) -> Iterator[str]:
    """The keys of the Hebrew words of a list; those of bare letters, nearly all, in one sweep."""
    lines = fold_finals("\n".join(words))
    yield from _BARE.findall(lines)
    yield from map(fold_acronym, _MARKED.findall(lines))
