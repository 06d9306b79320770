"""The commoner words, written down by hand in `words/`: which are nouns, adjectives, verbs, names or none of these.

What stands there is certain, so it weighs more than what frequencies suggest (`candidates.py`). All strings are folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from articles.hebrew.normalise import fold, fold_acronym

FOLDER: Final = Path(__file__).with_name("words")

_NOUN: Final = {"ים": "noun_ימ", "ות": "noun_ות"}
_OWN: Final = ("ו", "ה", "המ", "הנ", "נו", "כמ", "כ")
_DUAL: Final = 5  # letters of the least: חיים is none
_PLURALS: Final = {"noun_ימ": ("ימ", "own_plural"), "noun_ות": ("ות", "own_plural_f")}


class Vocabulary(NamedTuple):
    """What is written down: `kinds` of each word but verbs; `verbs`, the patterns of each; all these `words` together;
    `plurals`, lemmas by form that no rule makes; `spellings`, the usual one of each unusual one;
    `readings`, of words that could be several: prefix and lemma of each.
    """

    kinds: dict[str, frozenset[str]]
    verbs: dict[str, frozenset[str]]
    plurals: dict[str, tuple[str, ...]]
    words: frozenset[str]
    spellings: dict[str, str]
    readings: dict[str, frozenset[tuple[str, str]]]


@cache
def vocabulary() -> Vocabulary:
    """Read what is written down."""
    kinds: dict[str, set[str]] = {}
    verbs: dict[str, set[str]] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    spellings: dict[str, str] = {}
    readings: dict[str, frozenset[tuple[str, str]]] = {}
    for name, section, entry in _entries():
        word, _, other = entry.partition("=")  # readings, the usual spelling, or a plural
        key = fold(word)
        if name == "readings":
            readings[fold_acronym(word)] = frozenset(map(_reading, other.split("/")))
        elif name == "spellings":
            spellings[key] = fold(other)
        elif name == "verbs":
            verbs.setdefault(key, set()).add(section)
        else:
            kind = {"nouns": _NOUN.get(section, "noun"), "adjectives": "adjective"}.get(name, section)
            kinds.setdefault(key, set()).add(kind)
            for form in _plural_forms(fold(other)) if other else ():
                plurals[form] = (*plurals.get(form, ()), key)
    words = frozenset(kinds.keys() | verbs.keys())
    for verb, patterns in verbs.items():
        full = f"{verb[0]}י{verb[1:]}"  # שיחרר is שחרר
        if "piel" in patterns and verb[1] not in "וי" and full not in words:
            spellings[full] = verb
    return Vocabulary(_frozen(kinds), _frozen(verbs), plurals, words, spellings, readings)


def _reading(written: str) -> tuple[str, str]:
    prefix, _, lemma = written.rpartition("+")
    return fold(prefix), fold_acronym(lemma)


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
    """The plural, its construct state and its possessives; those of a dual (ידיים) are as those of ידים."""
    stem = plural.removesuffix("מ") if plural.endswith("ימ") else plural + "י"
    if plural.endswith("יימ") and len(plural) >= _DUAL:
        stem = stem[:-1]
    yield from (plural, stem)
    yield from (stem + ending for ending in _OWN)


def fits(kinds: Set[str], base: str, stem: str, rule: str) -> str | None:
    """As what (noun, adjective) a base of these kinds has the stem as its form by this rule of `endings`."""
    if any(kind.startswith("noun") and _fits_noun(kind, base, stem, rule) for kind in kinds):
        return "noun"
    if "adjective" in kinds and rule.startswith(("plural", "feminine", "construct_plural")):
        return "adjective"
    return None


def _fits_noun(kind: str, base: str, stem: str, rule: str) -> bool:
    if rule == "dual":
        return True
    if rule in ("construct", "own_feminine"):
        return base.endswith("ה")
    if rule == "own_singular":
        return not base.endswith("ה") or stem.endswith("הו")
    ending, own_plural = _PLURALS.get(kind, (None, None))
    if ending is None:
        return False
    if rule == "construct_plural":
        return stem.endswith("ותי") == (ending == "ות")
    return stem.endswith(ending) if rule.startswith("plural") else rule == own_plural
