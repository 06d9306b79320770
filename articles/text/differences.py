"""Two texts side by side: paragraph by paragraph, and inside a paragraph word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal

Mark = Literal["same", "gone", "new"]

_WORD: Final = re.compile(r"\w+(?:[\"'״׳־-]\w+)*|\s+|[^\w\s]")
_LONG: Final = 3_000  # words of a paragraph beyond which it is shown as replaced: comparing takes the square of it
_MANY: Final = 60  # paragraphs in a row replaced by others, beyond which they are not matched by likeness
_ALIKE: Final = 0.35  # share of words in common that makes one paragraph a rewriting of another


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: the same in both, gone from the old one, or new in the new one."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the old text and its like in the new one, as parts in reading order: gone before what came."""

    parts: tuple[Part, ...]
    in_old: bool = True
    in_new: bool = True

    @property
    def changed(self) -> bool:
        """Tell whether the two sides differ."""
        return any(part.mark != "same" for part in self.parts)

    @property
    def old(self) -> tuple[Part, ...]:
        """The old side: joined, its text."""
        return tuple(part for part in self.parts if part.mark != "new")

    @property
    def new(self) -> tuple[Part, ...]:
        """The new side: joined, its text."""
        return tuple(part for part in self.parts if part.mark != "gone")


def words(old: str, new: str) -> Row:
    """Compare two texts word by word."""
    if old == new:
        return Row(_whole("same", old))
    one, other = _WORD.findall(old), _WORD.findall(new)
    if max(len(one), len(other)) > _LONG:
        return Row((*_whole("gone", old), *_whole("new", new)))
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    told = [("".join(one[i1:i2]), "".join(other[j1:j2]), step == "equal") for step, i1, i2, j1, j2 in steps]
    return Row(tuple(_parts(told)))


def paragraphs(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Compare two lists of paragraphs: each old one beside the same or the likest new one, in order."""
    return [_row(old, new, i, j) for i, j in pairs(old, new)]


def pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Return which of the paragraphs is which, by index, in order; `None`: there is none on that side."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [pair for _, i1, i2, j1, j2 in steps for pair in _pairs(old[i1:i2], new[j1:j2], i1, j1)]


def _pairs(old: Sequence[str], new: Sequence[str], i: int, j: int) -> list[tuple[int | None, int | None]]:
    """Pair a stretch of paragraphs, whose first have indices `i` and `j`, by as much likeness as an order allows."""
    if list(old) == list(new):
        return [(i + at, j + at) for at in range(len(old))]
    if max(len(old), len(new)) > _MANY:
        return [*((i + at, None) for at in range(len(old))), *((None, j + at) for at in range(len(new)))]
    found: list[tuple[int | None, int | None]] = []
    a = b = 0
    for one, other in _best(tuple(old), tuple(new)):
        found += [*((i + at, None) for at in range(a, one)), *((None, j + at) for at in range(b, other))]
        found.append((i + one, j + other))
        a, b = one + 1, other + 1
    return [*found, *((i + at, None) for at in range(a, len(old))), *((None, j + at) for at in range(b, len(new)))]


def likeness(old: str, new: str) -> float:
    """Return the share of the words of two texts that they have in common, 0 to 1, their order aside."""
    one, other = _bag(old), _bag(new)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


@lru_cache(maxsize=1_000)
def _bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _best(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[int, int]]:
    """The pairs, in order, whose likeness adds up to most (longest common subsequence, weighted)."""
    score = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[likeness(one, other) for other in new] for one in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = alike[i][j] + score[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            score[i][j] = max(score[i + 1][j], score[i][j + 1], both)
    return list(_walk(score, alike))


def _walk(score: list[list[float]], alike: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(alike) and j < len(alike[i]):
        if alike[i][j] >= _ALIKE and score[i][j] == alike[i][j] + score[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            i += 1
        else:
            j += 1


def _row(old: Sequence[str], new: Sequence[str], i: int | None, j: int | None) -> Row:
    if i is None:
        return Row(_whole("new", new[j or 0]), in_old=False)
    return Row(_whole("gone", old[i]), in_new=False) if j is None else words(old[i], new[j])


def _whole(mark: Mark, text: str) -> tuple[Part, ...]:
    return (Part(mark, text),) if text else ()


def _parts(told: Sequence[tuple[str, str, bool]]) -> Iterator[Part]:
    """Yield the parts of (old, new, equal) stretches; a space between two changes belongs to the change."""
    last = len(told) - 1
    stays = [equal and (bool(old.strip()) or at in (0, last)) for at, (old, _, equal) in enumerate(told)]
    for same, group in groupby(zip(told, stays, strict=True), key=lambda pair: pair[1]):
        stretch = [pair[0] for pair in group]
        old, new = "".join(one[0] for one in stretch), "".join(one[1] for one in stretch)
        yield from _whole("same", old) if same else (*_whole("gone", old), *_whole("new", new))
