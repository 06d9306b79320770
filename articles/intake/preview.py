"""The first items of a batch as they would be stored, read in bounded time and memory; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from articles.intake import batches, originals, remembering
from articles.intake.confined import reader
from articles.intake.fitting import with_defaults
from articles.intake.mapping import TableMapping
from articles.intake.readers.table import Head
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.intake.store import UNKNOWN_SOURCE
from articles.models import Batch, BatchFile

ITEMS: Final = 10
FILES: Final = 10
_COLUMN_SAMPLES: Final = 2
_SAMPLE_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its index and name, a few of its values, and the field it is read as ("": none)."""

    index: int
    name: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class FilePreview:
    """The beginning of one file; the rest is for tables.

    `mapping` was chosen for this file (`chosen`), or is remembered from another upload (`remembered`), or is guessed.
    """

    file: BatchFile
    records: tuple[ArticleRecord, ...]
    rejections: tuple[Rejection, ...]
    columns: tuple[Column, ...] = ()
    mapping: TableMapping | None = None
    guessed: TableMapping | None = None
    header: tuple[str, ...] = ()
    chosen: bool = False
    remembered: bool = False


def preview(batch: Batch) -> list[FilePreview]:
    """Read the beginnings of the first files of a batch, some `ITEMS` items in all and at least one of each file."""
    files = list(batch.files.select_related("original").order_by("pk")[:FILES])
    each = max(1, ITEMS // max(1, len(files)))
    return [_file(batch, file, each) for file in files]


def _file(batch: Batch, file: BatchFile, most: int) -> FilePreview:
    path = originals.path_of(file.original)
    if not path.exists():
        return FilePreview(file, (), (Rejection("הקובץ", batches.LOST),))
    head = reader.table_head(path, file.name)
    chosen = batches.mapping_of(batch, file)
    remembered = remembering.recall(batch.source, head.header) if head and not chosen else None
    guessed = head.mapping if head else None
    mapping = chosen or remembered or guessed
    items = list(islice(reader.beginning(path, file.name, mapping), most))
    return FilePreview(
        file,
        tuple(_records(items, batch)),
        tuple(item for item in items if isinstance(item, Rejection)),
        tuple(_columns(head, mapping)) if head and mapping else (),
        mapping,
        guessed,
        head.header if head else (),
        chosen is not None,
        remembered is not None and remembered != guessed,
    )


def _records(items: list[Read], batch: Batch) -> Iterator[ArticleRecord]:
    source = batch.source.name if batch.source else UNKNOWN_SOURCE
    for item in items:
        if isinstance(item, ArticleRecord):
            yield with_defaults(replace(item, raw=None), source, batches.day_of(batch))


def _columns(head: Head, mapping: TableMapping) -> Iterator[Column]:
    for index, name in enumerate(head.header):
        values = (row[index] for row in head.rows if index < len(row))
        filled = (" ".join(str(value).split()) for value in values if value not in (None, ""))
        samples = tuple(value[:_SAMPLE_CHARACTERS] for value in islice(filled, _COLUMN_SAMPLES))
        yield Column(index, name or f"עמודה {index + 1}", samples, mapping.fields.get(index, ""))
