"""How much the words of an article weigh in it: a few bytes beside its tsvector, all that ranking reads. Pure.

A profile is a row of 32-bit numbers, the least significant byte first: the number of words of the article, then for
each stored lexeme, sorted, 24 bits of a hash and 8 of its weighted count (a word of the title counts `WEIGHTS["A"]`).
Scores are those of BM25F: idf times a count that is held against the article's length and has less and less to add.
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = {"A": 4, "B": 2, "D": 1}
AVERAGE = 350  # words of an article of usual length
SLOPE, SATURATION = 0.6, 1.2  # b and k1 of BM25
GUESS = 0.5  # what a meeting by an unlikely analysis is worth
NARROW = 0.3  # how much of a word's weight only its very form earns

Amount = TypeVar("Amount", float, "NDArray[Any]")  # one or, of many articles, an array

COUNT = 0xFF  # the bits of an entry that are its count, and the most that it can be


@dataclass(frozen=True, slots=True)
class Word:
    """A word asked: the keys of the lexemes that answer it with what each is worth, and the key of its very form."""

    keys: tuple[tuple[int, float], ...]
    form: int

    @classmethod
    def of(cls, lexemes: Iterable[str], form: str) -> Word:
        """Return the word answered by `lexemes`, whose very form is the lexeme `form`."""
        return cls(tuple((key(one), worth(one)) for one in lexemes), key(form))


def worth(lexeme: str) -> float:
    """Return what it is worth that a word asked is met by this lexeme."""
    return GUESS if lexeme[0] in "~-" else 1.0


def key(lexeme: str) -> int:
    """Return the key of a lexeme: 24 bits of its hash, moved to where a profile holds them."""
    return zlib.crc32(lexeme.encode()) & ~COUNT


def pack(words: int, weights: Mapping[int, int]) -> bytes:
    """Return the profile of an article of so many words, given the weighted counts of its lexemes by their keys."""
    held = weights.values()
    counts = held if max(held, default=0) <= COUNT else [min(weight, COUNT) for weight in held]
    entries = sorted(map(or_, weights, counts))
    return _swapped(array("I", [words, *entries])).tobytes()


def unpack(profile: bytes) -> array[int]:
    """Return the numbers of a profile; that of an article indexed before profiles is of no words."""
    return _swapped(array("I", profile or bytes(4)))


def _swapped(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def evenness(words: Amount) -> Amount:
    """Return by what a count is divided in an article of so many words."""
    return 1 - SLOPE + SLOPE * words / AVERAGE


def score(profile: array[int], words: Iterable[tuple[Word, float]]) -> float:
    """Return the score of an article for words, each with its idf."""
    even = evenness(profile[0])
    return sum(idf * saturated(_count(profile, word) / even) for word, idf in words)


def joined(wide: Amount, narrow: Amount) -> Amount:
    """Return the count of a word asked, given that of what answers it, each by its worth, and of its very form."""
    return (1 - NARROW) * wide + NARROW * narrow


def saturated(count: Amount) -> Amount:
    """Return what a count adds: 0 for none, near 1 for very many."""
    return count / (count + SATURATION)


def idf(articles: int, having: float) -> float:
    """Return the weight of a word that so many of the articles have."""
    return math.log(1 + (max(articles - having, 0) + 0.5) / (having + 0.5))


def _count(profile: array[int], word: Word) -> float:
    wide = max((weight * _at(profile, one) for one, weight in word.keys), default=0.0)
    return joined(wide, _at(profile, word.form))


def _at(profile: array[int], wanted: int) -> int:
    place = bisect_left(profile, wanted, 1)
    if place < len(profile) and profile[place] & ~COUNT == wanted:
        return profile[place] & COUNT
    return 0
