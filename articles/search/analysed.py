"""What is made of an article's text before it is stored: its words read once, for its vector and for its signature.

Pure: knows no database, so that a second process can do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rensa import RMinHash

from articles.hebrew.normalise import fold
from articles.hebrew.tokens import words
from articles.search.postgres import Written, written

PLACES = 64  # numbers in a signature
LEAST_WORDS = 20  # a shorter text says too little to be told from others
MOST_WORDS = 5_000
HEAD = 3  # parts before the body: title, deck, byline
_SEED = 1_948  # a signature made with another seed cannot be compared

Parts = Sequence[tuple[str, str]]


class Analysed(NamedTuple):
    """An article's vector, and the signature of its body as `digest` returns it."""

    written: Written
    digest: list[int]


def analyse(parts: Parts) -> Analysed:
    """Return what is stored of an article, given (text, weight) of its title, deck, byline and each body paragraph."""
    read = [(words(text), weight) for text, weight in parts]
    return Analysed(written(read), _signature(word for some, _ in read[HEAD:] for word in some))


def digest(texts: Iterable[str]) -> list[int]:
    """Return the signature of a text given by its paragraphs: `PLACES` numbers of 32 bits; empty for a short text."""
    return _signature(word for text in texts for word in words(text))


def _signature(given: Iterable[str]) -> list[int]:
    folded = [fold(word) for word in given][:MOST_WORDS]
    if len(folded) < LEAST_WORDS:
        return []
    sketch = RMinHash(num_perm=PLACES, seed=_SEED)
    sketch.update([f"{one} {two} {three}" for one, two, three in zip(folded, folded[1:], folded[2:], strict=False)])
    return list(sketch.digest())
