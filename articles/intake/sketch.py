"""What near texts share: of the runs of three words of a text, the least by hash in each of eight buckets, in pairs.

Two texts of which nine tenths of the runs are common share a pair in all but one case of a thousand; of unlike texts
hardly any do. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from zlib import crc32

SHORTEST: Final = 40  # words; shorter texts are alike by chance
NEAR: Final = 0.7  # share of common runs from which two texts are one text changed
_WORD: Final = re.compile(r"\w+")
_BUCKETS: Final = 8
_NONE: Final = 1 << 40
_MASK: Final = (1 << 32) - 1


def runs(texts: Iterable[str]) -> frozenset[int]:
    """Return the hashes of the runs of three words of a text; none of one that is too short to be compared."""
    words = _WORD.findall(" ".join(texts))
    if len(words) < SHORTEST:
        return frozenset()
    known: dict[str, int] = {word: crc32(word.encode()) for word in set(words)}
    codes = [known[word] for word in words]
    triples = zip(codes, codes[1:], codes[2:], strict=False)
    return frozenset((a * 0x9E3779B1 ^ b * 0x85EBCA6B ^ c * 0xC2B2AE35) >> 7 & _MASK for a, b, c in triples)


def bands(found: frozenset[int]) -> list[int]:
    """Return the numbers of a text's runs that are kept: at most four, each less than 2**62."""
    least = [_NONE] * _BUCKETS
    for code in found:
        bucket = code & (_BUCKETS - 1)
        least[bucket] = min(least[bucket], code)
    pairs = enumerate(zip(least[::2], least[1::2], strict=True))
    return [
        band << 60 | (one << 28 ^ other) & ((1 << 60) - 1) for band, (one, other) in pairs if max(one, other) < _NONE
    ]


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the runs of two texts that is common to both, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
