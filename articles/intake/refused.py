"""Refused items handed back as a table or as JSON lines, to be mended and sent again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from articles.models import Batch, Item

REASON: Final = "סיבת הדחייה"
PLACE: Final = "מקום בקובץ"
FILE: Final = "קובץ"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_jsonl(batch: Batch) -> Iterator[str]:
    """Yield a line for each refused item: what was read, with file, place and reason beside it."""
    for item in _items(batch):
        for row in _rows(item):
            yield json.dumps({**row, **_why(item)}, ensure_ascii=False) + "\n"


def as_csv(batch: Batch) -> Iterator[str]:
    """Yield the lines of a CSV file with a byte order mark, for spreadsheets; formulas are disarmed."""
    columns = list(dict.fromkeys(name for item in _items(batch) for row in _rows(item) for name in row))
    yield "\ufeff" + _line([*columns, FILE, PLACE, REASON])
    for item in _items(batch):
        why = _why(item)
        for row in _rows(item):
            yield _line([*(row.get(name) for name in columns), why[FILE], why[PLACE], why[REASON]])


def disarm(value: Any) -> str:
    """Return the text of a cell; one that a spreadsheet would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _items(batch: Batch) -> Iterable[Item]:
    refused = batch.items.filter(outcome="refused").select_related("file").order_by("file_id", "number")
    return refused.iterator(chunk_size=500)


def _rows(item: Item) -> list[Mapping[str, Any]]:
    """The rows that an item was made of; an item without them is one row of its title."""
    raw = item.raw if isinstance(item.raw, dict) else {"title": item.title}
    rows = raw.get("rows")
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else [raw]


def _why(item: Item) -> dict[str, str]:
    return {FILE: item.file.name, PLACE: item.place, REASON: item.reason}


def _line(values: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([disarm(value) for value in values])
    return line.getvalue()
