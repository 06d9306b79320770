"""Files to records: the format is told by what a file holds, and by its name where that leaves a choice."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from articles.intake.fitting import fit
from articles.intake.mapping import TableMapping
from articles.intake.readers import csv, html, jsonl, plain, table, xlsx
from articles.intake.readers.table import Head, Rows
from articles.intake.records import Read, Rejection

log = logging.getLogger(__name__)

SUFFIXES: Final = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip
_ARTICLES: Final[dict[str, Callable[[Path], Iterator[Read]]]] = {
    "text": plain.read,
    "html": html.read,
    "jsonl": jsonl.read,
}
_TABLES: Final = {"csv": csv.rows, "xlsx": xlsx.rows}
_FOREIGN: Final = (
    (b"%PDF", "קובצי PDF"),
    (b"\xd0\xcf\x11\xe0", "קובצי Office ישנים (DOC, XLS)"),
    (b"\x1f\x8b", "קבצים דחוסים"),
    (b"Rar!", "קבצים דחוסים"),
    (b"7z\xbc\xaf", "קבצים דחוסים"),
    (b"\x89PNG", "תמונות"),
    (b"\xff\xd8\xff", "תמונות"),
    (b"GIF8", "תמונות"),
)
_FIRST_ROWS: Final = 400
_ZIPPED: Final = "קובצי ZIP ו־DOCX"
NOT_READ: Final = "{} אינם נקראים. העלו טקסט, HTML, שורות JSON, CSV או XLSX."
BROKE: Final = "קריאת הקובץ נעצרה כאן בשל תקלה ({}). מה שלפני המקום הזה נקרא; המקור נשמר במלואו."
_PAGE: Final = re.compile(
    rb"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.S
)


def read(path: Path, name: str, mapping: TableMapping | None = None, most_rows: int | None = None) -> Iterator[Read]:
    """Yield what a file holds, in order and always the same: articles fit to be stored, and rejections.

    `name` is the name it was uploaded under; `mapping` how a table is read (None: guessed); of a table only the
    first `most_rows` are read. Never raises on what a file holds.
    """
    try:
        for item in _items(path, name, mapping, most_rows):
            yield fit(item)
    except Exception as error:  # a format of a thousand ways to break: the rest of the batch goes on
        log.exception("reading %s broke", name)
        yield Rejection("הקובץ", BROKE.format(type(error).__name__))


def beginning(path: Path, name: str, mapping: TableMapping | None) -> Iterator[Read]:
    """Yield the first items of a file, for showing: of a table, those of its first rows."""
    return read(path, name, mapping, most_rows=_FIRST_ROWS)


def table_head(path: Path, name: str) -> Head | None:
    """Return the header, first rows and guessed mapping of a table; None when the file is no table."""
    rows = _rows(path, kind(path, name), _FIRST_ROWS)
    return table.head(rows) if rows else None


def kind(path: Path, name: str) -> str:
    """Return "text", "html", "jsonl", "csv" or "xlsx"; or, for what is not read, why not, after a "!"."""
    with path.open("rb") as file:
        start = file.read(4096)
    for magic, what in _FOREIGN:
        if start.startswith(magic):
            return "!" + NOT_READ.format(what)
    if start.startswith(b"PK\x03\x04"):
        return "xlsx" if _is_workbook(path) else "!" + NOT_READ.format(_ZIPPED)
    return _text_kind(start, Path(name).suffix.lower())


def _text_kind(start: bytes, suffix: str) -> str:
    told = SUFFIXES.get(suffix, "text")
    if told in ("text", "html", "xlsx"):
        bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        if _PAGE.match(bare):
            return "html"
        if told != "html" and re.match(rb'\{\s*"|\[\s*\{\s*"', bare):
            return "jsonl"
        return "text" if told == "xlsx" else told
    return told


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True  # a broken one: the workbook's reader says so


def _rows(path: Path, kind: str, most: int | None = None) -> Rows | None:
    reader = _TABLES.get(kind)
    return (lambda: islice(reader(path), most)) if reader else None


def _items(path: Path, name: str, mapping: TableMapping | None, most_rows: int | None) -> Iterator[Read]:
    what = kind(path, name)
    rows = _rows(path, what, most_rows)
    if what.startswith("!"):
        yield Rejection("הקובץ", what[1:])
    elif rows:
        yield from _table(rows, mapping)
    else:
        yield from _ARTICLES[what](path)


def _table(rows: Rows, mapping: TableMapping | None) -> Iterator[Read]:
    head = table.head(rows)
    if head is None:
        refusals = [row for row in rows() if isinstance(row, Rejection)]
        yield from refusals or [Rejection("הקובץ", "אין בטבלה שורות.")]
        return
    yield from table.read(rows, mapping or head.mapping, head.header)
