"""Names as they are compared: two names with one key are one name."""

from __future__ import annotations

from typing import Final

from articles.hebrew.normalise import clean, fold
from articles.hebrew.tokens import tokenize

LONGEST: Final = 200  # characters of a key that count


def name_key(name: str) -> str:
    """The folded words of `name` joined by a space, at most `LONGEST` characters; empty when it has no word."""
    folded = " ".join(filter(None, (fold(token.text) for token in tokenize(clean(name)))))
    return folded[:LONGEST].strip()
