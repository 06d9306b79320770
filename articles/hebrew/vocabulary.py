"""The commoner words, written down by hand in `words/`: which are nouns, adjectives, verbs, names or none of these.

What stands there is certain, so it weighs more than what frequencies suggest (`candidates.py`). All strings are folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from articles.hebrew.normalise import fold

FOLDER: Final = Path(__file__).with_name("words")

_NOUN: Final = {"ים": "noun_ימ", "ות": "noun_ות"}
_OWN: Final = ("ו", "ה", "המ", "הנ", "נו", "כמ", "כ")
_IN_IM: Final = frozenset({"plural", "plural_h", "plural_y", "plural_t"})


class Vocabulary(NamedTuple):
    """What is written down: `kinds` of each word but verbs; `verbs`, the patterns of each; all these `words` together;
    `plurals`, lemmas by form that no rule makes; `spellings`, the usual one of each unusual one.
    """

    kinds: dict[str, frozenset[str]]
    verbs: dict[str, frozenset[str]]
    plurals: dict[str, tuple[str, ...]]
    words: frozenset[str]
    spellings: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Read what is written down."""
    kinds: dict[str, set[str]] = {}
    verbs: dict[str, set[str]] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    spellings: dict[str, str] = {}
    for name, section, entry in _entries():
        word, _, plural = entry.partition("=")  # of a spelling, the usual one
        key = fold(word)
        if name == "spellings":
            spellings[key] = fold(plural)
            continue
        if name == "verbs":
            verbs.setdefault(key, set()).add(section)
            continue
        for form in _plural_forms(fold(plural)) if plural else ():
            plurals[form] = (*plurals.get(form, ()), key)
        kind = {"nouns": _NOUN.get(section, "noun"), "adjectives": "adjective"}.get(name, section)
        kinds.setdefault(key, set()).add(kind)
    return Vocabulary(_frozen(kinds), _frozen(verbs), plurals, frozenset(kinds.keys() | verbs.keys()), spellings)


def _frozen(sets: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(found) for key, found in sets.items()}


def _entries() -> Iterator[tuple[str, str, str]]:
    """Each word written down, with the file and the section it stands in."""
    for file in sorted(FOLDER.glob("*.txt")):
        section = ""
        for line in file.read_text(encoding="utf8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif not line.startswith("#"):
                yield from ((file.stem, section, entry) for entry in line.split())


def _plural_forms(plural: str) -> Iterator[str]:
    """The plural, its construct state and its possessives."""
    stem = plural.removesuffix("מ") if plural.endswith("ימ") else plural + "י"
    yield from (plural, stem)
    yield from (stem + ending for ending in _OWN)


def fits(kinds: Set[str], base: str, stem: str, rule: str) -> str | None:
    """As what (noun, adjective) a base of these kinds has the stem as its form by this rule of `endings`."""
    for kind in kinds:
        if kind.startswith("noun") and _fits_noun(kind, base, stem, rule):
            return "noun"
    if "adjective" in kinds and (rule in _IN_IM or rule in ("feminine", "construct_plural")):
        return "adjective"
    return None


def _fits_noun(kind: str, base: str, stem: str, rule: str) -> bool:
    if rule == "dual":
        return True
    if rule in ("construct", "own_feminine"):
        return base.endswith("ה")
    if rule == "own_singular":
        return not base.endswith("ה") or stem.endswith("הו")
    if kind == "noun_ימ":
        return rule == "own_plural" or (rule in _IN_IM and stem.endswith("ימ")) or _is_construct(rule, stem, "")
    return kind == "noun_ות" and (
        rule == "own_plural_f" or (rule in _IN_IM and stem.endswith("ות")) or _is_construct(rule, stem, "ות")
    )


def _is_construct(rule: str, stem: str, of: str) -> bool:
    return rule == "construct_plural" and stem.endswith("ותי") == (of == "ות")
