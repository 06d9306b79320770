"""Files to records, archives opened. In a process of its own: see `confined`."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from articles.intake import formats, limits
from articles.intake.fitting import fit
from articles.intake.mapping import TableMapping
from articles.intake.readers import (
    csv,
    docx,
    feed,
    html,
    jsonl,
    members,
    newsml,
    nitf,
    pdf,
    plain,
    table,
    tars,
    warc,
    wxr,
    xlsx,
    zips,
)
from articles.intake.readers.members import Budget, Member
from articles.intake.readers.table import Head, Rows
from articles.intake.records import Read, Rejection

log = logging.getLogger(__name__)

_ARTICLES: Final[dict[str, Callable[[Path], Iterator[Read]]]] = {
    "text": plain.read,
    "html": html.read,
    "jsonl": jsonl.read,
    "docx": docx.read,
    "pdf": pdf.read,
    "feed": feed.read,
    "wxr": wxr.read,
    "nitf": nitf.read,
    "newsml": newsml.read,
    "warc": warc.read,
}
_TABLES: Final = {"csv": csv.rows, "xlsx": xlsx.rows}
_FIRST_ROWS: Final = 400
_WHOLE: Final = "הקובץ"
_ISOLATED: Final = "\u2068{}\u2069"  # a name among Hebrew, whatever its direction
BROKE: Final = "קריאת הקובץ נעצרה כאן בשל תקלה ({}). מה שלפני המקום הזה נקרא; המקור נשמר במלואו."
MEMORY: Final = "הקובץ דורש יותר זיכרון ממה שמוקצה לקריאת קובץ. חלקו אותו, או שמרו אותו כטקסט."
NESTED: Final = "ארכיון בתוך ארכיון בתוך ארכיון אינו נפתח. העלו אותו לבדו."


@dataclass(frozen=True, slots=True)
class _Opened:
    """Where archives are unpacked to, what they may still unpack to, and how deep we are in them."""

    folder: Path
    budget: Budget
    depth: int = 0


def read(
    path: Path,
    name: str,
    mapping: TableMapping | None = None,
    most_rows: int | None = None,
    folder: Path | None = None,
) -> Iterator[Read]:
    """Yield what a file holds, in order and always the same: articles fit to be stored, and rejections.

    `name` is the name it was uploaded under; `mapping` how a table is read (None: guessed); of a table only the
    first `most_rows` are read; archives are unpacked into `folder` (None: one of its own). Never raises on what a
    file holds.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="intake-") as own:
        opened = _Opened(Path(own), members.budget_of(path))
        for item in _guarded(path, name, mapping, most_rows, opened):
            yield fit(item)


def table_head(path: Path, name: str) -> Head | None:
    """Return the header, first rows and guessed mapping of a table; None when the file is no table."""
    rows = _rows(path, formats.kind(path, name), _FIRST_ROWS)
    return table.head(rows) if rows else None


def _guarded(
    path: Path, name: str, mapping: TableMapping | None, most_rows: int | None, opened: _Opened
) -> Iterator[Read]:
    """Yield what a file holds; whatever breaks in it is a rejection, and what stands beside it goes on."""
    try:
        yield from _items(path, name, mapping, most_rows, opened)
    except MemoryError:
        yield Rejection(_WHOLE, MEMORY)
    except Exception as error:  # a format of a thousand ways to break: the rest of the batch goes on
        log.exception("reading %s broke", name)
        yield Rejection(_WHOLE, BROKE.format(type(error).__name__))


def _items(
    path: Path, name: str, mapping: TableMapping | None, most_rows: int | None, opened: _Opened
) -> Iterator[Read]:
    what = formats.kind(path, name)
    rows = _rows(path, what, most_rows)
    if what.startswith("!"):
        yield Rejection(_WHOLE, what[1:])
    elif rows:
        yield from _table(rows, mapping)
    elif what in _ARTICLES:
        yield from _ARTICLES[what](path)
    else:
        yield from _archive(what, path, name, opened)


def _archive(what: str, path: Path, name: str, opened: _Opened) -> Iterator[Read]:
    if opened.depth >= limits.ARCHIVES_DEEP:
        yield Rejection(_WHOLE, NESTED)
        return
    deeper = replace(opened, depth=opened.depth + (what != "gz"))
    for member in _members(what, path, name, opened):
        if isinstance(member, Rejection):
            yield replace(member, place=_place(member.place))
            continue
        for item in _guarded(member.path, member.name, None, None, deeper):
            yield replace(item, place=_place(member.name, item.place))


def _members(what: str, path: Path, name: str, opened: _Opened) -> Iterator[Member | Rejection]:
    if what == "tar":
        return tars.read(path, opened.folder, opened.budget)
    if what == "gz":
        return tars.one(path, name, opened.folder, opened.budget)
    return zips.read(path, opened.folder, opened.budget, "archive/" if what == "wacz" else "")


def _place(member: str, place: str = _WHOLE) -> str:
    """Return where an item stands: the member, and its place there unless that is all of it."""
    shown = member if member == _WHOLE else _ISOLATED.format(member)
    return shown if place == _WHOLE else f"{shown}, {place}"


def _rows(path: Path, kind: str, most: int | None = None) -> Rows | None:
    reader = _TABLES.get(kind)
    return (lambda: islice(reader(path), most)) if reader else None


def _table(rows: Rows, mapping: TableMapping | None) -> Iterator[Read]:
    head = table.head(rows)
    if head is None:
        refusals = [row for row in rows() if isinstance(row, Rejection)]
        yield from refusals or [Rejection(_WHOLE, "אין בטבלה שורות.")]
        return
    yield from table.read(rows, mapping or head.mapping, head.header)
