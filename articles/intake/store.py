"""Records stored, a few hundred in a transaction: article, paragraphs, what became of each item, search, suggestions.

A chunk is stored whole or not at all, and each of its items leaves one `Item` row under its number in its file. A job
that was killed goes on after the last number it finds; two that run at once wait for each other at the file's row.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Count, Max

from articles.hebrew import analyzer
from articles.intake import changed, limits, tags
from articles.intake.duplicates import Candidate, Known, Twin
from articles.intake.fitting import storable, with_defaults
from articles.intake.keeping import as_json
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.models import Article, BatchFile, Item, Paragraph, RelatedLink, Sketch, Source
from articles.models.article import Status
from articles.models.intake import OnChanged, OnTags, Outcome
from articles.search import index
from articles.search.analysed import Analysed
from articles.search.analysing import Helper
from articles.tagging import gazetteer, suggestions

log = logging.getLogger(__name__)

CHUNK: Final = 200
CHUNK_CHARACTERS: Final = 250_000  # some two seconds of work: the report tells progress by it
_ATTEMPTS: Final = 4
UNKNOWN_SOURCE: Final = "מקור לא ידוע"
NOT_TAKEN: Final = "מסד הנתונים לא קיבל את הפריט ({}). בדקו את שדותיו והעלו אותו שוב."
CUT_SHORT: Final = "הכתבה ארוכה מגבול החיפוש: היא נשמרה במלואה, וסופה אינו נמצא בחיפוש."

Numbered = tuple[int, Read]
Vectors = Callable[[], Mapping[int, Analysed]]  # a handful analysed, by number: all its articles, or none


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all items of one file: what it is, and what the archivist said of it."""

    file: BatchFile
    source: str = ""
    publish: bool = False
    published: datetime | None = None
    user_id: int | None = None
    on_changed: str = OnChanged.LEAVE
    on_tags: str = OnTags.SUGGEST
    suggest: bool = True  # now; else somebody does it later


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item ended; `article_id` is the article stored, or the one it repeats."""

    number: int
    place: str
    outcome: Outcome
    title: str
    reason: str = ""
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Ended:
    """An item with its outcome, on its way to its row."""

    number: int
    item: Read
    outcome: Outcome
    reason: str = ""
    article_id: int | None = None
    waits: bool = False  # for a decision: it may be a new version of the article


def store(items: Iterable[Read], context: Context) -> Iterator[list[ItemResult]]:
    """Store the items of one file, those already stored left out; yield how the others ended, a handful at a time."""
    done = Item.objects.filter(file=context.file).aggregate(last=Max("number"), count=Count("pk"))
    last = done["last"] or 0
    missing = _missing(context.file, last) if done["count"] < last else frozenset()
    coming = ((number, item) for number, item in enumerate(items, start=1) if number > last or number in missing)
    for chunk, vectors in _analysed(_chunks(coming), context):
        yield _stored(chunk, context, vectors)


def _missing(file: BatchFile, last: int) -> frozenset[int]:
    """Return the numbers up to `last` that left no item: refused, and to be tried again."""
    return frozenset(range(1, last + 1)).difference(Item.objects.filter(file=file).values_list("number", flat=True))


def _analysed(chunks: Iterator[list[Numbered]], context: Context) -> Iterator[tuple[list[Numbered], Vectors]]:
    """Yield the handfuls; from the second on, the next is analysed by a second process while one is stored."""
    first = next(chunks, None)
    if first is not None:
        yield first, dict
    second = next(chunks, None) if context.publish else None
    if second is None:
        yield from ((chunk, dict) for chunk in chunks)
        return
    with Helper() as helper:
        held = second, _asked(helper, second)
        for chunk in chunks:
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


def _chunks(coming: Iterator[Numbered]) -> Iterator[list[Numbered]]:
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


def _stored(chunk: list[Numbered], context: Context, vectors: Vectors = dict, attempt: int = 1) -> list[ItemResult]:
    """Store a chunk; when the database will not take it, each item by itself, so that one cannot stop the rest."""
    try:
        return _write(chunk, context, vectors())
    except OperationalError:  # a deadlock, or the server went away: the first is worth another try
        if attempt == _ATTEMPTS or not connection.is_usable():
            raise
        return _stored(chunk, context, vectors, attempt + 1)
    except (DatabaseError, ValueError) as error:
        log.warning("a chunk of %d items was refused: %s", len(chunk), error)
        if len(chunk) == 1:
            number, item = chunk[0]
            return _write([(number, _not_taken(item, error))], context, {})
    return [result for one in chunk for result in _stored([one], context)]


def _not_taken(item: Read, error: Exception) -> Rejection:
    title = item.title[: limits.TITLE]
    return Rejection(item.place, NOT_TAKEN.format(type(error).__name__), title, item.raw)


@transaction.atomic
def _write(chunk: Sequence[Numbered], context: Context, vectors: Mapping[int, Analysed]) -> list[ItemResult]:
    BatchFile.objects.select_for_update().get(pk=context.file.pk)
    numbers = [number for number, _ in chunk]
    done = set(Item.objects.filter(file=context.file, number__in=numbers).values_list("number", flat=True))
    new = [(number, item) for number, item in chunk if number not in done]
    candidates = _candidates(new, context)
    ended = [_Ended(number, item, Outcome.REFUSED, item.reason) for number, item in new if isinstance(item, Rejection)]
    ended = sorted([*ended, *_insert(candidates, context)], key=lambda one: one.number)
    cut_short = _follow([one for one in ended if one.outcome == Outcome.STORED], context, vectors)
    Item.objects.bulk_create(_row(one, context, cut_short) for one in ended)
    return [_result(one) for one in ended]


def _candidates(new: Sequence[Numbered], context: Context) -> list[Candidate]:
    records = [
        (number, with_defaults(item, context.source or UNKNOWN_SOURCE, context.published))
        for number, item in new
        if isinstance(item, ArticleRecord)
    ]
    sources = _sources({record.source for _, record in records})
    return [Candidate.of(number, record, sources[record.source]) for number, record in records]


def _sources(names: set[str]) -> dict[str, int]:
    """Return the ids of the sources of these names; those that are new are made."""
    Source.objects.bulk_create((Source(name=name) for name in sorted(names)), ignore_conflicts=True)
    return dict(Source.objects.filter(name__in=names).values_list("name", "pk"))


def _insert(candidates: list[Candidate], context: Context) -> list[_Ended]:
    """Store the candidates that repeat no article. One that another transaction stored meanwhile is a duplicate too."""
    known = Known(candidates)
    fresh: dict[int, Candidate] = {}
    ended: list[tuple[Candidate, Twin | None]] = []
    for candidate, pk in zip(candidates, _new_ids(len(candidates)), strict=True):
        twin = known.twin(candidate)
        if twin:
            ended.append((candidate, twin))
        else:
            known.add(candidate, pk)
            fresh[pk] = candidate
    lost = _insert_articles(fresh, context)
    later = Known(lost.values())
    ended = [(candidate, _true_twin(candidate, twin, lost, later)) for candidate, twin in ended]
    ended += [(candidate, later.twin(candidate)) for candidate in lost.values()]
    _insert_parts({pk: candidate for pk, candidate in fresh.items() if pk not in lost})
    repeated = sorted(ended, key=lambda pair: pair[0].number)
    return [
        *(_repeated(candidate, twin, context) for candidate, twin in repeated),
        *(_kept(pk, one) for pk, one in fresh.items() if pk not in lost),
    ]


def _true_twin(candidate: Candidate, twin: Twin | None, lost: dict[int, Candidate], later: Known) -> Twin | None:
    """A twin of the same handful that lost the race stands for the article that won it."""
    if twin is None or twin.article_id not in lost:
        return twin
    return later.twin(candidate) or later.twin(lost[twin.article_id])


def _repeated(candidate: Candidate, twin: Twin | None, context: Context) -> _Ended:
    """How one that repeats an article ends; changed text becomes a version where the archivist said so beforehand."""
    number, record = candidate.number, candidate.record
    if twin is None:
        return _Ended(number, record, Outcome.REFUSED, NOT_TAKEN.format("conflict"))
    if not twin.changed or context.on_changed != OnChanged.VERSION:
        return _Ended(number, record, Outcome.DUPLICATE, twin.reason, twin.article_id, waits=twin.changed)
    told = changed.keep_version(record, twin.article_id, context.file.original_id, context.user_id, context.on_tags)
    outcome = Outcome.VERSION if told.kept else Outcome.DUPLICATE
    return _Ended(number, record, outcome, told.reason, twin.article_id)


def _kept(pk: int, candidate: Candidate) -> _Ended:
    return _Ended(candidate.number, candidate.record, Outcome.STORED, article_id=pk)


def _new_ids(count: int) -> list[int]:
    """Take ids before inserting, so that it is known which rows are ours after conflicts were skipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('articles_article', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _insert_articles(fresh: dict[int, Candidate], context: Context) -> dict[int, Candidate]:
    """Insert in the order of fingerprints, so that two jobs wait in one order; return those not inserted."""
    ordered = sorted(fresh.items(), key=lambda pair: (pair[1].source_id, pair[1].fingerprint))
    Article.objects.bulk_create((_article(pk, one, context) for pk, one in ordered), ignore_conflicts=True)
    stored = set(Article.objects.filter(pk__in=list(fresh)).order_by().values_list("pk", flat=True))
    return {pk: one for pk, one in fresh.items() if pk not in stored}


def _article(pk: int, candidate: Candidate, context: Context) -> Article:
    record = candidate.record
    return Article(
        pk=pk,
        source_id=candidate.source_id,
        **{name: getattr(record, name) for name in _FIELDS},
        status=Status.PUBLISHED if context.publish else Status.DRAFT,
        original_id=context.file.original_id,
        fingerprint=candidate.fingerprint,
        analyzer_version=analyzer.VERSION if context.publish else 0,
        created_by_id=context.user_id,
    )


_TAKEN: Final = (Outcome.STORED, Outcome.VERSION)
_FIELDS: Final = (
    "external_id", "url", "title", "deck", "byline", "section", "published", "time_known", "date_known_from", "updated",
    "update_stamp",
)  # fmt: skip


def _insert_parts(stored: dict[int, Candidate]) -> None:
    Paragraph.objects.bulk_create(
        Paragraph(article_id=pk, position=position, kind=line.kind, text=line.text)
        for pk, candidate in stored.items()
        for position, line in enumerate(candidate.record.paragraphs, start=1)
    )
    RelatedLink.objects.bulk_create(
        RelatedLink(article_id=pk, position=position, text=link.text, url=link.url)
        for pk, candidate in stored.items()
        for position, link in enumerate(candidate.record.related, start=1)
    )
    Sketch.objects.bulk_create(
        Sketch(article_id=pk, bands=list(candidate.bands)) for pk, candidate in stored.items() if candidate.bands
    )


def _follow(ended: list[_Ended], context: Context, vectors: Mapping[int, Analysed]) -> frozenset[int]:
    """Index what is published and suggest tags for all; return the ids of those too long to be indexed whole."""
    stored = {one.article_id: one.item for one in ended if one.article_id and isinstance(one.item, ArticleRecord)}
    if not stored:
        return frozenset()
    ready = {one.article_id: vectors[one.number] for one in ended if one.article_id and one.number in vectors}
    cut_short = index.refresh(stored, ready) if context.publish else []
    tags.take_in(stored, context.on_tags, context.user_id)
    if context.suggest and (names := gazetteer.current()).entities:
        suggestions.suggest(stored, names)
    return frozenset(cut_short)


def _row(one: _Ended, context: Context, cut_short: frozenset[int]) -> Item:
    notes = list(one.item.notes) if isinstance(one.item, ArticleRecord) and one.outcome in _TAKEN else []
    return Item(
        batch_id=context.file.batch_id,
        file_id=context.file.pk,
        number=one.number,
        place=one.item.place[: limits.PLACE],
        outcome=one.outcome,
        reason=one.reason,
        notes=[*notes, CUT_SHORT] if one.article_id in cut_short else notes,
        title=one.item.title[: limits.TITLE],
        raw=_raw(one) if one.outcome == Outcome.REFUSED else None,
        record=as_json(one.item) if one.waits and isinstance(one.item, ArticleRecord) else None,
        article_id=one.article_id,
    )


def _raw(one: _Ended) -> Any:
    """The refused item as it was read, for handing back; a monster is left to its original."""
    raw = storable(one.item.raw) if one.item.raw else None
    return raw if raw and len(json.dumps(raw, ensure_ascii=False)) <= limits.RAW_CHARACTERS else None


def _result(one: _Ended) -> ItemResult:
    return ItemResult(one.number, one.item.place, one.outcome, one.item.title, one.reason, one.article_id)
