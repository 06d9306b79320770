"""Items cut into handfuls, each analysed by a second process while the one before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from articles.intake.records import ArticleRecord, Read
from articles.search import index
from articles.search.analysed import Analysed
from articles.search.analysing import Helper

CHUNK: Final = index.BATCH
CHUNK_CHARACTERS: Final = 1_000_000  # some three seconds of work: the report tells progress by it
Numbered = tuple[int, Read]
Vectors = Callable[[], Mapping[int, Analysed]]  # a handful analysed, by number: all its articles, or none


def analysed(chunks: Iterator[list[Numbered]], *, publish: bool) -> Iterator[tuple[list[Numbered], Vectors]]:
    """Yield the handfuls; of two and more that are published, the next is analysed by a second process meanwhile."""
    head = list(islice(chunks, 2 if publish else 0))
    coming = chain(head, chunks)
    if len(head) < 2:
        yield from ((chunk, dict) for chunk in coming)
        return
    with Helper() as helper:
        asked = ((chunk, _asked(helper, chunk)) for chunk in coming)
        held = next(asked)
        for following in asked:
            yield held
            held = following
        yield held


def _asked(helper: Helper, chunk: list[Numbered]) -> Vectors:
    """Have a handful analysed; return what gives the vectors by number, waiting for them."""
    records = {number: item for number, item in chunk if isinstance(item, ArticleRecord)}
    future = helper.ask([_parts(record) for record in records.values()])
    return lambda: dict(zip(records, future.result(), strict=True))


def _parts(record: ArticleRecord) -> list[tuple[str, str]]:
    lines = ((line.kind, line.text) for line in record.paragraphs)
    return index.parts(record.title, record.deck, record.byline, lines)


def handfuls(coming: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    """Yield handfuls of at most `CHUNK` items and about `CHUNK_CHARACTERS` of text."""
    chunk: list[Numbered] = []
    size = 0
    for number, item in coming:
        chunk.append((number, item))
        size += sum(len(line.text) for line in item.paragraphs) if isinstance(item, ArticleRecord) else 0
        if len(chunk) >= CHUNK or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
