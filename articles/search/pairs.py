"""Which words stand one after another in a text, as numbers: what answers a phrase without its articles. Pure.

A pair of neighbours is a number of 32 bits: one for the two forms as they stand, for `mode=exact`, and one for each two
of their anchors, for `mode=flexible`. A segment keeps the pairs of its articles in blocks by their upper bits, about as
many blocks as it has articles; an entry of a block is the rest of a pair above the number of an article.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from articles.hebrew.analyzer import index_anchors, key_of, query_anchors
from articles.search.gathered import Numbers

_FORMS, _ANCHORS = 0x85EBCA6B, 0x9E3779B1
_MASK = 0xFFFF_FFFF
_BITS = 32

Pairs = tuple[int, ...]
Number = TypeVar("Number", int, NDArray[Any])  # one of 32 bits, or many


def of(texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.intp], Numbers]:
    """Return the pairs of texts, some more than once: the place of the text that each is of, and the pair itself."""
    known: dict[str, int] = {}
    words = np.array([known.setdefault(word, len(known)) for text in texts for word in text], np.intp)
    places = np.repeat(np.arange(len(texts)), list(map(len, texts)))
    near = np.flatnonzero(places[1:] == places[:-1])
    before, after = words[near], words[near + 1]
    forms, anchors, many = _hashes(known)
    found = [(near, _pair(_FORMS, forms[before], forms[after]))]
    for one, other in product(range(anchors.shape[1]), repeat=2):
        having = np.flatnonzero((many[before] > one) & (many[after] > other))
        pair = _pair(_ANCHORS, anchors[before[having], one], anchors[after[having], other])
        found.append((near[having], pair))
    return places[np.concatenate([at for at, _ in found])], np.concatenate([pair for _, pair in found])


def _hashes(words: Iterable[str]) -> tuple[Numbers, Numbers, NDArray[np.intp]]:
    """Return of each word its form, its anchors in a row that others may need longer, and how many they are."""
    hashed = [_hashed(word) for word in words]
    many = np.array([len(anchors) for _, anchors in hashed], np.intp)
    rows = np.zeros((len(hashed), max(many, default=0)), np.uint32)
    rows[np.arange(rows.shape[1]) < many[:, None]] = list(chain.from_iterable(anchors for _, anchors in hashed))
    return np.array([form for form, _ in hashed], np.uint32), rows, many


def asked(words: Sequence[str], *, exact: bool) -> tuple[tuple[Pairs, ...], bool]:
    """Return for each two neighbours of a phrase the pairs one of which every text with them has.

    And whether each text that has one has them; more than two words may stand in pairs and yet not in a row.
    """
    if exact:
        forms = [_hash(f"={key_of(word)}") for word in words]
        return tuple((_pair(_FORMS, one, other),) for one, other in pairwise(forms)), len(words) == 2
    found = [query_anchors(word) for word in words]
    anchors = [tuple(map(_hash, one)) for one, _ in found]
    groups = [tuple(_pair(_ANCHORS, a, b) for a in one for b in other) for one, other in pairwise(anchors)]
    return tuple(groups), len(words) == 2 and all(alone for _, alone in found)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pairs of a segment are laid out, of which the numbers of its articles have so many `bits`."""

    bits: int

    @classmethod
    def of(cls, size: int) -> Layout:
        """Return the layout of a segment of `size` articles: at most some 65,536."""
        return cls(max(1, (size - 1).bit_length()))

    def block(self, pair: Number) -> Number:
        """Return the number of the block that a pair is in."""
        return pair >> _BITS - self.bits

    def entry(self, pair: Number, number: Number) -> Number:
        """Return the entry of a pair of the article of this number."""
        return (pair << self.bits & _MASK) | number

    def having(self, entries: array[int], pair: int) -> Iterator[int]:
        """Yield the numbers of the articles that have a pair, given the sorted entries of its block."""
        first, numbers = self.entry(pair, 0), (1 << self.bits) - 1
        start = bisect_left(entries, first)
        for one in entries[start : bisect_right(entries, first | numbers, start)]:
            yield one & numbers


def _pair(kind: int, one: Number, other: Number) -> Number:
    return one * kind + other & _MASK


def _hash(text: str) -> int:
    return crc32(text.encode())


@lru_cache(maxsize=100_000)
def _hashed(word: str) -> tuple[int, Pairs]:
    return _hash(f"={key_of(word)}"), tuple(map(_hash, index_anchors(word)))
