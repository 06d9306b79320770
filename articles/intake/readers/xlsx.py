"""Excel workbooks: the first sheet that has rows. A workbook that declares too much is not opened."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.workbook.workbook import Workbook

from articles.intake import limits
from articles.intake.readers.table import Cells
from articles.intake.records import Rejection

_AS_DATA: Final[dict[str, Any]] = {"read_only": True, "data_only": True, "keep_links": False}
_SAMPLE: Final = 50  # rows that tell how many columns a sheet has
log = logging.getLogger(__name__)

_UNREADABLE: Final = "הקובץ אינו חוברת XLSX שאפשר לקרוא. פתחו אותו ב־Excel או ב־LibreOffice ושמרו מחדש."
_TOO_MUCH: Final = "החוברת נפרשת ליותר מ־{} מ״ב ולא נפתחה. חלקו אותה או שמרו אותה כ־CSV."
_SHEET_LEFT: Final = "נקרא רק הגיליון הראשון שיש בו שורות. שמרו את הגיליון הזה כקובץ לעצמו והעלו אותו."


def rows(path: Path) -> Iterator[Cells | Rejection]:
    """Yield the rows of the first sheet that has any, the header first; other sheets with rows are rejections."""
    refusal = _refusal(path)
    if refusal:
        yield Rejection("הקובץ", refusal)
        return
    try:
        # openpyxl judges a path by its suffix, which an original does not have: hand it the open file
        with path.open("rb") as file, closing(openpyxl.load_workbook(file, **_AS_DATA)) as book:
            yield from _sheets(book)
    except Exception as error:  # openpyxl raises whatever the XML inside leads it to
        log.info("%s is unreadable: %r", path, error)
        yield Rejection("הקובץ", _UNREADABLE)


def _refusal(path: Path) -> str:
    """Return why the workbook is not opened, judged by its directory alone, or ""."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return _UNREADABLE
    most = min(limits.SHEET_BYTES, limits.SHEET_RATIO * path.stat().st_size)
    return _TOO_MUCH.format(limits.SHEET_BYTES // limits.MEBIBYTE) if unpacked > most else ""


def _sheets(book: Workbook) -> Iterator[Cells | Rejection]:
    read = False
    for sheet in book.worksheets:
        rows = _sheet(sheet)
        first = next(rows, None)
        if first is None:
            continue
        if read:
            yield Rejection(f"גיליון {sheet.title}", _SHEET_LEFT)
            continue
        read = True
        yield first
        yield from rows


def _sheet(sheet: Any) -> Iterator[Cells]:
    """Yield the rows that hold anything; what a file says of its own size is not to be trusted."""
    sheet.reset_dimensions()
    width = max((_width(row) for row in _values(sheet, limits.TABLE_COLUMNS, _SAMPLE)), default=0)
    for number, values in enumerate(_values(sheet, width), start=1) if width else ():
        if _width(values):
            yield Cells(number, values)


def _values(sheet: Any, width: int, rows: int | None = None) -> Iterator[tuple[Any, ...]]:
    found: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=width, max_row=rows, values_only=True)
    return found


def _width(values: Sequence[Any]) -> int:
    """Return how many columns a row takes, up to its last value."""
    return max((index for index, value in enumerate(values, start=1) if value is not None and value != ""), default=0)
