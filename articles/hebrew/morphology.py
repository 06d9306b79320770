"""The analyses of one folded word: which letters in front are prefixes, and what the rest is a form of.

A split is weighed by what it predicts. If שרד followed the habits of other words, משרד would be seen about
rate(מ) x frequency(שרד) times; it is seen a thousand times as often, so משרד is a word of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.hebrew import acronyms, endings, lexicon
from articles.hebrew.letters import all_hebrew, is_hebrew
from articles.hebrew.prefixes import is_stack, splits

# How often a word that stands alone once stands with each prefix; stacks multiply.
# Rounded from wordfreq's own counts, between the mean and the upper tenth of unambiguous dictionary stems.
_RATES: Final = {"ה": 0.3, "ב": 0.15, "ל": 0.12, "ו": 0.08, "ש": 0.05, "מ": 0.04, "כ": 0.01}
_SUBORDINATORS: Final = {"לכש": 0.0002, "כש": 0.004, "מש": 0.001}
_POSSIBLE: Final = 0.02  # the least share of a word's occurrences that a split must account for to be stored
_LIKELY: Final = 0.2  # and to be asked for
_SHORTEST_GUESS: Final = 3  # letters of a stem that no dictionary knows


@dataclass(frozen=True, slots=True)
class Reading:
    """One analysis of a word, all folded: `prefix` + `stem`, a form of `lemma`.

    `sure` says that it is likely enough to be searched for when the word is a query; the others are only stored.
    """

    prefix: str
    stem: str
    lemma: str
    sure: bool


def analyse(key: str) -> tuple[Reading, ...]:
    """All plausible readings of a folded word, best first; never empty."""
    if not all_hebrew(key):
        return _mixed(key)
    found = sorted(_weighed(key), key=lambda pair: -pair[1])
    readings = [reading for split, share in found for reading in _lemmatised(*split, _is_likely(*split, share))]
    return tuple(dict.fromkeys(readings))


def analyse_acronym(key: str) -> tuple[Reading, ...]:
    """All plausible readings of a folded acronym that has its gershayim (לח"כימ), best first; never empty."""
    seen, explained = lexicon.frequency(key), 0.0
    found = []
    for prefix, stem in acronyms.splits(key):
        share = min(1.0, _rate(prefix) * lexicon.frequency(stem) / seen)
        if share >= _POSSIBLE or prefix == "ה" or not lexicon.is_seen(key):
            explained += share
            found.append((share, _acronym_reading(prefix, stem, share)))
    rest = max(_LIKELY, 1.0 - explained)
    found.append((rest, _acronym_reading("", key, rest)))
    return tuple(reading for _, reading in sorted(found, key=lambda pair: -pair[0]))


def _acronym_reading(prefix: str, stem: str, share: float) -> Reading:
    return Reading(prefix, acronyms.name(stem), acronyms.base(stem), share >= _LIKELY)


def _mixed(key: str) -> tuple[Reading, ...]:
    """Digits, Latin and the like: a legal stack before them is a prefix beyond doubt (ב2019, הbbc)."""
    whole = Reading("", key, key, True)
    head = next((i for i, char in enumerate(key) if not is_hebrew(char)), 0)
    if is_stack(key[:head]) and key[head].isalnum():
        return Reading(key[:head], key[head:], key[head:], True), whole
    return tuple(_guessed(key)) or (whole,)


def _guessed(key: str) -> Iterator[Reading]:
    """A word with a geresh in it (ג'ון): itself, and bare of each stack, which no table can judge."""
    for prefix, stem in [("", key), *splits(key, _SHORTEST_GUESS)]:
        yield from _lemmatised(prefix, stem, prefix == "")


def _weighed(key: str) -> Iterator[tuple[tuple[str, str], float]]:
    """Each plausible split of a Hebrew word with the share of the word's occurrences that it explains."""
    seen = lexicon.frequency(key)
    whole_known = lexicon.is_known(key)
    explained = 0.0
    for prefix, stem in splits(key):
        share = min(1.0, _rate(prefix) * lexicon.frequency(stem) / seen)
        if whole_known and _is_entry_of(key, stem):
            share, whole_known = 1.0, False
        if _is_plausible(key, stem, share, whole_known):
            explained += share
            yield (prefix, stem), share
    # The word as it stands is always a likely reading: names look like anything.
    yield ("", key), 1.0 if whole_known else max(_LIKELY, 1.0 - explained)


def _is_entry_of(key: str, stem: str) -> bool:
    """Whether the dictionary lists the whole word as a form of the stem's own lemma: הבית under בית."""
    return not set(lexicon.lemmas(key)).isdisjoint(lexicon.lemmas(stem))


def _is_plausible(key: str, stem: str, share: float, whole_known: bool) -> bool:
    if whole_known:
        return share >= _POSSIBLE and lexicon.is_seen(stem)
    if lexicon.is_known(stem):
        return share >= _POSSIBLE
    return len(stem) >= _SHORTEST_GUESS and (share >= _POSSIBLE or not lexicon.is_seen(key))


def _is_likely(prefix: str, stem: str, share: float) -> bool:
    return share >= _LIKELY and (prefix == "" or lexicon.is_seen(stem))


def _rate(stack: str) -> float:
    """How often a stem stands with this stack, as a share of how often it stands alone."""
    letters = stack.removeprefix("ו")
    rate = 1.0 if letters == stack else _RATES["ו"]
    if subordinator := next(filter(letters.startswith, _SUBORDINATORS), ""):
        rate *= _SUBORDINATORS[subordinator]
    for letter in letters[len(subordinator) :]:
        rate *= _RATES[letter]
    return rate


def _lemmatised(prefix: str, stem: str, sure: bool) -> Iterator[Reading]:
    known = lexicon.lemmas(stem)
    yield from (Reading(prefix, stem, lemma, sure) for lemma in known or (stem,))
    if not known:
        yield from (Reading(prefix, stem, base, sure and safe) for base, safe in endings.bases(stem))
    if acronym := acronyms.spelled_bare(stem):
        yield Reading(prefix, stem, acronym, sure)
