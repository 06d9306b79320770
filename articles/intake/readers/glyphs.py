"""Where glyphs stand on a page, to lines in reading order: rows by their baselines, columns from right to left.

Coordinates are PDF points; y grows upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from articles.text import visual

_SAME_ROW: Final = 0.4  # of the type size: baselines nearer than this are one row (punctuation, mixed fonts)
_SPACE: Final = 0.18  # of the type size: a gap between words where the file writes no space
_GUTTER: Final = 1.2  # of the type size: the narrowest white band between columns
_COLUMN_ROWS: Final = 4  # rows that a gutter must run through before it is one
_PARAGRAPH_GAP: Final = 1.45  # of the usual distance of lines
_SHORT: Final = 0.85  # of the column's width: a line that ends before it ends its paragraph
_INDENT: Final = 0.8  # of the type size


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it stands: its text, its left and right, its baseline and its type size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs that touch, in the order of the screen."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of one column in reading order; `column` tells lines of different columns apart."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    column: int


_Row = list[Word]


def lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Return the lines of a page in the order of reading."""
    rows = [_words(row) for row in _rows(glyphs)]
    found: list[TextLine] = []
    for stripe in _stripes([row for row in rows if row]):
        for column in stripe:
            number = found[-1].column + 1 if found else 0
            found += [_line(row, number) for row in column]
    return found


def columns(found: Sequence[TextLine]) -> int:
    """Return how many columns stand side by side at most."""
    spans = [(min(one.y for one in part), max(one.y for one in part)) for part in _by_column(found)]
    return max((sum(low <= y <= high for low, high in spans) for y, _ in spans), default=0)


def paragraphs(found: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the lines of each paragraph."""
    for part in _by_column(found):
        yield from _paragraphs(part)


def joined(part: Sequence[TextLine]) -> str:
    """Return the text of a paragraph's lines."""
    return " ".join(line.text for line in part)


def _by_column(found: Sequence[TextLine]) -> list[list[TextLine]]:
    return [list(part) for _, part in groupby(found, key=lambda line: line.column)]


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs of each row, top row first, each from left to right."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: -one.y):
        if row and row[0].y - glyph.y > _SAME_ROW * max(one.size for one in row[-3:]):
            yield sorted(row, key=lambda one: one.x0)
            row = []
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda one: one.x0)


def _words(row: Sequence[Glyph]) -> _Row:
    words: list[list[Glyph]] = [[]]
    end = None
    for glyph in row:
        apart = end is not None and glyph.x0 - end > _SPACE * glyph.size
        if (apart or not glyph.text.strip()) and words[-1]:
            words.append([])
        if glyph.text.strip():
            words[-1].append(glyph)
            end = glyph.x1 if end is None else max(end, glyph.x1)
    return [_word(part) for part in words if part]


def _word(part: Sequence[Glyph]) -> Word:
    size = max(one.size for one in part)
    return Word("".join(one.text.strip() for one in part), part[0].x0, max(one.x1 for one in part), part[0].y, size)


def _stripes(rows: list[_Row]) -> Iterator[list[list[_Row]]]:
    """Yield bands of the page from top to bottom, each as its columns, the right one first."""
    at = 0
    while at < len(rows):
        end, gutter = _run(rows, at)
        band = rows[at:end]
        yield _divided(band, gutter) if gutter else [band]
        at = end


def _run(rows: list[_Row], at: int) -> tuple[int, tuple[float, float] | None]:
    """Return the end of the longest run of rows from `at` that one gutter runs through, and that gutter.

    Without one, the run goes on to the next row at which a gutter begins.
    """
    found = _gutter(rows, at)
    if found:
        return found
    end = at + 1
    while end < len(rows) and not _gutter(rows, end):
        end += 1
    return end, None


def _gutter(rows: list[_Row], at: int) -> tuple[int, tuple[float, float]] | None:
    """Return where the longest gutter that begins at row `at` ends, with the gutter; None when none is long enough.

    Rows of the two sides need not stand at one height.
    """
    best: tuple[int, tuple[float, float]] | None = None
    for low, high in _bands(rows[at : at + 2 * _COLUMN_ROWS]):
        end, sides = at, [0, 0]
        while end < len(rows) and (fit := _narrowed(rows[end], low, high)):
            low, high = fit
            sides[0] += rows[end][0].x0 < low
            sides[1] += rows[end][-1].x1 > high
            end += 1
        if min(sides) >= _COLUMN_ROWS and (best is None or end > best[0]):
            best = end, (low, high)
    return best


def _bands(rows: list[_Row]) -> Iterator[tuple[float, float]]:
    """Yield the white bands between the words of all these rows, wide enough to part columns."""
    words = sorted((word for row in rows for word in row), key=lambda word: word.x0)
    end, size = words[0].x1, min(word.size for word in words)
    for word in words:
        if word.x0 - end >= _GUTTER * size:
            yield end, word.x0
        end = max(end, word.x1)


def _narrowed(row: _Row, low: float, high: float) -> tuple[float, float] | None:
    """Return what of a white band stays white in a row, or None when too little does."""
    for word in row:
        if word.x0 < high and word.x1 > low:
            if word.x1 - low < high - word.x0:
                low = word.x1
            else:
                high = word.x0
    size = min((word.size for word in row), default=1.0)
    return (low, high) if high - low >= _GUTTER * size else None


def _divided(band: list[_Row], gutter: tuple[float, float]) -> list[list[_Row]]:
    """Return the columns of a band, the right one first, each divided again if it holds columns itself."""
    middle = sum(gutter) / 2
    right = [[word for word in row if word.x0 >= middle] for row in band]
    left = [[word for word in row if word.x0 < middle] for row in band]
    sides = ([row for row in side if row] for side in (right, left))
    return [column for side in sides if side for stripe in _stripes(side) for column in stripe]


def _line(row: _Row, column: int) -> TextLine:
    text = visual.to_logical(" ".join(word.text for word in row))
    size = median(word.size for word in row)
    return TextLine(text, row[0].x0, max(word.x1 for word in row), row[0].y, size, column)


def _paragraphs(part: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Cut a column where the lines stand farther apart, the type changes, a line ends short, or one is indented."""
    left, right = min(line.x0 for line in part), max(line.x1 for line in part)
    gaps = [one.y - other.y for one, other in pairwise(part) if one.y > other.y]
    usual = median(gaps) if gaps else 0.0
    held: list[TextLine] = []
    for line in part:
        if held and _begins(held[-1], line, left, right, usual):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _begins(before: TextLine, line: TextLine, left: float, right: float, usual: float) -> bool:
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    if before.y - line.y > _PARAGRAPH_GAP * max(usual, before.size):
        return True
    ends_short = before.x0 - left > (1 - _SHORT) * (right - left)
    return ends_short or (right - line.x1 > _INDENT * line.size and right - before.x1 < 0.3 * line.size)
