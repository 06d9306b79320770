"""Items cut into handfuls: each is read by a thread, and analysed by a second process, while others are stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, islice
from typing import Final, NamedTuple, TypeVar

from articles.intake.records import ArticleRecord, Read
from articles.search import index
from articles.search.analysed import Analysed, analyse
from articles.search.analysing import Helper

CHUNK: Final = index.BATCH
CHUNK_CHARACTERS: Final = 1_000_000  # some three seconds of work: the report tells progress by it
_T = TypeVar("_T")
Vectors = Callable[[], Mapping[int, Analysed]]  # a handful analysed, by number: all its articles, or none


class Numbered(NamedTuple):
    """An item of a file with its number there, and the fingerprint of an article where it is known already."""

    number: int
    item: Read
    fingerprint: str = ""


def analysed(chunks: Iterator[list[Numbered]], *, publish: bool) -> Iterator[tuple[list[Numbered], Vectors]]:
    """Yield the handfuls; of two and more, the next are read, and analysed if they are published, meanwhile."""
    head = list(islice(chunks, 2))
    if len(head) < 2:
        yield from ((chunk, partial(_here, chunk) if publish else dict) for chunk in head)
        return
    with Helper() as helper:
        yield from _ahead((chunk, _asked(helper, chunk) if publish else dict) for chunk in chain(head, chunks))


def _ahead(things: Iterator[_T]) -> Iterator[_T]:
    """Yield things, made by a thread while those before are worked on, two of them waiting at most.

    Closed early, it makes none that is not begun.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix="reading")
    try:
        coming = deque(thread.submit(next, things, None) for _ in range(2))
        while (thing := coming.popleft().result()) is not None:
            coming.append(thread.submit(next, things, None))
            yield thing
    finally:
        thread.shutdown(cancel_futures=True)


def _here(chunk: list[Numbered]) -> Mapping[int, Analysed]:
    return {one.number: analyse(parts_of(one.item)) for one in chunk if isinstance(one.item, ArticleRecord)}


def _asked(helper: Helper, chunk: list[Numbered]) -> Vectors:
    """Have a handful analysed; return what gives the vectors by number, waiting for them."""
    records = {one.number: one.item for one in chunk if isinstance(one.item, ArticleRecord)}
    future = helper.ask([parts_of(record) for record in records.values()])
    return lambda: dict(zip(records, future.result(), strict=True))


def parts_of(record: ArticleRecord) -> list[tuple[str, str]]:
    """Return what is indexed of a record, as `index.parts` does."""
    lines = ((line.kind, line.text) for line in record.paragraphs)
    return index.parts(record.title, record.deck, record.byline, lines)


def handfuls(coming: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    """Yield handfuls of at most `CHUNK` items and about `CHUNK_CHARACTERS` of text."""
    chunk: list[Numbered] = []
    size = 0
    for one in coming:
        chunk.append(one)
        size += sum(len(line.text) for line in one.item.paragraphs) if isinstance(one.item, ArticleRecord) else 0
        if len(chunk) >= CHUNK or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
