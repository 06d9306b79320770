"""Which stretches of text, between two blanks, may answer which lexemes: learned as texts are read, once a process.

The snippets of a page look at some thousands of words, most of them met before. What each may be stored as is kept by
lexeme too, so that a search knows its answers beforehand and looks a text through by operations on sets. A stretch
answers as it does without the punctuation around it, which is of no word.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from articles.hebrew import tokens
from articles.hebrew.analyzer import index_lexemes
from articles.hebrew.letters import GERESH_VARIANTS

FIRST: Final = 40_000  # words of the archive that a server reads before its workers begin: two to five seconds, 66 MB
UNEVEN: Final = ""  # in place of a lexeme, names the stretches that are no word or several
_AROUND: Final = ".,:;!?()[]"
MOST: Final = 400_000  # characters of other stretches that are kept, an eighth of those that only add punctuation


class Met:
    """The stretches met so far. It only grows.

    A full one makes way for a new one with the same `first`, which all processes of a server share.
    """

    def __init__(self, first: Met | None = None) -> None:
        self._known: set[str] = set(first._known) if first else set()
        self._parts: tuple[_Part, ...] = (*(first._parts if first else ()), _Part({}, {}))
        self._dressed: dict[str, list[str]] = {}  # with punctuation, by the same without
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._known)

    @property
    def full(self) -> bool:
        """Whether it is time for a new one."""
        return self._size >= MOST

    def meet(self, stretches: Sequence[str]) -> None:
        """Meet those of the stretches that are new; most are known already."""
        if not self._known.issuperset(stretches):
            with self._lock:
                for stretch in stretches:
                    if stretch not in self._known:
                        self._learn(stretch)

    def answering(self, lexemes: Iterable[str]) -> set[str]:
        """Return those met so far that may answer one of these lexemes."""
        wanted = list(lexemes)
        found = set[str]().union(
            *[part.by_lexeme[one] for part in self._parts for one in wanted if one in part.by_lexeme]
        )
        return found.union(*[self._dressed[bare] for bare in found if bare in self._dressed])

    def beginning(self, stretches: Iterable[str], beginnings: tuple[str, ...]) -> set[str]:
        """Return those of these, all met before, that may answer a lexeme with one of these beginnings."""
        return {one for one in stretches if any(lexeme.startswith(beginnings) for lexeme in self._stored(one))}

    def _stored(self, stretch: str) -> frozenset[str]:
        bare = stretch.strip(_AROUND)
        return next(part.lexemes[bare] for part in self._parts if bare in part.lexemes)

    def _learn(self, stretch: str) -> None:
        """Keep what a stretch is stored as; it is known when all else is."""
        bare = stretch.strip(_AROUND)
        if bare not in self._known:
            words = tokens.words(bare)
            self._parts[-1].lexemes[bare] = lexemes = _lexemes(words)
            for lexeme in lexemes if len(words) == 1 else (*lexemes, UNEVEN):
                self._parts[-1].by_lexeme.setdefault(lexeme, set()).add(bare)
            self._size += len(bare)
            self._known.add(bare)
        if stretch != bare:
            self._dressed.setdefault(bare, []).append(stretch)
            self._size += len(stretch) // 8
            self._known.add(stretch)


class _Part(NamedTuple):
    """What stretches without punctuation around them can be stored as, and which can be stored as a lexeme."""

    lexemes: dict[str, frozenset[str]]
    by_lexeme: dict[str, set[str]]


def _lexemes(words: Sequence[str]) -> frozenset[str]:
    """Return all that the words of a stretch can be stored as; a geresh at their end may be a quote."""
    quoted = [word[:-1] for word in words if word[-1] in GERESH_VARIANTS and len(word) > 1]
    lexemes = [index_lexemes(word) for word in (*words, *quoted)]
    return lexemes[0] if len(lexemes) == 1 else frozenset[str]().union(*lexemes)


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
    _first.meet(words)
    _met = Met(_first)
