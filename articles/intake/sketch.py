"""How near two texts are, counted: the share of their runs of three words that is common. Pure: no Django.

`search.signature` estimates the same for all articles at once; here those are looked at that seem near by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from zlib import crc32

SHORTEST: Final = 40  # words; shorter texts are alike by chance
NEAR: Final = 0.7  # share of common runs from which two texts are one text changed
_WORD: Final = re.compile(r"\w+")
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


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the runs of two texts that is common to both, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
