"""What is made of an article's text before it is stored: its words read once, for its vector and for its signature.

Pure: knows no database, so that a second process can do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from articles.hebrew.tokens import words
from articles.search import signature
from articles.search.postgres import Written, written

HEAD = 3  # parts before the body: title, deck, byline

Parts = Sequence[tuple[str, str]]


class Analysed(NamedTuple):
    """An article's vector, and the signature of its body as `digest` returns it."""

    written: Written
    digest: list[int]


def analyse(parts: Parts) -> Analysed:
    """Return what is stored of an article, given (text, weight) of its title, deck, byline and each body paragraph."""
    read = [(words(text), weight) for text, weight in parts]
    return Analysed(written(read), signature.digest(word for some, _ in read[HEAD:] for word in some))


def digest(texts: Sequence[str]) -> list[int]:
    """Return the signature that `analyse` would give an article of these texts."""
    return signature.digest(word for text in texts[HEAD:] for word in words(text))
