"""Which stretches of text, between two blanks, may answer which lexemes: learned as texts are read, once a process.

The snippets of a page look at some thousands of words, most of them met before. What each may be stored as is kept by
lexeme too, so that a search knows its answers beforehand and looks a text through by operations on sets. A stretch has
the number that it has without the punctuation around it, which is of no word.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final

from articles.hebrew import tokens
from articles.hebrew.analyzer import index_lexemes
from articles.hebrew.letters import GERESH_VARIANTS

FIRST: Final = 40_000  # words of the archive that a server reads before its workers begin: two to five seconds, 66 MB
_AROUND: Final = ".,:;!?()[]"
MOST: Final = 400_000  # characters of other stretches that are kept, an eighth of those that only add punctuation


class Met:
    """The stretches met so far, numbered as they come: those of `first`, then others. It only grows.

    A full one makes way for a new one with the same `first`, which all processes of a server share.
    """

    def __init__(self, first: Met | None = None) -> None:
        self._numbers: dict[str, int] = dict(first._numbers) if first else {}
        self._stored: list[frozenset[str]] = list(first._stored) if first else []
        self._by_lexeme: dict[str, set[int]] = {}
        self._first: dict[str, set[int]] = first._by_lexeme if first else {}
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def full(self) -> bool:
        """Whether it is time for a new one."""
        return self._size >= MOST

    def read(self, stretches: Sequence[str]) -> list[int]:
        """Return the numbers of stretches, and meet those that are new; most are known already."""
        try:
            return list(map(self._numbers.__getitem__, stretches))
        except KeyError:
            self._learn(stretches)
            return list(map(self._numbers.__getitem__, stretches))

    def answering(self, lexemes: Iterable[str]) -> set[int]:
        """Return those met so far that may answer one of these lexemes."""
        wanted = list(lexemes)
        found = [by_lexeme[one] for by_lexeme in (self._first, self._by_lexeme) for one in wanted if one in by_lexeme]
        return set[int]().union(*found)

    def beginning(self, numbers: Iterable[int], beginnings: tuple[str, ...]) -> set[int]:
        """Return those of these that may answer a lexeme with one of these beginnings."""
        stored = self._stored
        return {one for one in numbers if any(lexeme.startswith(beginnings) for lexeme in stored[one])}

    def _learn(self, stretches: Sequence[str]) -> None:
        with self._lock:
            for stretch in stretches:
                if stretch not in self._numbers:
                    bare = stretch.strip(_AROUND)
                    number = self._numbers[bare] if bare in self._numbers else self._met(bare)
                    self._size += len(stretch) // 8
                    self._numbers[bare] = self._numbers[stretch] = number

    def _met(self, stretch: str) -> int:
        """Keep what a stretch is stored as; return its number, by which nobody finds it before that."""
        number, lexemes = len(self._stored), _lexemes(stretch)
        for lexeme in lexemes:
            self._by_lexeme.setdefault(lexeme, set()).add(number)
        self._stored.append(lexemes)
        self._size += len(stretch)
        return number


def _lexemes(stretch: str) -> frozenset[str]:
    """Return all that the words of a stretch can be stored as; a geresh at their end may be a quote."""
    words = tokens.words(stretch)
    words += [word[:-1] for word in words if word[-1] in GERESH_VARIANTS and len(word) > 1]
    return frozenset[str]().union(*map(index_lexemes, words)) if len(words) != 1 else index_lexemes(words[0])


_first = Met()
_met = Met(_first)


def met() -> Met:
    """Return what this process has met."""
    global _met
    if _met.full:
        _met = Met(_first)
    return _met


def meet_first(words: Sequence[str]) -> None:
    """Meet words that are never forgotten, before there are other threads or processes."""
    global _first, _met
    _first = Met()
    _first.read(words)
    _met = Met(_first)
