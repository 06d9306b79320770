"""The one analyzer behind the index, the query, the highlighter and the entity matcher.

A word is stored at its position as lexemes of five kinds, told apart by their first character:

    =X   the folded form as it stands           all modes
    +X   what is left of it without prefixes    mode prefix
    -X   what an unlikely split leaves of it    mode prefix, inside phrases
    X    a lemma that it surely has             mode flexible
    ~X   a lemma that it may have               mode flexible

A query word W meets a word T of a text when one of query_lexemes(W, mode) is in index_lexemes(T): sure meets sure and
possible, possible meets only sure, so that two guesses never make a meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Final, Literal

from articles.hebrew import acronyms, candidates, lexicon, morphology, spelling
from articles.hebrew.letters import GERESH
from articles.hebrew.morphology import Reading
from articles.hebrew.normalise import fold
from articles.hebrew.prefixes import hyphenated, is_stack

__all__ = [
    "VERSION", "Meeting", "Mode", "Reading", "explain", "index_anchors", "index_lexemes", "is_certain", "load",
    "query_anchors", "query_lexemes", "readings", "stem_offsets",
]  # fmt: skip

VERSION: Final = 11
LONGEST: Final = 200  # characters of a word that are looked at; PostgreSQL takes lexemes up to 2 KB
_CACHED: Final = 50_000
SURE: Final = 0.5  # the least probability of a lemma to be stored as sure
ASKED: Final = 0.3  # and to be asked for as such
POSSIBLE: Final = 0.25  # the least of one to be stored, or asked for, at all
_NOTHING: Final = "_"  # the key of what is no word; no word folds to it

Rule = Literal["exact", "prefix", "inflection", "spelling", "acronym"]


class Mode(str, Enum):  # noqa: UP042
    """How wide a query word reaches."""

    FLEXIBLE = "flexible"
    PREFIX = "prefix"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Why a query word finds a word: the narrowest rule, the prefix left out of the found word, the common lemma."""

    rule: Rule
    prefix: str
    lemma: str


def load() -> None:
    """Read now, rather than at the first word, what is known of words: some 0.6 to 1 s and 140 MB."""
    lexicon.tables()
    morphology.frequent()


def key_of(word: str) -> str:
    """The folded word, never empty, at most `LONGEST` long; an acronym keeps its gershayim where they tell it apart."""
    short = word[:LONGEST]
    with_gershayim = acronyms.dotted(short)
    return (acronyms.name(with_gershayim) if with_gershayim else fold(short)[:LONGEST]) or _NOTHING


def is_certain(word: str) -> bool:
    """Tell whether a word as it stands is written down in `words/`, or is a form of what is; not of names.

    Names are spelt in more ways than are written down.
    """
    key = key_of(word)
    return bool(candidates.vouched(key)) and lexicon.kinds(lexicon.lemma_key(key)) != {"name"}


@lru_cache(maxsize=_CACHED // 5)
def readings(word: str) -> tuple[Reading, ...]:
    """The analyses of a word as it stands in a text, best first; at least one."""
    found = list(_analyse(word[:LONGEST]))
    if key_of(word).endswith(GERESH):  # רח' is also met as רח
        found += [replace(r, lemma=r.lemma.rstrip(GERESH)) for r in found if r.lemma != GERESH]
    return tuple(dict.fromkeys(found))


def _analyse(word: str) -> Iterable[Reading]:
    """What the marks inside a word say of it comes first; then what the tables say of its letters."""
    if set_off := hyphenated(word):
        prefix, rest = set_off
        whole = Reading(prefix, key_of(rest), key_of(rest), True)
        return [replace(r, prefix=prefix) for r in readings(rest) if not r.prefix] or [whole]
    if with_gershayim := acronyms.dotted(word):
        return morphology.analyse_acronym(with_gershayim)
    if quoted := acronyms.quoted(word):
        prefix, stem = quoted
        return Reading(prefix, stem, lexicon.lemma(stem), True), *morphology.analyse(key_of(word))
    return morphology.analyse(key_of(word))


@lru_cache(maxsize=_CACHED)
def index_lexemes(word: str) -> frozenset[str]:
    """Everything stored for a word at its position."""
    found = readings(word)
    key = key_of(word)
    stored = {f"{'+' if reading.sure else '-'}{reading.stem}" for reading in found if reading.stem != key}
    stored.add(f"={key}")
    regular = {reading.lemma for reading in found if reading.regular}
    for number, (lemma, weight) in enumerate(_lemmas(found)):
        if weight >= SURE:
            stored.add(lemma)
        elif weight >= POSSIBLE or number == 0 or lemma in regular:
            stored.add(f"~{lemma}")
    for reading in found:
        if reading.prefix and not reading.sure and lexicon.is_expected(key, reading.prefix, reading.stem):
            stored |= {f"+{reading.stem}", f"~{reading.lemma}"}
        if reading.prefix and reading.sure:
            stored.update(f"-{rest}" for rest in _partly_stripped(reading))
    return frozenset(stored)


@lru_cache(maxsize=_CACHED)
def index_anchors(word: str) -> tuple[str, ...]:
    """As few of its lexemes as tell which words meet it inside phrases in mode flexible: those with a common anchor.

    Its lemmas, sure or not; and a form or stem only where a query for it would ask for none of them.
    """
    stored = index_lexemes(word)
    lemmas = {lexeme.removeprefix("~") for lexeme in stored if lexeme[0] not in "=+-"}
    forms = {lexeme[1:] for lexeme in stored if lexeme[0] in "=+-"}
    return (*sorted(lemmas), *(f"={form}" for form in sorted(forms) if lemmas.isdisjoint(_asked_lemmas(form))))


def query_anchors(word: str) -> tuple[tuple[str, ...], bool]:
    """The anchors one of which every word has that meets `word`; and whether, the other way, each that has one does.

    An acronym (צה״ל) has other lemmas than its letters have (צהל), which are its form.
    """
    key, lemmas = key_of(word), _asked_lemmas(word)
    bare = _asked_lemmas(key)
    return (f"={key}", *sorted(lemmas | bare)), lemmas == bare


def _asked_lemmas(word: str) -> frozenset[str]:
    return frozenset(lemma for lemma, _ in _lemmas(readings(word)))


def _partly_stripped(reading: Reading) -> Iterator[str]:
    """The stem behind the inner ones of its prefixes: בסוריה in ובסוריה."""
    for at in range(1, len(reading.prefix)):
        if is_stack(reading.prefix[:at]) and is_stack(reading.prefix[at:]):
            yield reading.prefix[at:] + reading.stem


@lru_cache(maxsize=_CACHED // 10)
def query_lexemes(word: str, mode: Mode, in_phrase: bool = False) -> tuple[str, ...]:
    """The lexemes any of which makes a meeting with `word`, best first.

    Inside a phrase the neighbours vouch for a word, so its unlikely readings are asked for too; and what has a prefix
    itself (בסוריה) is hardly mistaken for something else behind another one (ובסוריה).
    """
    key = key_of(word)
    if mode is Mode.EXACT:
        return (f"={key}",)
    found = readings(word)
    asked = [f"={key}", f"+{key}", f"-{key}"] if in_phrase or found[0].prefix else [f"={key}", f"+{key}"]
    if mode is Mode.PREFIX:
        return tuple(asked)
    for number, (lemma, weight) in enumerate(_lemmas(found)):
        if weight >= ASKED or number == 0 or in_phrase:
            asked += [lemma, f"~{lemma}"]
        elif weight >= POSSIBLE:
            asked.append(lemma)
    return tuple(asked)


def _lemmas(found: Iterable[Reading]) -> list[tuple[str, float]]:
    """The lemmas of a word with their probabilities, best first."""
    weights: dict[str, float] = {}
    for reading in found:
        weights[reading.lemma] = weights.get(reading.lemma, 0.0) + reading.weight
    return sorted(weights.items(), key=lambda pair: -pair[1])


def stem_offsets(word: str, stem: str) -> tuple[int, int] | None:
    """Where in the word as written the stem stands, in code points: ("בסוריה", "סוריה") -> (1, 6).

    None when the word does not end in that stem.
    """
    wanted = key_of(stem)
    for start, char in enumerate(word[:LONGEST]):
        if char.isalnum() and key_of(word[start:]) == wanted:
            return start, len(word)
    return None


def explain(query_word: str, found_word: str) -> Meeting | None:
    """The narrowest rule by which the two meet in flexible mode, or None when they do not."""
    query, found = key_of(query_word), key_of(found_word)
    if query == found:
        return Meeting(_same_form(query_word, found_word), "", query)
    common = index_lexemes(found_word).intersection(query_lexemes(query_word, Mode.FLEXIBLE))
    for reading in readings(found_word):
        if reading.stem == query and not common.isdisjoint((f"+{query}", f"-{query}")):
            return Meeting("prefix", reading.prefix, reading.lemma)
    for reading in readings(found_word):
        if not common.isdisjoint((reading.lemma, f"~{reading.lemma}")):
            return Meeting(_wider_rule(query_word, found_word, reading), reading.prefix, reading.lemma)
    return None


def _same_form(query_word: str, found_word: str) -> Rule:
    return "exact" if bool(acronyms.dotted(query_word)) == bool(acronyms.dotted(found_word)) else "acronym"


def _wider_rule(query_word: str, found_word: str, found: Reading) -> Rule:
    if acronyms.dotted(query_word) or acronyms.dotted(found_word):
        return "acronym"
    asked = {reading.stem.rstrip(GERESH) for reading in readings(query_word) if reading.lemma == found.lemma}
    same = any(spelling.same_word(stem, found.stem.rstrip(GERESH), found.lemma) for stem in asked)
    return "spelling" if same else "inflection"
