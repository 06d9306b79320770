"""CSV and its kin: comma, semicolon, tab or bar between fields, in any encoding that is certain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from articles.intake import encodings, limits
from articles.intake.lines import bounded
from articles.intake.readers.table import Cells
from articles.intake.records import Rejection

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_LINES: Final = 40
_ESCAPED: Final = ("'=", "'+", "'-", "'@")  # our own exports disarm formulas so

_LONG: Final = "השורה ארוכה מ־{:,} תווים ולא נקראה."
_BROKEN: Final = (
    "השורה אינה CSV תקין ({}). שדה שיש בו מירכאות, פסיק או מעבר שורה נכתב בין מירכאות, וכל מירכאה שבתוכו מוכפלת."
)
_RAGGED: Final = "בשורה {} תאים ובשורת הכותרות {}. כנראה חסרות מירכאות סביב שדה שיש בו מפריד."

csv.field_size_limit(limits.LINE_CHARACTERS)


def rows(path: Path) -> Iterator[Cells | Rejection]:
    """Yield the rows of a file, the header first; a row that cannot be read is a rejection with its line."""
    try:
        encoding = encodings.of_file(path)
    except encodings.Undecided as undecided:
        yield Rejection("הקובץ", str(undecided))
        return
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file)
        file.seek(0)
        yield from _even(_parse(file, delimiter))


def _delimiter(file: TextIO) -> str:
    """The delimiter that gives the header most columns, and the rows below it as many."""
    sample = "".join(line for _, line in islice(bounded(file, 100_000), _SAMPLE_LINES) if line)
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


def _parse(file: TextIO, delimiter: str) -> Iterator[Cells | Rejection]:
    too_long: list[int] = []
    reader = csv.reader(_feed(file, too_long), delimiter=delimiter, strict=True)
    while True:
        first = reader.line_num + len(too_long) + 1
        try:
            values = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejection(f"שורה {first:,}", _BROKEN.format(error))
            continue
        if any(value.strip() for value in values):
            yield Cells(first, [_plain(value) for value in values])
    yield from (Rejection(f"שורה {number:,}", _LONG.format(limits.LINE_CHARACTERS)) for number in too_long)


def _feed(file: TextIO, too_long: list[int]) -> Iterator[str]:
    """Yield the lines that are not too long, and note the numbers of those that are."""
    for number, line in bounded(file):
        if line is None:
            too_long.append(number)
        else:
            yield line


def _plain(value: str) -> str:
    return value[1:] if value.startswith(_ESCAPED) else value


def _even(parsed: Iterator[Cells | Rejection]) -> Iterator[Cells | Rejection]:
    """Refuse rows with more cells than the header: their values stand in the wrong columns."""
    width = 0
    for row in parsed:
        if isinstance(row, Cells):
            width = width or min(len(row.values), limits.TABLE_COLUMNS)
            if any(row.values[width:]):
                raw = {str(index): value for index, value in enumerate(row.values[: 2 * width], start=1)}
                yield Rejection(f"שורה {row.number:,}", _RAGGED.format(len(row.values), width), raw=raw)
                continue
        yield row
