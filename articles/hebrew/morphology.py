"""The readings of one folded word, weighed: which letters in front are prefixes, and what the rest is a form of.

`candidates.py` lists what a word might be and what speaks for it, `weights.py` how much that counts; here it is added
up and made into probabilities that sum to one over a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from heapq import nlargest
from math import exp, log
from typing import Final

from articles.hebrew import acronyms, candidates, lexicon, spelling
from articles.hebrew.letters import GERESH, all_hebrew, is_hebrew
from articles.hebrew.prefixes import is_stack, splits
from articles.hebrew.shelf import kept
from articles.hebrew.weights import WEIGHTS

LIKELY: Final = 0.25  # the least weight of a split for its stem to be found under
_MAIN: Final = 0.5  # the least weight of a split whose regular lemmas are kept
_CONJUNCTIONS: Final = frozenset({"ו", "ש", "וש", "כש", "וכש"})  # they stand before anything
_POSSIBLE: Final = 0.02  # readings below are forgotten
_CONCEIVABLE: Final = 0.002  # the least weight of a split for its stem to be found inside a phrase
_SHORTEST_NAME: Final = 4
_HOPELESS: Final = 6.0  # how far a split may fall behind the best before it is not looked into
_COMMON: Final = 0.7  # how much of what several verbs share goes by how common they are, and not by the weights
_USUAL: Final = 0.6  # how much of a rare spelling is what its usual spelling is
_RARELY: Final = 0.15  # the least that a split of an acronym weighs
_CACHED: Final = 20_000
FREQUENT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One analysis of a word, all folded: `prefix` + `stem`, a form of `lemma`, with its probability.

    `sure` says that the split is likely enough for the word to be found, and taken, as its stem;
    `regular` that the lemma follows from the grammar, so that the word is found by it though seldom meant.
    """

    prefix: str
    stem: str
    lemma: str
    sure: bool
    weight: float = 1.0
    regular: bool = False


def analyse(key: str) -> tuple[Reading, ...]:
    """All plausible readings of a folded word, best first; never empty."""
    known = frequent().get(key)
    return _unpacked(known) if known else _analysed(key)


@cache
def frequent() -> dict[str, str]:
    """The readings of the `FREQUENT` words met most often, packed: most of any text, and new to every new process."""
    packed: dict[str, str] = kept("readings", _of_frequent)
    return packed


def _of_frequent() -> dict[str, str]:
    frequencies = lexicon.tables().frequencies
    words = nlargest(FREQUENT, filter(_is_word, frequencies), key=frequencies.__getitem__)
    return {word: _packed(_analysed(word)) for word in words}


def _packed(found: Iterable[Reading]) -> str:
    """The readings as text of a line each: a fifth of the memory."""
    return "\n".join(
        f"{one.prefix}|{one.stem}|{one.lemma}|{one.sure:d}|{one.weight!r}|{one.regular:d}" for one in found
    )


def _unpacked(packed: str) -> tuple[Reading, ...]:
    rows = [line.split("|") for line in packed.split("\n")]
    return tuple(
        Reading(prefix, stem, lemma, sure == "1", float(weight), regular == "1")
        for prefix, stem, lemma, sure, weight, regular in rows
    )


def _analysed(key: str) -> tuple[Reading, ...]:
    if not _is_word(key):
        return _mixed(key)
    other = spelling.usual(key)
    if other is None:
        return _read(key)
    mine = [replace(reading, weight=(1 - _USUAL) * reading.weight) for reading in _read(key)]
    return _best_first([*mine, *_as_spelled(key, _read(other))])


def _as_spelled(key: str, usual: Iterable[Reading]) -> Iterator[Reading]:
    """The readings of a word's usual spelling with the stems that it has as it is spelled here."""
    for reading in usual:
        if key.startswith(reading.prefix):
            yield replace(reading, stem=key[len(reading.prefix) :], weight=_USUAL * reading.weight)


def _is_word(key: str) -> bool:
    """Whether a folded word is of two Hebrew letters or more, with geresh (ז'אנרימ, קולג') or without."""
    letters = key.replace(GERESH, "")
    return len(letters) > 1 and all_hebrew(letters)


def _read(key: str) -> tuple[Reading, ...]:
    found = _weighed(key)
    if len(found) == 1:
        return (Reading("", key, found[0][2], True),)
    by_split: dict[str, float] = {}
    for prefix, _, _, _, weight in found:
        by_split[prefix] = by_split.get(prefix, 0.0) + weight
    main = [prefix for prefix, weight in by_split.items() if weight >= _MAIN]
    kept = [
        Reading(prefix, stem, lemma, not prefix or by_split[prefix] >= LIKELY, weight, regular and prefix in main)
        for prefix, stem, lemma, regular, weight in found
        if (regular and prefix in main) or weight >= _POSSIBLE or (lemma == stem and by_split[prefix] >= _CONCEIVABLE)
    ]
    kept += _listed_whole(key)
    for front in dict.fromkeys(("", *main)):
        kept += _told(front, key[len(front) :])
    kept += _expected(key, {reading.stem for reading in kept})
    if all(reading.prefix for reading in kept):  # the word as it stands is always one
        kept.append(Reading("", key, lexicon.lemma_key(key), True, 0.0))
    return _best_first([*kept, *_acronyms(kept), *_namelike(key, {reading.stem for reading in kept if reading.sure})])


def _listed_whole(key: str) -> Iterator[Reading]:
    """What the dictionary lists prefix and all (הבית and לבית, under בית) is found as the bare word too."""
    own = lexicon.lemmas(key)
    for prefix, stem in splits(key) if own else ():
        shared = {lemma for lemma in lexicon.lemmas(stem) if lemma in own and not lexicon.is_verb(lemma)}
        yield from (Reading(prefix, stem, lemma, True, 0.0, True) for lemma in sorted(shared))


def _told(front: str, word: str) -> Iterator[Reading]:
    """The readings that are written down for a word: it is found by each, however unlikely; behind conjunctions too.

    Behind other prefixes it is no verb.
    """
    for prefix, lemma in sorted(lexicon.tables().readings.get(word, ())):
        verbal = lexicon.is_verb(lemma) or not lexicon.kinds(lemma)
        if not front or (is_stack(front + prefix) and not (verbal and front not in _CONJUNCTIONS)):
            yield Reading(front + prefix, word[len(prefix) :], lemma, True, 0.0, True)


def _expected(key: str, known: set[str]) -> Iterator[Reading]:
    """Stacks of prefixes, too rare to be judged, that the frequency of their stem makes us expect (כשסוריה)."""
    for prefix, stem in splits(key):
        if len(prefix) > 1 and stem not in known and lexicon.is_expected(key, prefix, stem):
            yield Reading(prefix, stem, lexicon.lemma(stem), False, 0.0)


def _namelike(key: str, known: set[str]) -> Iterator[Reading]:
    """A word that nobody knows may be a name behind any legal stack: it is found as each, and asked for as none."""
    if not lexicon.is_seen(key) and not lexicon.is_known(key):
        for prefix, stem in splits(key, _SHORTEST_NAME):
            if stem not in known:
                yield Reading(prefix, stem, stem, True, 0.0)


def _acronyms(kept: list[Reading]) -> Iterator[Reading]:
    """ארהב written without gershayim is read as the acronym too, where that is commoner."""
    for reading in kept:
        if acronym := acronyms.spelled_bare(reading.stem):
            yield replace(reading, lemma=acronym)


def _best_first(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(dict.fromkeys(readings), key=lambda reading: -reading.weight))


def _weighed(key: str) -> list[tuple[str, str, str, bool, float]]:
    """Every (prefix, stem, lemma) of a word, whether it is regular, and its probability."""
    scored = []
    supported = [(split, _score(split.evidence)) for split in candidates.parted(key)]
    hopeless = max(support for _, support in supported) - _HOPELESS
    for split, support in supported:
        if support < hopeless and split.prefix:
            continue
        for lemma, kind, regular, score in _senses(split.stem):
            agreement = WEIGHTS.get(candidates.agreement(split.prefix, kind), 0.0)
            told = candidates.told(key, split.prefix, split.stem, lemma)
            scored.append((split, lemma, regular, support + score + agreement + told))
    best = max(score for *_, score in scored)
    total = 0.0
    merged: dict[tuple[str, str, str], float] = {}
    allowed = set()
    for split, lemma, regular, score in scored:
        share = exp(score - best)
        total += share
        name = (split.prefix, split.stem, lemma)
        merged[name] = merged.get(name, 0.0) + share
        if regular:
            allowed.add(name)
    return [(*name, name in allowed, share / total) for name, share in merged.items()]


@lru_cache(maxsize=_CACHED)
def _senses(stem: str) -> tuple[tuple[str, str, bool, float], ...]:
    """The lemmas of a stem, each with its kind, whether it is regular, and what speaks for it."""
    found = candidates.senses(stem)
    scores: dict[int, float] = {}
    for sense in found:
        scores[id(sense)] = _score(sense.evidence) + (scores[id(sense.of)] if sense.of else 0.0)
    scores |= _by_share([(sense, scores[id(sense)]) for sense in found if sense.share])
    return tuple((s.lemma, s.kind, candidates.is_regular(stem, s), scores[id(s)]) for s in found)


def _by_share(rivals: list[tuple[candidates.Sense, float]]) -> dict[int, float]:
    """The scores of the verbs that a form is of (אכלו: אכל, איכל), when how common each is decides most of them."""
    weighed: dict[str, float] = {}
    common: dict[str, float] = {}
    for sense, score in rivals:
        weighed[sense.lemma] = weighed.get(sense.lemma, 0.0) + exp(score)
        common[sense.lemma] = common.get(sense.lemma, 0.0) + sense.share
    if len(common) < 2:
        return {}
    ratio = sum(weighed.values()) / sum(common.values())
    gain = {lemma: log(1 - _COMMON + _COMMON * ratio * common[lemma] / share) for lemma, share in weighed.items()}
    return {id(sense): score + gain[sense.lemma] for sense, score in rivals}


def _score(evidence: candidates.Evidence) -> float:
    weight = WEIGHTS.get
    return sum([weight(name, 0.0) * value for name, value in evidence.items()])


def analyse_acronym(key: str) -> tuple[Reading, ...]:
    """All plausible readings of a folded acronym that has its gershayim (לח"כימ), best first; never empty."""
    seen, explained = lexicon.frequency(key), 0.0
    found = []
    for prefix, stem in () if key in lexicon.tables().readings else acronyms.splits(key):  # מע"מ: it is no מ+ע"מ
        share = min(1.0, lexicon.prefix_rate(prefix) * lexicon.frequency(stem) / seen)
        if share >= _POSSIBLE or prefix == "ה" or not lexicon.is_seen(key):
            explained += share
            found.append(_acronym_reading(prefix, stem, share))
    found.append(_acronym_reading("", key, 1.0 - explained))
    return _best_first([*found, *_as_words(found)])


def _as_words(found: list[Reading]) -> Iterator[Reading]:
    """Acronyms that are words by now (דו"ח, דוח) are found by the word in all its forms too."""
    for reading in found:
        bare = acronyms.name(reading.lemma)
        if bare != reading.lemma and "itself" in candidates.vouched(bare):
            yield replace(reading, lemma=lexicon.lemma_key(bare))


def _acronym_reading(prefix: str, stem: str, share: float) -> Reading:
    return Reading(prefix, acronyms.name(stem), acronyms.base(stem), True, max(share, _RARELY), share >= _RARELY)


def _mixed(key: str) -> tuple[Reading, ...]:
    """Digits, Latin and the like: a legal stack before them is a prefix beyond doubt (ב2019, הbbc)."""
    whole = Reading("", key, key, True)
    head = next((i for i, char in enumerate(key) if not is_hebrew(char)), 0)
    if is_stack(key[:head]) and key[head].isalnum():
        return Reading(key[:head], key[head:], key[head:], True), whole
    return (whole,)
