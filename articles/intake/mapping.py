"""How the columns of one table are read: guessed from its first rows, changed by the archivist, kept with the batch."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from articles.intake import columns
from articles.intake.punctuation import squeeze
from articles.intake.readers.assemble import text

_OFTEN: Final = 0.1  # share of rows that repeat the title and date above them when rows are paragraphs

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The field of each column by its index, and whether rows of one title and date are paragraphs of one article."""

    fields: Mapping[int, str]
    grouped: bool = False

    def values(self, row: Row) -> dict[str, list[Any]]:
        """Return the values of a row by field, empty ones left out."""
        found: dict[str, list[Any]] = {}
        for index, field in self.fields.items():
            value = row[index] if index < len(row) else None
            if value is not None and text(value).strip():
                found.setdefault(field, []).append(value)
        return found

    def key(self, row: Row) -> tuple[str, ...]:
        """Return what rows of one article have in common."""
        found = self.values(row)
        return tuple(squeeze(text(next(iter(found.get(name, ())), ""))) for name in ("source", "title", "published"))

    def as_json(self) -> dict[str, Any]:
        """Return the mapping as `Batch.mapping` keeps it."""
        return {"fields": {str(index): field for index, field in self.fields.items()}, "grouped": self.grouped}


def from_json(data: Mapping[str, Any]) -> TableMapping:
    """Return the mapping kept as `data`; what it says of unknown fields is left out."""
    fields = {int(index): field for index, field in data.get("fields", {}).items() if field in columns.LABELS}
    return TableMapping(fields, bool(data.get("grouped")))


def header_key(header: Sequence[str]) -> str:
    """Return what tables with these columns have in common: the SHA-256 of their names, plainly written."""
    return hashlib.sha256("\n".join(map(columns.plain, header)).encode()).hexdigest()


def guess(header: Sequence[str], rows: Sequence[Row]) -> TableMapping:
    """Guess the mapping of a table from its header and first rows."""
    mapping = TableMapping(columns.guess(header))
    return TableMapping(mapping.fields, _repeats(mapping, rows))


def _repeats(mapping: TableMapping, rows: Sequence[Row]) -> bool:
    if not {"title", "body"} <= set(mapping.fields.values()):
        return False
    keys = [mapping.key(row) for row in rows]
    same = sum(one == other and one[1] != "" for one, other in pairwise(keys))
    return same > _OFTEN * len(keys)
