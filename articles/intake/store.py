"""Records stored, a few hundred in a transaction: article, paragraphs, what became of each item, search, suggestions.

A chunk is stored whole or not at all, and each of its items leaves one `Item` row under its number in its file. A job
that was killed goes on after the last number it finds; two that run at once wait for each other at the file's row.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Count, Max

from articles.intake import changed, limits, tags
from articles.intake.context import Context
from articles.intake.duplicates import Candidate, Known, Twin, print_of
from articles.intake.endings import Ended, ItemResult, result, row
from articles.intake.fitting import with_defaults
from articles.intake.handfuls import Numbered, Vectors, analysed, handfuls
from articles.intake.inserting import insert_articles, insert_parts, new_ids, source_ids
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.models import BatchFile, Item
from articles.models.intake import OnChanged, Outcome
from articles.search import index, sketches
from articles.search.analysed import Analysed
from articles.tagging import gazetteer, suggestions

log = logging.getLogger(__name__)

_ATTEMPTS: Final = 4
UNKNOWN_SOURCE: Final = "מקור לא ידוע"
NOT_TAKEN: Final = "מסד הנתונים לא קיבל את הפריט ({}). בדקו את שדותיו והעלו אותו שוב."


def store(items: Iterable[Read], context: Context) -> Iterator[list[ItemResult]]:
    """Store the items of one file, those already stored left out; yield how the others ended, a handful at a time."""
    done = Item.objects.filter(file=context.file).aggregate(last=Max("number"), count=Count("pk"))
    last = done["last"] or 0
    missing = _missing(context.file, last) if done["count"] < last else frozenset()
    new = ((number, item) for number, item in enumerate(items, start=1) if number > last or number in missing)
    coming = (_numbered(number, item, context) for number, item in new)
    with index.merging() as merge:
        for chunk, vectors in analysed(handfuls(coming), publish=context.publish):
            yield _stored(chunk, context, vectors)
            if context.publish:
                merge()


def _numbered(number: int, item: Read, context: Context) -> Numbered:
    if isinstance(item, Rejection):
        return Numbered(number, item)
    record = with_defaults(item, context.source or UNKNOWN_SOURCE, context.published)
    return Numbered(number, record, print_of(record))


def _missing(file: BatchFile, last: int) -> frozenset[int]:
    """Return the numbers up to `last` that left no item: refused, and to be tried again."""
    return frozenset(range(1, last + 1)).difference(Item.objects.filter(file=file).values_list("number", flat=True))


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
            return _write([Numbered(chunk[0].number, _not_taken(chunk[0].item, error))], context, {})
    return [told for one in chunk for told in _stored([one], context)]


def _not_taken(item: Read, error: Exception) -> Rejection:
    title = item.title[: limits.TITLE]
    return Rejection(item.place, NOT_TAKEN.format(type(error).__name__), title, item.raw)


@transaction.atomic
def _write(chunk: Sequence[Numbered], context: Context, vectors: Mapping[int, Analysed]) -> list[ItemResult]:
    BatchFile.objects.select_for_update().get(pk=context.file.pk)
    numbers = [one.number for one in chunk]
    done = set(Item.objects.filter(file=context.file, number__in=numbers).values_list("number", flat=True))
    new = [one for one in chunk if one.number not in done]
    candidates = _candidates(new, vectors)
    ended = [_refused(one.number, one.item) for one in new if isinstance(one.item, Rejection)]
    ended = sorted([*ended, *_insert(candidates, context)], key=lambda one: one.number)
    cut_short = _follow([one for one in ended if one.outcome == Outcome.STORED], context, vectors)
    Item.objects.bulk_create(row(one, context, cut_short) for one in ended)
    return [result(one) for one in ended]


def _candidates(new: Sequence[Numbered], vectors: Mapping[int, Analysed]) -> list[Candidate]:
    records = [(one, one.item) for one in new if isinstance(one.item, ArticleRecord)]
    sources = source_ids({record.source for _, record in records})
    signed = {number: one.digest for number, one in vectors.items()}
    return [
        Candidate.of(one.number, record, sources[record.source], one.fingerprint, signed.get(one.number))
        for one, record in records
    ]


def _insert(candidates: list[Candidate], context: Context) -> list[Ended]:
    """Store the candidates that repeat no article. One that another transaction stored meanwhile is a duplicate too."""
    known = Known(candidates)
    fresh: dict[int, Candidate] = {}
    ended: list[tuple[Candidate, Twin | None]] = []
    for candidate, pk in zip(candidates, new_ids(len(candidates)), strict=True):
        twin = known.twin(candidate)
        if twin:
            ended.append((candidate, twin))
        else:
            known.add(candidate, pk)
            fresh[pk] = candidate
    lost = insert_articles(fresh, context)
    later = Known(lost.values())
    ended = [(candidate, _true_twin(candidate, twin, lost, later)) for candidate, twin in ended]
    ended += [(candidate, later.twin(candidate)) for candidate in lost.values()]
    won = {pk: candidate for pk, candidate in fresh.items() if pk not in lost}
    insert_parts(won)
    if not context.publish:  # of what is published, the index writes them
        sketches.sign({pk: candidate.digest for pk, candidate in won.items()})
    repeated = sorted(ended, key=lambda pair: pair[0].number)
    return [
        *(_repeated(candidate, twin, context) for candidate, twin in repeated),
        *(_kept(pk, one) for pk, one in won.items()),
    ]


def _true_twin(candidate: Candidate, twin: Twin | None, lost: dict[int, Candidate], later: Known) -> Twin | None:
    """A twin of the same handful that lost the race stands for the article that won it."""
    if twin is None or twin.article_id not in lost:
        return twin
    return later.twin(candidate) or later.twin(lost[twin.article_id])


def _repeated(candidate: Candidate, twin: Twin | None, context: Context) -> Ended:
    """How one that repeats an article ends; changed text becomes a version where the archivist said so beforehand."""
    number, record = candidate.number, candidate.record
    if twin is None:
        return Ended(number, record, Outcome.REFUSED, NOT_TAKEN.format("conflict"))
    if not twin.changed or context.on_changed != OnChanged.VERSION:
        return Ended(number, record, Outcome.DUPLICATE, twin.reason, twin.article_id, waits=twin.changed)
    told = changed.keep_version(record, twin.article_id, context.file.original_id, context.user_id, context.on_tags)
    outcome = Outcome.VERSION if told.kept else Outcome.DUPLICATE
    return Ended(number, record, outcome, told.reason, twin.article_id)


def _refused(number: int, item: Rejection) -> Ended:
    return Ended(number, item, Outcome.REFUSED, item.reason)


def _kept(pk: int, candidate: Candidate) -> Ended:
    return Ended(candidate.number, candidate.record, Outcome.STORED, article_id=pk)


def _follow(ended: list[Ended], context: Context, vectors: Mapping[int, Analysed]) -> frozenset[int]:
    """Index what is published and suggest tags for all; return the ids of those too long to be indexed whole."""
    stored = {one.article_id: one.item for one in ended if one.article_id and isinstance(one.item, ArticleRecord)}
    if not stored:
        return frozenset()
    ready = {one.article_id: vectors[one.number] for one in ended if one.article_id and one.number in vectors}
    cut_short = index.refresh(stored, ready, merge=False) if context.publish else []
    tags.take_in(stored, context.on_tags, context.user_id)
    if context.suggest and (names := gazetteer.current()).entities:
        suggestions.suggest(stored, names)
    return frozenset(cut_short)
