"""Which words stand one after another in a text, as numbers: what answers a phrase without its articles. Pure.

A pair of neighbours is a number of 32 bits: one for the two forms as they stand, for `mode=exact`, and one for each two
of their anchors, for `mode=flexible`. A segment keeps the pairs of its articles in blocks by their upper bits, about as
many blocks as it has articles; an entry of a block is the rest of a pair above the number of an article.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from articles.hebrew.analyzer import index_anchors, key_of, query_anchors

_FORMS, _ANCHORS = 0x85EBCA6B, 0x9E3779B1
_MASK = 0xFFFF_FFFF
_BITS = 32

Pairs = tuple[int, ...]


class _Hashed(NamedTuple):
    """A word as it stands first, and as it stands second: its form and its anchors."""

    form_before: int
    form: int
    before: Pairs
    anchors: Pairs


def of(words: Sequence[str]) -> Iterator[int]:
    """Yield the pairs of a text; some more than once."""
    for one, other in pairwise(map(_hashed, words)):
        yield one.form_before + other.form & _MASK
        for before in one.before:
            for anchor in other.anchors:
                yield before + anchor & _MASK


def asked(words: Sequence[str], *, exact: bool) -> tuple[tuple[Pairs, ...], bool]:
    """Return for each two neighbours of a phrase the pairs one of which every text with them has.

    And whether each text that has one has them; more than two words may stand in pairs and yet not in a row.
    """
    if exact:
        forms = [_hash(f"={key_of(word)}") for word in words]
        return tuple((one * _FORMS + other & _MASK,) for one, other in pairwise(forms)), len(words) == 2
    found = [query_anchors(word) for word in words]
    anchors = [tuple(map(_hash, one)) for one, _ in found]
    groups = [tuple(a * _ANCHORS + b & _MASK for a in one for b in other) for one, other in pairwise(anchors)]
    return tuple(groups), len(words) == 2 and all(alone for _, alone in found)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pairs of a segment are laid out, of which the numbers of its articles have so many `bits`."""

    bits: int

    @classmethod
    def of(cls, size: int) -> Layout:
        """Return the layout of a segment of `size` articles: at most some 65,536."""
        return cls(max(1, (size - 1).bit_length()))

    def block(self, pair: int) -> int:
        """Return the number of the block that a pair is in."""
        return pair >> _BITS - self.bits

    def entry(self, pair: int, number: int) -> int:
        """Return the entry of a pair of the article of this number."""
        return (pair << self.bits & _MASK) | number

    def having(self, entries: array[int], pair: int) -> Iterator[int]:
        """Yield the numbers of the articles that have a pair, given the sorted entries of its block."""
        first, numbers = self.entry(pair, 0), (1 << self.bits) - 1
        start = bisect_left(entries, first)
        for one in entries[start : bisect_right(entries, first | numbers, start)]:
            yield one & numbers


def _hash(text: str) -> int:
    return crc32(text.encode())


@lru_cache(maxsize=100_000)
def _hashed(word: str) -> _Hashed:
    form, anchors = _hash(f"={key_of(word)}"), tuple(map(_hash, index_anchors(word)))
    return _Hashed(form * _FORMS, form, tuple(one * _ANCHORS for one in anchors), anchors)
