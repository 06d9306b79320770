"""Tables, of CSV or XLSX alike: rows to articles by a mapping; rows of one article grouped when the mapping says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from articles.intake import mapping as mappings
from articles.intake.mapping import Row, TableMapping
from articles.intake.punctuation import squeeze
from articles.intake.readers.assemble import assemble, text
from articles.intake.records import Read, Rejection

_SAMPLE: Final = 200
_GAP: Final = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table: the number of its (first) line, and its values."""

    number: int
    values: Row


_Key = tuple[str, ...]
Rows = Callable[[], Iterator[Cells | Rejection]]


@dataclass(frozen=True, slots=True)
class Head:
    """The names of a table's columns, its first rows, and how they are read unless the archivist says otherwise."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    mapping: TableMapping


@dataclass(frozen=True, slots=True)
class _Group:
    """Consecutive rows that belong to one article."""

    key: _Key
    rows: list[Cells]


def head(rows: Rows) -> Head | None:
    """Return the head of a table, or None when it has no rows."""
    cells = [row for row in islice(rows(), _SAMPLE + 1) if isinstance(row, Cells)]
    if not cells:
        return None
    header = _names(cells[0].values)
    sample = tuple(row.values for row in cells[1:])
    return Head(header, sample, mappings.guess(header, sample))


def read(rows: Rows, mapping: TableMapping, header: Sequence[str]) -> Iterator[Read]:
    """Yield the articles of a table. Grouped tables are read twice, so that rows of one article may lie apart."""
    if "title" not in mapping.fields.values():
        yield Rejection("שורת הכותרות", "לא נמצאה עמודת כותרת. בחרו בתצוגה המקדימה איזו עמודה היא הכותרת.")
    elif mapping.grouped:
        yield from _grouped(rows, mapping, header)
    else:
        yield from (_one(row, mapping, header) for row in _data(rows))


def _names(values: Row) -> tuple[str, ...]:
    return tuple(squeeze(text(value)) for value in values)


def _data(rows: Rows) -> Iterator[Cells | Rejection]:
    """Yield the rows below the header."""
    seen_header = False
    for row in rows():
        if seen_header or isinstance(row, Rejection):
            yield row
        else:
            seen_header = True


def _one(row: Cells | Rejection, mapping: TableMapping, header: Sequence[str]) -> Read:
    if isinstance(row, Rejection):
        return row
    return assemble(mapping.values(row.values), f"שורה {row.number:,}", _raw(row, header))


def _raw(row: Cells, header: Sequence[str]) -> dict[str, Any]:
    named = enumerate(zip(header, row.values, strict=False), start=1)
    return {name or f"עמודה {index}": value for index, (name, value) in named}


def _grouped(rows: Rows, mapping: TableMapping, header: Sequence[str]) -> Iterator[Read]:
    """Yield an article for the rows of one key. Rows that come again word for word are an article of their own: the
    store tells that it is a duplicate."""
    coming, ids = Counter[_Key](), _Ids()
    has_ids = "external_id" in mapping.fields.values()
    for run in _runs(rows, mapping):
        if isinstance(run, _Group):
            coming[run.key] += 1
            if has_ids:
                ids.add(run, mapping)
    held: dict[_Key, list[_Group]] = {}
    for run in _runs(rows, mapping):
        if isinstance(run, Rejection):
            yield run
            continue
        coming[run.key] -= 1
        _hold(run, held.setdefault(run.key, []), mapping)
        if coming[run.key] == 0:
            yield from (_article(group, mapping, header, ids.of_articles) for group in held.pop(run.key))


class _Ids:
    """Whether the ids of a grouped table are those of its articles, or number its rows."""

    def __init__(self) -> None:
        self._of: dict[_Key, str] = {}
        self._repeated = self._varied = False

    def add(self, group: _Group, mapping: TableMapping) -> None:
        """Look at the ids of some rows of one article."""
        for row in group.rows:
            id_ = "".join(map(text, mapping.values(row.values).get("external_id", ())))
            if self._of.setdefault(group.key, id_) != id_:
                self._varied = True
            elif row is not group.rows[0]:
                self._repeated = True

    @property
    def of_articles(self) -> bool:
        """Tell whether the rows of one article have one id."""
        return self._repeated and not self._varied


def _hold(run: _Group, held: list[_Group], mapping: TableMapping) -> None:
    """Join a run to the rows of its article read above, or put it beside them when it only repeats them."""
    if not held or _bodies(held[0], mapping) == _bodies(run, mapping):
        held.append(run)
    else:
        held[0].rows.extend(run.rows)


def _runs(rows: Rows, mapping: TableMapping) -> Iterator[_Group | Rejection]:
    group: _Group | None = None
    for row in _data(rows):
        key = mapping.key(row.values) if isinstance(row, Cells) else None
        if group and (key != group.key or not group.key[1]):
            yield group
            group = None
        if isinstance(row, Rejection):
            yield row
        elif group:
            group.rows.append(row)
        else:
            group = _Group(key or (), [row])
    if group:
        yield group


def _bodies(group: _Group, mapping: TableMapping) -> list[str]:
    return [part for row in group.rows for part in _paragraphs(mapping, row)]


def _paragraphs(mapping: TableMapping, row: Cells) -> Iterator[str]:
    """A cell is one paragraph, or as many as it has empty lines between; single line breaks in it mean nothing."""
    for value in mapping.values(row.values).get("body", ()):
        yield from (part for piece in _GAP.split(text(value)) if (part := squeeze(piece)))


def _article(group: _Group, mapping: TableMapping, header: Sequence[str], has_id: bool) -> Read:
    first, last = group.rows[0], group.rows[-1]
    fields: dict[str, Sequence[Any]] = {**mapping.values(first.values)}
    fields["body"] = [_bodies(group, mapping)]
    fields["tags"] = [value for row in group.rows for value in mapping.values(row.values).get("tags", ())]
    if not has_id:
        fields.pop("external_id", None)
    place = f"שורה {first.number:,}" if first is last else f"שורות {first.number:,}–{last.number:,}"
    raw: Mapping[str, Any] = {"rows": [_raw(row, header) for row in group.rows]}
    return assemble(fields, place, raw)
