"""Text to words, each with its place in the text. Linear: one pass for the runs of letters, one to join them.

A run is letters, digits and their marks. Two runs become one word only when what stands between them says so:

- gershayim between Hebrew letters (ארה"ב, ח״כים), or between a legal prefix and anything (ב"הארץ", ל"CNN");
- a geresh between letters (ג'ון, O'Neill);
- a hyphen after one prefix letter at the head of a chain (ה-ספר), or after any legal stack before digits
  or another script (מה-37, של-BBC), a quote mark after the hyphen included (ה-"פרובוקציה");
- . : / between digits, and a comma before exactly three digits (3.5, 14:26, 1,250).

A geresh after a Hebrew word belongs to it (רח', ג', פרופ') unless a single quote was opened earlier on the line:
then it closes the quotation. Every other hyphen and maqaf leaves two words at consecutive positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import add
from typing import Final, NamedTuple

from articles.hebrew.letters import GERESH_VARIANTS, GERSHAYIM_VARIANTS, HYPHENS, MARKS, is_hebrew
from articles.hebrew.normalise import fold
from articles.hebrew.prefixes import is_stack

_RUN: Final = re.compile(rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*")
_MARKS: Final = re.compile(rf"[{MARKS}]")
_STRETCH: Final = re.compile(r"\S+")
_QUOTE: Final = re.compile(f"[{''.join(sorted(GERESH_VARIANTS))}]")
_LONGEST_KEPT: Final = 60  # code points of a stretch without blanks
_LONGEST_GAP: Final = 3
_LONGEST_PREFIX: Final = 24  # code points, niqqud included
_NUMERIC_GAPS: Final = frozenset(".,:/")


class Token(NamedTuple):
    """A word of a text: `text == given[start:end]`, in code points."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    """The word being read: where it starts and ends so far, and what stands before it."""

    start: int
    end: int
    after_hyphen: bool


def tokenize(text: str) -> list[Token]:
    """The words of `text` in order; every letter and digit lies in exactly one of them."""
    return [Token(word, at + start, at + stop) for at, read in _read(text) for word, start, stop in read]


def words(text: str) -> list[str]:
    """The words of `text` as `tokenize` finds them, without their places."""
    if _QUOTE.search(text):  # what stands before may open a quotation
        return [word for _, read in _read(text) for word, _, _ in read]
    return list(chain.from_iterable(map(_alone, text.split())))


def _read(text: str) -> Iterator[tuple[int, Words]]:
    """Yield where each stretch between two blanks begins, and its words with their places in it.

    No word reaches over a blank, so each stretch is read by itself, and kept, for most come again.
    """
    quoted, before = False, 0
    for found in _STRETCH.finditer(text):
        at, end = found.span()
        if quoted:
            quoted = "\n" not in text[before:at]
        before = end
        read, quoted = _stretch(found[0], quoted)
        yield at, read


Words = tuple[tuple[str, int, int], ...]


def _words(text: str, quoted: bool) -> tuple[Words, bool]:
    """The words of a text, and whether a single quote is open after it, given whether one is before."""
    words: list[tuple[str, int, int]] = []
    word: _Open | None = None
    for run in _RUN.finditer(text):
        start, end = run.span()
        if word and _joins(text, word, start, end):
            quoted = quoted or _opens_after_prefix(text, word, start)
            word.end = end
            continue
        if word:
            closed, quoted = _close(text, word, quoted)
            words.append((text[word.start : closed], word.start, closed))
            word.end = closed
        gap = text[word.end : start] if word else f" {text[:start]}"
        quoted = _opens(gap, text[start]) or (quoted and "\n" not in gap)
        word = _Open(start, end, gap in HYPHENS)
    if word:
        closed, quoted = _close(text, word, quoted)
        words.append((text[word.start : closed], word.start, closed))
    return tuple(words), quoted


_kept = lru_cache(maxsize=60_000)(_words)


@lru_cache(maxsize=100_000)
def _alone(stretch: str) -> tuple[str, ...]:
    """The words of a stretch between two blanks, with no quotation open."""
    return tuple([word for word, _, _ in _words(stretch, quoted=False)[0]])


def _stretch(text: str, quoted: bool) -> tuple[Words, bool]:
    """What `_words` returns of a stretch between two blanks."""
    return (_kept if len(text) <= _LONGEST_KEPT else _words)(text, quoted)


class Stretches:
    """A text as the stretches between its blanks, each read only when it is asked for.

    `words[n]` is stretch n as it stands, in `text[starts[n] : starts[n] + len(words[n])]`.
    """

    __slots__ = ("_all", "_quoting", "_starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text, self.words = text, text.split()
        self._starts: list[int] | None = None
        self._quoting: bool | None = None
        self._all: list[Words] | None = None

    @property
    def starts(self) -> list[int]:
        """Where each stretch begins."""
        if self._starts is None:  # a cached_property takes a lock, which costs as much as this
            self._starts = _starts(self.text, self.words)
        return self._starts

    def words_of(self, number: int) -> Words:
        """The words of one stretch, as `tokenize` finds them in the whole text, with their places in the stretch."""
        if not self.quoting:
            return _stretch(self.words[number], False)[0]
        if self._all is None:
            self._all = [read for _, read in _read(self.text)]
        return self._all[number]

    @property
    def quoting(self) -> bool:
        """Whether there are marks that may open a quotation, so that words depend on what stands before them."""
        if self._quoting is None:
            self._quoting = _QUOTE.search(self.text) is not None
        return self._quoting


def _starts(text: str, words: list[str]) -> list[int]:
    lengths = list(accumulate(map(len, words), initial=0))
    if lengths[-1] + len(words) - 1 == len(text):  # one blank between two, none around
        return list(map(add, lengths, range(len(words))))
    return [found.start() for found in _STRETCH.finditer(text)]


def _close(text: str, word: _Open, quoted: bool) -> tuple[int, bool]:
    """Where the word ends, its own final geresh included, and whether a single quote is still open."""
    mark, beyond = text[word.end : word.end + 1], text[word.end + 1 : word.end + 2]
    if mark not in GERESH_VARIANTS or beyond in GERESH_VARIANTS:
        return word.end, quoted
    if quoted or not is_hebrew(_last_letter(text, word)):
        return word.end, False
    return word.end + 1, False


def _opens(gap: str, first: str) -> bool:
    """Whether what stands before a word ends by opening a single quote: 'word, but not '80."""
    return gap[-1:] in GERESH_VARIANTS and gap[-2:-1] not in GERESH_VARIANTS and first.isalpha()


def _opens_after_prefix(text: str, word: _Open, start: int) -> bool:
    """Whether the geresh that joins a prefix to what follows is really an opening quote: ב'מעריב'."""
    return text[start - 1] in GERESH_VARIANTS and text[start - 2] not in GERESH_VARIANTS and _is_prefix(text, word)


def _joins(text: str, word: _Open, start: int, end: int) -> bool:
    """Whether the run at [start, end) continues the word."""
    if start - word.end > _LONGEST_GAP:
        return False
    gap, last, first = text[word.end : start], _last_letter(text, word), text[start]
    if gap in _NUMERIC_GAPS:
        return last.isdecimal() and first.isdecimal() and (gap != "," or _is_thousand(text, start, end))
    if _is_gershayim(gap):
        return (is_hebrew(last) and is_hebrew(first)) or _is_prefix(text, word)
    if gap in GERESH_VARIANTS:
        return last.isalpha() and first.isalpha()
    return gap[0] in HYPHENS and _is_quote(gap[1:]) and _is_hyphenated_prefix(text, word, first)


def _is_thousand(text: str, start: int, end: int) -> bool:
    return end - start == 3 and text[start:end].isdecimal()


def _is_gershayim(gap: str) -> bool:
    return gap in GERSHAYIM_VARIANTS or (len(gap) == 2 and GERESH_VARIANTS.issuperset(gap))


def _is_quote(gap: str) -> bool:
    return gap == "" or gap in GERESH_VARIANTS or _is_gershayim(gap)


def _is_prefix(text: str, word: _Open) -> bool:
    return word.end - word.start <= _LONGEST_PREFIX and is_stack(fold(text[word.start : word.end]))


def _is_hyphenated_prefix(text: str, word: _Open, first: str) -> bool:
    if word.after_hyphen or not _is_prefix(text, word):
        return False
    return not is_hebrew(first) or len(fold(text[word.start : word.end])) == 1


def _last_letter(text: str, word: _Open) -> str:
    """The last character of the word that is not a mark; a run never begins with a mark."""
    at = word.end - 1
    while _MARKS.match(text, at):
        at -= 1
    return text[at]
