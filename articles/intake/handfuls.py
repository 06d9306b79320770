"""Items cut into handfuls, each analysed by a second process while the one before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from articles.intake.records import ArticleRecord, Read
from articles.search import index
from articles.search.analysed import Analysed
from articles.search.analysing import Helper

CHUNK: Final = 500
CHUNK_CHARACTERS: Final = 1_000_000  # some two seconds of work: the report tells progress by it
Numbered = tuple[int, Read]
Vectors = Callable[[], Mapping[int, Analysed]]  # a handful analysed, by number: all its articles, or none


def analysed(chunks: Iterator[list[Numbered]], *, publish: bool) -> Iterator[tuple[list[Numbered], Vectors]]:
    """Yield the handfuls; of two and more that are published, the next is analysed by a second process meanwhile."""
    first = list(islice(chunks, 2 if publish else 0))
    if len(first) < 2:
        yield from ((chunk, dict) for chunk in chain(first, chunks))
        return
    with Helper() as helper:
        held = first[0], _asked(helper, first[0])
        for chunk in chain(first[1:], chunks):
            coming = chunk, _asked(helper, chunk)
            yield held
            held = coming
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
