"""Which stretches of text, between two blanks, may answer which lexemes: learned as texts are read, once a process.

The snippets of a page look at some thousands of words, most of them met before. What each may be stored as is kept by
lexeme too, so that a search knows its answers beforehand and looks a text through by operations on sets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from articles.hebrew import tokens
from articles.hebrew.analyzer import index_lexemes
from articles.hebrew.letters import GERESH_VARIANTS

MOST: Final = 400_000  # characters of stretches that are kept


class Met:
    """The stretches met so far. It only grows; a full one makes way for a new one, and searches keep theirs."""

    def __init__(self) -> None:
        self._stored: dict[str, frozenset[str]] = {}
        self._by_lexeme: dict[str, set[str]] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def full(self) -> bool:
        """Whether it is time for a new one."""
        return self._size >= MOST

    def learn(self, stretches: Collection[str]) -> None:
        """Meet stretches; most are known already."""
        for stretch in set(stretches).difference(self._stored):
            lexemes = _lexemes(stretch)
            for lexeme in lexemes:
                self._by_lexeme.setdefault(lexeme, set()).add(stretch)
            self._stored[stretch] = lexemes  # last: who finds it here finds it by its lexemes
            self._size += len(stretch)

    def answering(self, lexemes: Iterable[str]) -> set[str]:
        """Return the stretches met so far that may answer one of these lexemes."""
        return set[str]().union(*(self._by_lexeme.get(lexeme, ()) for lexeme in lexemes))

    def beginning(self, stretches: Iterable[str], beginnings: tuple[str, ...]) -> set[str]:
        """Return those of these stretches, all met, that may answer a lexeme with one of these beginnings."""
        stored = self._stored
        return {one for one in stretches if any(lexeme.startswith(beginnings) for lexeme in stored[one])}


def _lexemes(stretch: str) -> frozenset[str]:
    """Return all that the words of a stretch can be stored as; a geresh at their end may be a quote."""
    words = tokens.words(stretch)
    words += [word[:-1] for word in words if word[-1] in GERESH_VARIANTS and len(word) > 1]
    return frozenset[str]().union(*map(index_lexemes, words)) if len(words) != 1 else index_lexemes(words[0])


_met = Met()


def met() -> Met:
    """Return what this process has met."""
    global _met
    if _met.full:
        _met = Met()
    return _met
