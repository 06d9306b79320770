"""The conjugation of verbs: what a lemma's forms are built on, and whether a lemma is a verb at all.

A verb is named by its past, third person masculine: כתב, קיבל, הסביר. A paradigm gives its *bodies*: what stands
between the letters of person in front and behind (כתוב in יכתוב, תכתוב, לכתוב), each with the kind of affixes it takes.
Besides those that are written down (`vocabulary.py`), a lemma is a verb of a pattern when enough forms of that pattern
are words people use.

All strings are folded and `thin`: a doubled ו or י is written once, so יינתן is י+נתן.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Final, NamedTuple

Known = Callable[[str], bool]


class Form(NamedTuple):
    """A form as a verb sees it."""

    lemma: str
    slot: str  # past, short (past without the י of piel), future, infinitive, present, passive, imperative
    pattern: str

    @property
    def verb(self) -> tuple[str, str]:
        """What tells the verb from others that have its lemma: lemma and pattern."""
        return self.lemma, self.pattern


(
    _PAST, _PERSON, _FUTURE, _OPEN, _INFINITIVE, _PRESENT, _PARTICIPLE, _PASSIVE, _IMPERATIVE, _ORDER, _FIXED,
    _SHORT_PAST, _SHORT_PERSON,
) = range(13)  # fmt: skip
_SLOTS: Final = {
    _PAST: "past", _PERSON: "past", _FIXED: "past", _SHORT_PAST: "short", _SHORT_PERSON: "short",
    _FUTURE: "future", _OPEN: "future", _INFINITIVE: "infinitive", _PRESENT: "present", _PARTICIPLE: "present",
    _PASSIVE: "passive", _IMPERATIVE: "imperative", _ORDER: "imperative",
}  # fmt: skip

# kind of body -> letters in front and behind
_AGREEMENT: Final = ("", "ת", "ה", "ימ", "ות", "י")
_AFFIXES: Final[dict[int, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    _PAST: (("",), ("", "ה", "ו")),
    _PERSON: (("",), ("תי", "ת", "נו", "תמ", "תנ")),
    _FIXED: (("",), ("",)),
    _SHORT_PAST: (("",), ("", "ה", "ו")),  # of piel without its י: קבל
    _SHORT_PERSON: (("",), ("תי", "ת", "נו", "תמ", "תנ")),
    _FUTURE: (("י", "ת", "א", "נ"), ("",)),
    _OPEN: (("י", "ת"), ("ו", "י")),
    _INFINITIVE: (("ל",), ("", "ו", "ה", "מ", "נו", "ני", "כ")),
    _PRESENT: (("",), _AGREEMENT),
    _PARTICIPLE: (("מ",), _AGREEMENT),
    _PASSIVE: (("",), ("", "ה", "ת", "ימ", "ות")),
    _IMPERATIVE: (("",), ("",)),
    _ORDER: (("",), ("ו", "י")),
}
_KINDS: Final[dict[tuple[str, str], frozenset[int]]] = {
    (front, back): frozenset(k for k, (fronts, backs) in _AFFIXES.items() if front in fronts and back in backs)
    for front in ("", "י", "ת", "א", "נ", "ל", "מ")
    for back in ("", "ה", "ו", "י", "ת", "תי", "נו", "תמ", "תנ", "ימ", "ות", "מ", "ני", "כ")
}
_BACKS: Final = tuple(dict.fromkeys(back for _, back in _KINDS))

Body = tuple[str, int]

_FORMS, _KINDS_SEEN, _ROUNDS, _LEAST, _LEAST_LISTED, _CERTAIN = 4, 3, 4, 6.0, 3.0, 4.0
_ROUNDS_OF_EM = 8

# The few verbs whose roots change from form to form.
_IRREGULAR: Final[dict[str, tuple[Body, ...]]] = {
    "הלכ": (("לכ", _FUTURE), ("לכ", _OPEN), ("לכת", _INFINITIVE), ("לכ", _IMPERATIVE), ("לכ", _ORDER)),
    "לקח": (("קח", _FUTURE), ("יקח", _FUTURE), ("קח", _OPEN), ("יקח", _OPEN), ("קחת", _INFINITIVE),
            ("קח", _IMPERATIVE)),
    "נתנ": (("תנ", _FUTURE), ("יתנ", _FUTURE), ("תנ", _OPEN), ("יתנ", _OPEN), ("תת", _INFINITIVE), ("נת", _PERSON),
            ("תנ", _IMPERATIVE), ("תנ", _ORDER)),
    "אמר": (("ומר", _INFINITIVE), ("ומר", _FUTURE)),
    "יכול": (("וכל", _FUTURE), ("וכל", _OPEN), ("יכול", _PRESENT), ("יכל", _PAST), ("יכול", _PERSON)),
    "היה": (("ה", _FUTURE),),
}  # fmt: skip


def thin(form: str) -> str:
    """The form with every doubled ו or י written once."""
    return form.replace("וו", "ו").replace("יי", "י")


def _weak(past: str, future: str, present: str | None = None, participle: bool = True) -> Iterator[Body]:
    """Verbs that end in ה: `past`, `future` and `present` without it."""
    yield from ((past + "ה", _FIXED), (past + "תה", _FIXED), (past + "ו", _FIXED), (past + "י", _PERSON))
    yield from ((future + "ה", _FUTURE), (future, _OPEN), (future + "ות", _INFINITIVE))
    if participle:
        yield (future if present is None else present), _PARTICIPLE


def _strong(past: str, future: str, person: str | None = None, participle: bool = True) -> Iterator[Body]:
    yield from ((past, _PAST), (past if person is None else person, _PERSON))
    yield from ((future, _FUTURE), (future, _OPEN), (future, _INFINITIVE))
    if participle:
        yield future, _PARTICIPLE


def _paal(lemma: str) -> Iterator[Body]:
    a, b, c = tuple(lemma)
    if c == "ה":
        yield from _weak(a + b, a + b, participle=False)
        yield from ((f"{a}ו{b}", _PRESENT), (f"{a}{b}וי", _PASSIVE), (a + b + "ה", _IMPERATIVE), (a + b, _ORDER))
        if a == "נ":
            yield from ((b + "ה", _FUTURE), (b, _OPEN))
        return
    yield from ((lemma, _PAST), (lemma, _PERSON), (f"{a}ו{b}{c}", _PRESENT), (f"{a}{b}ו{c}", _PASSIVE))
    yield from ((f"{a}{b}ו{c}", _FUTURE), (lemma, _FUTURE), (lemma, _OPEN), (f"{a}{b}ו{c}", _INFINITIVE))
    yield from ((f"{a}{b}ו{c}", _IMPERATIVE), (lemma, _ORDER))
    if a in "ינ":
        short = [b + c, f"י{b}{c}"] if a == "י" else [b + c, f"י{b}{c}", f"{b}ו{c}", f"י{b}ו{c}"]
        yield from ((body, kind) for body in short for kind in (_FUTURE, _OPEN))
        yield from ((f"{b}{c}ת", _INFINITIVE), (f"{b}ו{c}", _INFINITIVE), (f"י{b}ו{c}", _INFINITIVE))
        yield (b if c == "א" else b + c) + "ת", _INFINITIVE


def _hollow(lemma: str) -> Iterator[Body]:
    a, c = tuple(lemma)
    yield from ((lemma, _PAST), (lemma, _PERSON), (lemma, _PRESENT))
    for middle in "וי":
        whole = f"{a}{middle}{c}"
        yield from ((whole, _FUTURE), (whole, _OPEN), (whole, _INFINITIVE), (whole, _ORDER))


def _piel(lemma: str) -> Iterator[Body]:
    root = lemma[0] + lemma[2:]
    if lemma[-1] == "ה":
        yield from _weak(lemma[:-1], root[:-1])
        yield from _weak(root[:-1], root[:-1])
        return
    yield from _strong(lemma, root)
    yield from ((root, _SHORT_PAST), (root, _SHORT_PERSON), (root, _IMPERATIVE), (root, _ORDER))


def _four(lemma: str) -> Iterator[Body]:
    full = f"{lemma[0]}י{lemma[1:]}"  # שחרר, שיחרר
    yield from (*_strong(lemma, lemma), (full, _PAST), (full, _PERSON))


def _pual(lemma: str) -> Iterator[Body]:
    yield from _weak(lemma[:-1], lemma[:-1]) if lemma[-1] == "ה" else _strong(lemma, lemma)


def _hifil(lemma: str) -> Iterator[Body]:
    rest, short = lemma[1:], lemma[:-2] + lemma[-1]
    yield from ((lemma, _PAST), (short, _PERSON), (rest, _FUTURE), (rest, _OPEN), (rest, _PARTICIPLE))
    yield from ((lemma, _INFINITIVE), (short, _IMPERATIVE), (lemma, _ORDER))


def _hitpael(lemma: str) -> Iterator[Body]:
    rest = lemma[1:]
    if lemma[-1] == "ה":
        yield from _weak(lemma[:-1], rest[:-1])
        yield lemma[:-1] + "ות", _INFINITIVE
    else:
        yield from _strong(lemma, rest)
        yield from ((lemma, _INFINITIVE), (lemma, _ORDER))


def _hufal(lemma: str) -> Iterator[Body]:
    rest = lemma[1:]
    yield from _weak(lemma[:-1], rest[:-1]) if lemma[-1] == "ה" else _strong(lemma, rest)


def _nifal(lemma: str) -> Iterator[Body]:
    root = lemma[1:] if lemma[1] != "י" else "נ" + lemma[2:]
    for rest in (root, "י" + root):
        if lemma[-1] == "ה":
            yield from ((rest, _FUTURE), (rest[:-1], _OPEN), (f"ה{rest[:-1]}ות", _INFINITIVE))
        else:
            yield from ((rest, _FUTURE), (rest, _OPEN), (f"ה{rest}", _INFINITIVE), (f"ה{rest}", _ORDER))
    if lemma[-1] == "ה":
        yield from _weak(lemma[:-1], "#", participle=False)
        yield from ((lemma[:-1], _PRESENT), (lemma[:-1] + "ית", _FIXED))
    else:
        yield from ((lemma, _PAST), (lemma, _PERSON), (lemma, _PRESENT))


def _irregular(lemma: str) -> Iterator[Body]:
    return iter(_IRREGULAR[lemma])


def _shapes(lemma: str) -> Iterator[tuple[str, Callable[[str], Iterator[Body]]]]:
    """The patterns that a lemma's letters allow."""
    length, first, second = len(lemma), lemma[0], lemma[1:2]
    if length == 2:
        yield "paal", _hollow
    elif length == 3 and (second not in "וי" or lemma[-1] == "ה"):
        yield "paal", _paal
    elif 4 <= length <= 7:
        if second == "י":
            yield "piel", _piel
        elif length == 4 and lemma[-1] != "ה":
            yield "piel", _four
        if second == "ו":
            yield "pual", _pual
        if first == "נ":
            yield "nifal", _nifal
        if first == "ה":
            if second == "ו":
                yield "hufal", _hufal
            if lemma[-2] == "י":
                yield "hifil", _hifil
            reflexive = "ת" in lemma[1:3] or lemma[1:3] in ("צט", "זד")
            if lemma[-1] == "ה" or (length >= 5 and reflexive):
                yield ("hitpael" if reflexive else "hifil"), _hitpael
    if lemma in _IRREGULAR:
        yield "irregular", _irregular


# Of verbs that are written down: גווע, פלרטט, היטהר; הכה, הקל, התווה; נמס
_ELSE: Final = {"paal": _paal, "piel": _four, "hitpael": _hitpael, "hifil": _hitpael, "nifal": _nifal}


def _paradigms(lemma: str, spelled: str, patterns: Set[str] | None) -> Iterator[tuple[str, list[Body]]]:
    """The bodies of a lemma by pattern: of all that its letters allow, or of those it is known to have."""
    shapes = dict(_shapes(spelled))
    if patterns is not None:
        shapes = {**_ELSE, **dict(_shapes(thin(spelled))), **shapes}
        shapes = {pattern: shape for pattern, shape in shapes.items() if pattern in patterns}
    for pattern, shape in shapes.items():
        of = spelled if patterns is None or shape not in (_paal, _four) else thin(spelled)
        yield pattern, list(dict.fromkeys((thin(thin(body)), kind) for body, kind in shape(of)))  # לה+שוו+ות


def lemmas_of_infinitive(form: str) -> Iterator[str]:
    """Lemmas whose infinitive (or, of passives, participle) the thin form may be."""
    front, rest = form[0], form[1:]
    if front == "ל":
        if rest[0] == "ה":
            yield from (rest, "נ" + rest[1:].removeprefix("י"), "ני" + rest[1:].removeprefix("י").removeprefix("נ"))
            if rest.endswith("ות"):
                yield from (rest[:-2] + "ה", f"נ{rest[1:-2].removeprefix('י')}ה")
        else:
            yield from (rest, f"{rest[0]}י{rest[1:]}", rest[:-2] + rest[-1])
            yield "נ" + rest.replace("ו", "").removeprefix("י")
            if rest.endswith("ות"):
                yield from (rest[:-2] + "ה", f"{rest[0]}י{rest[1:-2]}ה")
            if rest.endswith("ת"):
                yield from ("י" + rest[:-1], f"י{rest[:-1]}א")
    elif front == "מ":
        yield from ("ה" + rest, rest)


def _forms(bodies: list[Body]) -> Iterator[tuple[int, str]]:
    for body, kind in bodies:
        fronts, backs = _AFFIXES[kind]
        for front in fronts[:2]:
            for back in backs[:3]:
                yield kind, front + body + back


Bodies = dict[str, tuple[tuple[str, int, str], ...]]
Support = dict[tuple[str, str], float]


class Conjugator(NamedTuple):
    """The bodies of all verbs in use; how many forms in use each verb accounts for better than other verbs do; and, as
    `shares` of running text, how common each certain verb is.
    """

    bodies: Bodies
    support: Support
    shares: Support

    def is_certain(self, form: Form) -> bool:
        """Whether the verb of a form is one that is written down."""
        return form.verb in self.shares

    def share(self, form: Form, word: str) -> float:
        """How much of running text is a certain verb in this form, up to a common factor; 0 of other verbs."""
        return self.shares.get(form.verb, 0.0) * _rate(form, thin(word))

    def certain(self, form: str) -> list[Form]:
        """The forms that it may be of verbs that are written down."""
        return list(filter(self.is_certain, self.analyse(form)))

    def analyse(self, form: str) -> Iterator[Form]:
        """The verbs that a form without conjunctions may belong to."""
        word = thin(form)
        fronts = ("", word[0]) if word[:1] in "יתאנלמ" else ("",)
        for back in _BACKS:
            if not word.endswith(back):
                continue
            middle = word[: len(word) - len(back)]
            for front in fronts:
                for lemma, kind, pattern in self.bodies.get(middle[len(front) :], ()):
                    if kind in _KINDS[front, back]:
                        yield Form(lemma, _SLOTS[kind], pattern)


def _rate(form: Form, word: str) -> float:
    """How common such a form is against the past of the third person masculine, in news: a rough estimate."""
    if form.slot == "past":
        return 1.0 if word == form.lemma else 0.33
    if form.slot == "future":
        return {"י": 0.17, "ת": 0.05}.get(word[0], 0.02)
    return 0.03 if form.slot == "short" else 0.01


def conjugator(
    shares: Mapping[str, float],
    candidates: Iterable[str],
    listed: Known,
    certain: Mapping[str, tuple[str, Set[str]]],
    others: Set[str],
) -> Conjugator:
    """Learn which candidates are verbs: those whose paradigm explains words that no stronger verb explains.

    `shares` tells how common each thin word in use is, `listed` the lemmas that a dictionary has; of certain verbs
    `certain` tells the full spelling and the patterns; `others` are thin words that are no verbs.
    """
    paradigms: dict[tuple[str, str], list[Body]] = {}
    for lemma in candidates:
        for pattern, bodies in _paradigms(lemma, *certain.get(lemma, (lemma, None))):
            paradigms[lemma, pattern] = bodies
    vouched = {name for name in paradigms if name[0] in certain}
    explained = {name: _attested(bodies, shares.__contains__, name in vouched) for name, bodies in paradigms.items()}
    strength = {
        name: share * (_CERTAIN if name in vouched else _credit(*name, listed(name[0])))
        for name, (_, share) in explained.items()
    }
    support = _compete({name: forms for name, (forms, _) in explained.items() if forms}, strength)
    used: Bodies = {}
    for (lemma, pattern), share in support.items():
        if (lemma, pattern) in vouched or share >= (_LEAST_LISTED if listed(lemma) else _LEAST):
            for body, kind in paradigms[lemma, pattern]:
                used[body] = (*used.get(body, ()), (lemma, kind, pattern))
    kept = {(lemma, pattern) for found in used.values() for lemma, _, pattern in found}
    common = _common({name: explained[name][0] for name in vouched}, shares, others)
    return Conjugator(used, {name: support[name] for name in sorted(kept)}, common)


def _common(explained: Mapping[tuple[str, str], list[str]], shares: Mapping[str, float], others: Set[str]) -> Support:
    """How common each verb is, by EM: a form that several explain is shared out among them as they are common."""
    forms = {name: [form for form in found if form not in others] for name, found in explained.items()}
    common = dict.fromkeys(sorted(forms), 1.0)
    for _ in range(_ROUNDS_OF_EM):
        claims: dict[str, float] = {}
        for name, share in common.items():
            for form in forms[name]:
                claims[form] = claims.get(form, 1e-12) + share
        common = {
            name: share * sum(shares[form] / claims[form] for form in forms[name]) for name, share in common.items()
        }
    return common


def _credit(lemma: str, pattern: str, listed: bool) -> float:
    """A dictionary's word counts; what begins like an inflected form and is in no dictionary probably is one."""
    if listed:
        return 2.0
    return 0.4 if lemma[0] in "יתאלמ" or (lemma[0] == "נ" and pattern != "nifal") else 1.0


def _attested(bodies: list[Body], known: Known, certain: bool) -> tuple[list[str], float]:
    """The forms in use, if they are enough to make a verb, and their share of all forms."""
    forms = list(_forms(bodies))
    found = [(kind, form) for kind, form in forms if known(form)]
    enough = certain or (len(found) >= _FORMS and len({kind for kind, _ in found}) >= _KINDS_SEEN)
    explained = dict.fromkeys(form for _, form in found) if enough else ()
    return list(explained), len(found) / len(forms)


def _compete(explained: dict[tuple[str, str], list[str]], strength: Support) -> Support:
    """How many forms each verb has when a form is shared out among those that explain it by strength."""
    support = {name: float(len(forms)) for name, forms in explained.items()}
    for _ in range(_ROUNDS):
        claims: dict[str, float] = {}
        for name, forms in explained.items():
            claim = support[name] * strength[name] ** 2
            for form in forms:
                claims[form] = claims.get(form, 1e-9) + claim
        support = {
            name: support[name] * strength[name] ** 2 * sum(1 / claims[form] for form in forms)
            for name, forms in explained.items()
        }
    return support
