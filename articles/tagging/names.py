"""Names as they are compared."""

from __future__ import annotations

from functools import lru_cache

from articles.hebrew.analyzer import index_lexemes, stem_offsets
from articles.hebrew.names import name_key
from articles.hebrew.normalise import clean, fold
from articles.hebrew.tokens import tokenize
from articles.tagging.errors import NoLetters


def tidy(name: str) -> str:
    """Return `name` as it is stored: cleaned, single spaces."""
    return " ".join(clean(name).split())


def key(name: str) -> str:
    """Return the folded words of `name` joined by a space: two names with one key are one name.

    Raises NoLetters when it has no word.
    """
    folded = name_key(name)
    if not folded:
        raise NoLetters
    return folded


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[tuple[int, str], ...]:
    """Return what is left of a word without each of its possible prefixes: (code points left out, folded stem).

    The whole word comes first; then the shortest prefix. Every stem is where the word ends.
    """
    found = {0: fold(word)}
    for lexeme in index_lexemes(word):
        place = stem_offsets(word, lexeme[1:]) if lexeme.startswith("+") else None
        if place and place[1] == len(word):
            found.setdefault(place[0], lexeme[1:])
    return tuple(sorted((skipped, stem) for skipped, stem in found.items() if stem))


def readings(name: str) -> list[tuple[int, str]]:
    """Return the keys by which a selected text may be known: (code points left out in front, key), whole first."""
    words = tokenize(name)
    if not words:
        return []
    rest = [fold(word.text) for word in words[1:]]
    return [(words[0].start + skipped, " ".join([stem, *rest])) for skipped, stem in stems(words[0].text)]
