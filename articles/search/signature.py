"""Signatures of texts, by which versions of one text meet: MinHash over runs of three folded words. Pure.

Two signatures agree in about such a part of their places as their texts share of their runs. Those of like texts share
a band: the hash of `ROWS` places next to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from rensa import RMinHash

from articles.hebrew.normalise import fold

PLACES = 64  # numbers in a signature
ROWS = 4  # of them in a band
LEAST_WORDS = 20  # a shorter text says too little to be told from others
MOST_WORDS = 5_000
_SEED = 1_948  # a signature made with another seed cannot be compared


def digest(words: Iterable[str]) -> list[int]:
    """Return the signature of a text: `PLACES` numbers of 32 bits; empty for a short text."""
    folded = [fold(word) for word in words][:MOST_WORDS]
    if len(folded) < LEAST_WORDS:
        return []
    sketch = RMinHash(num_perm=PLACES, seed=_SEED)
    sketch.update([f"{one} {two} {three}" for one, two, three in zip(folded, folded[1:], folded[2:], strict=False)])
    return list(sketch.digest())


def bands(signature: Sequence[int]) -> list[int]:
    """Return the hashes of the bands of a signature, signed numbers of 64 bits."""
    return [_band(number, signature[number : number + ROWS]) for number in range(0, len(signature), ROWS)]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the part of the places in which two signatures agree, from 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / PLACES if one and other else 0.0


def _band(number: int, rows: Sequence[int]) -> int:
    hashed = blake2b(f"{number}:{list(rows)}".encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)
