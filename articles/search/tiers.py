"""Which hits are worth ranking when there are too many: those whose words weigh most, by the levels of segments.

A combination of levels, one a word, promises a score; combinations are taken in the order of their promises until
enough hits are in. No article is read for it.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from articles.search import impact
from articles.search.segments import Postings, Segment, State, postings

ENOUGH = 200  # candidates at which no further combination is taken
MOST = 300  # candidates that are ranked
_WORDS = 4  # words whose levels are told apart; of more, those that weigh most
_FINE = 2  # words up to which all levels are told apart
_COARSE = 4  # the highest level of more words: few articles have them all, and many of each
_NONE = BitMap()


@dataclass(frozen=True, slots=True)
class Leveled:
    """A word asked: its lexemes, its idf, and whether every hit has it."""

    lexemes: tuple[str, ...]
    idf: float
    required: bool


def keys(lexemes: Sequence[str]) -> list[str]:
    """Return the keys of the levels of a word."""
    return [f"{level}{lexeme}" for level in range(1, impact.HIGHEST + 1) for lexeme in lexemes]


def having(state: State, lexemes: Sequence[str]) -> int:
    """Count the articles of the segments that have a word, those changed since among them."""
    known = postings(state, [f"1{lexeme}" for lexeme in lexemes])
    return sum(len(_union(segment, lexemes, 1, known)) for segment in state.segments)


def candidates(state: State, hits: Sequence[BitMap], words: Sequence[Leveled]) -> list[BitMap]:
    """Return some `ENOUGH` to `MOST` of `hits`, those that promise the highest scores; the newest of equal promise."""
    chosen = sorted(words, key=lambda word: -word.idf)[:_WORDS]
    known = postings(state, [key for word in chosen for key in keys(word.lexemes)])
    ladders = [[_ladder(segment, word, known) for word in chosen] for segment in state.segments]
    taken = [_NONE for _ in hits]
    for levels in _promising(chosen):
        further = [_meeting(hit, ladder, levels) - had for hit, ladder, had in zip(hits, ladders, taken, strict=True)]
        room = MOST - sum(map(len, taken))
        if sum(map(len, further)) > room:
            return [had | more for had, more in zip(taken, newest(state, further, room), strict=True)]
        taken = [had | more for had, more in zip(taken, further, strict=True)]
        if sum(map(len, taken)) >= ENOUGH:
            break
    return taken


def newest(state: State, sets: Sequence[BitMap], most: int) -> list[BitMap]:
    """Return about `most` of the newest of these numbers; whole days, then what is undated, cut to fit."""
    left, kept = most, [_NONE for _ in sets]
    days = sorted(
        ((segment.columns.days[number], place, number) for place, segment in enumerate(state.segments)
         for number in _last(sets[place], len(segment.columns.days), most)), reverse=True,
    )  # fmt: skip
    for _, place, number in days[:left]:
        kept[place] = kept[place] | BitMap([number])
    left -= min(left, len(days))
    for place, numbers in enumerate(sets):
        undated = (numbers - kept[place])[:left] if left else _NONE
        kept[place], left = kept[place] | undated, left - len(undated)
    return kept


def _last(numbers: BitMap, dated: int, most: int) -> BitMap:
    """Return the last `most` of the numbers below `dated`."""
    end = numbers.rank(dated - 1) if dated else 0
    return numbers[max(0, end - most) : end]


def _promising(words: Sequence[Leveled]) -> list[tuple[int, ...]]:
    """Return the combinations of levels, the best promise first; a word that hits may lack can be of level 0."""
    highest = impact.HIGHEST if len(words) <= _FINE else _COARSE
    ranges = [range(1 if word.required else 0, highest + 1) for word in words]

    def promise(levels: tuple[int, ...]) -> float:
        return -sum(
            word.idf * impact.saturated(impact.TYPICAL[level]) for word, level in zip(words, levels, strict=True)
        )

    return sorted(itertools.product(*ranges), key=promise)


def _meeting(hits: BitMap, ladder: Sequence[Sequence[BitMap | None]], levels: Sequence[int]) -> BitMap:
    sets = [rungs[level] for rungs, level in zip(ladder, levels, strict=True)]
    chosen = sorted((one for one in sets if one is not None), key=len)
    return BitMap.intersection(*chosen, hits) if chosen else hits


def _ladder(segment: Segment, word: Leveled, known: Postings) -> list[BitMap | None]:
    """Return what a segment has of a word at level 0 (None: whatever it has) to the highest, each holding the next."""
    first = _union(segment, word.lexemes, 1, known)
    higher = [_union(segment, word.lexemes, level, known) for level in impact.HIGHER]
    return [None, first, *higher] if any(higher) else [None, *[first] * impact.HIGHEST]


def _union(segment: Segment, lexemes: Sequence[str], level: int, known: Postings) -> BitMap:
    found = [known[segment.token, key] for key in (f"{level}{one}" for one in lexemes) if known[segment.token, key]]
    return found[0] if len(found) == 1 else BitMap.union(*found) if found else _NONE
