"""The life of a batch: made of files, previewed, run to its end however often it is interrupted, published, dropped."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils import timezone

from articles.intake import mapping as mappings
from articles.intake import originals, publishing, remembering
from articles.intake.confined import reader
from articles.intake.context import Context
from articles.intake.dates import ZONE
from articles.intake.endings import ItemResult
from articles.intake.mapping import TableMapping
from articles.intake.records import Read, Rejection
from articles.intake.store import store
from articles.models import Article, Batch, BatchFile, Original, Source
from articles.models.article import Status
from articles.models.intake import Asked, BatchStatus, OnChanged, OnTags, Outcome
from articles.querysets import ArticleQuerySet
from articles.tagging import gazetteer, suggestions

log = logging.getLogger(__name__)

_AT_ONCE: Final = 200  # drafts published in one transaction
LOST: Final = "קובץ המקור אינו נמצא בדיסק של השרת. העלו אותו שוב."
STOPPED: Final = "הקליטה נעצרה בשל תקלה ({}). מה שנקלט שמור, והמשך יתחיל מן הפריט הבא."
RESUMABLE: Final = (BatchStatus.FAILED, BatchStatus.PAUSED)
_AFTER: Final = {Asked.PAUSE: BatchStatus.PAUSED, Asked.CANCEL: BatchStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the archivist said of a batch as a whole."""

    source: str = ""
    publish: bool = False
    published: date | None = None
    on_changed: str = OnChanged.LEAVE
    on_tags: str = OnTags.SUGGEST


@transaction.atomic
def create(user: User | None, files: Iterable[tuple[str, Original]], settings: Settings) -> Batch:
    """Make a batch, in preview, of files (name, original) that are kept already."""
    batch = Batch.objects.create(created_by=user, mapping=_said(settings), **_chosen(settings))
    BatchFile.objects.bulk_create(
        BatchFile(batch=batch, original=original, name=name[-500:]) for name, original in files
    )
    return batch


def mapping_of(batch: Batch, file: BatchFile) -> TableMapping | None:
    """Return the mapping that the archivist chose for a file, or None: guess."""
    chosen = batch.mapping.get("files", {}).get(str(file.pk))
    return mappings.from_json(chosen) if chosen else None


def change(batch: Batch, settings: Settings, chosen: dict[int, TableMapping]) -> None:
    """Keep what the archivist says of a batch in preview: settings, and mappings of some of the files by file id."""
    files = {**batch.mapping.get("files", {}), **{str(pk): mapping.as_json() for pk, mapping in chosen.items()}}
    batch.mapping = {**_said(settings), "files": files}
    for name, value in _chosen(settings).items():
        setattr(batch, name, value)
    batch.save(update_fields=["mapping", *_chosen(settings)])


def guess_anew(batch: Batch, file_id: int, header: Sequence[str]) -> None:
    """Drop what was chosen and what is remembered for a table of a batch in preview: its columns are guessed again."""
    remembering.forget(batch.source, header)
    batch.mapping.get("files", {}).pop(str(file_id), None)
    batch.save(update_fields=["mapping"])


def run(batch: Batch, suggest: bool = True) -> Iterator[ItemResult]:
    """Store what the files of a batch hold, from where an earlier run left off; yield how each item ended.

    The batch is done when the iterator is exhausted, unless somebody asked meanwhile to pause or cancel it. One left
    early stays as it is, to be run again. Without `suggest`, tags are suggested by `suggest_tags`, later.
    """
    if _obeyed(batch):
        return
    running = {"status": BatchStatus.RUNNING, "error": "", "finished": None, "started": timezone.now()}
    Batch.objects.filter(pk=batch.pk).update(**running)
    try:
        _settle(batch)
        for handful in _handfuls(batch, suggest):
            yield from handful
            if _obeyed(batch):
                return
    except Exception as error:
        log.exception("batch %s stopped", batch.pk)
        with suppress(DatabaseError):  # when it is the database that went away, the next run finds the batch as it is
            stop(batch, STOPPED.format(type(error).__name__))
        raise
    _end(batch, BatchStatus.DONE)


def ask(batch: Batch, what: Asked) -> bool:
    """Pause or cancel a batch: at once when nobody works on it, else between two handfuls; False when it has ended."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.status == BatchStatus.RUNNING:
            Batch.objects.filter(pk=batch.pk).update(asked=what)
        elif held.status in (BatchStatus.QUEUED, *RESUMABLE) and held.status != _AFTER[what]:
            _end(held, _AFTER[what])
        else:
            return False
    return True


def reopen(batch: Batch) -> int:
    """Forget the refusals of a batch that ended, so that running it again tries those items anew; return how many."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.status not in (BatchStatus.DONE, *RESUMABLE):
            return 0
        forgotten, _ = held.items.filter(outcome=Outcome.REFUSED).delete()
        if forgotten:
            _end(held, BatchStatus.PAUSED)
    return forgotten


def stop(batch: Batch, why: str) -> None:
    """Mark a batch whose run was left early; it can be run again."""
    _end(batch, BatchStatus.FAILED, why)


def unfinished(user: User | None, files: Sequence[tuple[str, Original]], settings: Settings) -> Batch | None:
    """Return the last batch of the same files and settings that was left early, or None."""
    left = Batch.objects.filter(created_by=user, status__in=(BatchStatus.RUNNING, *RESUMABLE))
    said = {"publish": settings.publish, "on_changed": settings.on_changed, "on_tags": settings.on_tags}
    same = left.filter(mapping=_said(settings), **said).select_related("source")
    wanted = [(name[-500:], original.pk) for name, original in files]
    for batch in same.order_by("-pk")[:20]:
        held = list(batch.files.order_by("pk").values_list("name", "original"))
        if held == wanted and (batch.source.name if batch.source else "") == settings.source:
            return batch
    return None


def context(batch: Batch, file: BatchFile) -> Context:
    """Return what holds for every item of a file."""
    source = batch.source.name if batch.source else ""
    said = (batch.publish, day_of(batch), batch.created_by_id, batch.on_changed, batch.on_tags)
    return Context(file, source, *said)


def day_of(batch: Batch) -> datetime | None:
    """Return the day that the archivist gave for articles that state none, or None."""
    said: Any = batch.mapping.get("published")
    return datetime.combine(date.fromisoformat(said), time(), ZONE) if said else None


def counts(batch: Batch) -> dict[str, int]:
    """Return how many items ended in each outcome."""
    return dict(batch.items.order_by().values_list("outcome").annotate(Count("pk")))


def drafts(batch: Batch) -> ArticleQuerySet:
    """Return the drafts that a batch stored."""
    return Article.objects.filter(items__batch=batch, items__outcome="stored", status=Status.DRAFT)


def publish(batch: Batch, user: User | None) -> int:
    """Publish the drafts of a batch, a handful at a time; return how many. Safe to run again."""
    ids, published = list(drafts(batch).order_by("pk").values_list("pk", flat=True)), 0
    for at in range(0, len(ids), _AT_ONCE):
        published += publishing.publish(ids[at : at + _AT_ONCE], user)
    return published


def suggest_tags(batch: Batch) -> int:
    """Suggest tags for the articles that a batch stored; return how many are new. Safe to run again."""
    ids = list(batch.items.filter(outcome=Outcome.STORED, article__isnull=False).values_list("article", flat=True))
    names = gazetteer.current()
    return suggestions.suggest(ids, names) if names.entities else 0


@transaction.atomic
def drop(batch: Batch) -> bool:
    """Delete a batch of which nothing was stored yet, and its originals; return False when it is past its preview."""
    held = Batch.objects.select_for_update().filter(pk=batch.pk, status=BatchStatus.PREVIEW).first()
    if held is None:
        return False
    kept = [file.original for file in held.files.select_related("original")]
    held.delete()
    originals.forget_unused(kept)
    return True


def _source(settings: Settings) -> Source | None:
    return Source.objects.get_or_create(name=settings.source)[0] if settings.source else None


def _chosen(settings: Settings) -> dict[str, Any]:
    return {
        "source": _source(settings),
        "publish": settings.publish,
        "on_changed": settings.on_changed,
        "on_tags": settings.on_tags,
    }


def _said(settings: Settings) -> dict[str, Any]:
    return {"published": settings.published.isoformat()} if settings.published else {}


def _settle(batch: Batch) -> None:
    """Write down how the tables are read that nobody was asked about, before the first item: it must not change."""
    settled = batch.mapping.get("files", {})
    if not remembering.anything():
        return
    for file in batch.files.select_related("original"):
        path = originals.path_of(file.original)
        if str(file.pk) in settled or not path.exists() or file.items.exists():
            continue
        head = reader.table_head(path, file.name)
        if head and (known := remembering.recall(batch.source, head.header)):
            batch.mapping = {
                **batch.mapping,
                "files": {**batch.mapping.get("files", {}), str(file.pk): known.as_json()},
            }
            batch.save(update_fields=["mapping"])


def _handfuls(batch: Batch, suggest: bool) -> Iterator[list[ItemResult]]:
    for file in batch.files.select_related("original", "batch"):
        yield from store(_items(batch, file), replace(context(batch, file), suggest=suggest))


def _obeyed(batch: Batch) -> bool:
    """Do what somebody asked of the batch meanwhile; return whether the work is to stop. What is stored stays."""
    asked = Batch.objects.filter(pk=batch.pk).values_list("asked", flat=True).first()
    if asked:
        _end(batch, _AFTER[Asked(asked)])
    return bool(asked)


def _items(batch: Batch, file: BatchFile) -> Iterator[Read]:
    path = originals.path_of(file.original)
    if not path.exists():
        return iter([Rejection("הקובץ", LOST)])
    return reader.read(path, file.name, mapping_of(batch, file))


def _end(batch: Batch, status: BatchStatus, error: str = "") -> None:
    Batch.objects.filter(pk=batch.pk).update(status=status, error=error, finished=timezone.now(), asked="")
