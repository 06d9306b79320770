"""An article that came again with another text: kept as a new version, stored apart, or left, as was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from articles.corrections import replacing
from articles.corrections.replacing import NewText, SameText, Withheld
from articles.corrections.versions import Text
from articles.intake import tags
from articles.intake.duplicates import SAME, print_of
from articles.intake.keeping import from_json
from articles.intake.records import ArticleRecord
from articles.models import Article, Batch, Item
from articles.models.intake import OnTags, Outcome
from articles.tagging import gazetteer, suggestions

KEPT: Final = "נשמרה כגרסה חדשה של הכתבה."
WAIT: Final = "{} תיוגים איבדו את מקומם ומחכים בתור הסקירה."
CUT_SHORT: Final = "הכתבה ארוכה מגבול החיפוש: היא נשמרה במלואה, וסופה אינו נמצא בחיפוש."
IS_WITHHELD: Final = "הכתבה הוסרה מעיון, ואינה מתעדכנת."
LEFT: Final = "הוחלט להשאיר את הכתבה שבארכיון כמות שהיא."
NOT_YOURS: Final = "הכתבה שבארכיון היא טיוטה של אדם אחר, ואינה מתעדכנת."
IS_GONE: Final = "הכתבה כבר אינה בארכיון. העלו את הקובץ שוב כדי לקלוט אותה כחדשה."


@dataclass(frozen=True, slots=True)
class Told:
    """Whether the text was kept as a version, and what to say of it in Hebrew."""

    kept: bool
    reason: str


def keep_version(
    record: ArticleRecord, article_id: int, original_id: int, user_id: int | None, on_tags: str = OnTags.SUGGEST
) -> Told:
    """Make `record` the new text of an article; the old one stays as a version. In the caller's transaction."""
    if not _may(user_id, article_id):
        return Told(False, NOT_YOURS)
    try:
        replaced = replacing.replace(article_id, _text(record, original_id), user_id)
    except Withheld:
        return Told(False, IS_WITHHELD)
    except SameText:
        return Told(False, SAME)
    except Article.DoesNotExist:
        return Told(False, IS_GONE)
    _follow(record, article_id, on_tags, user_id)
    broken = [WAIT.format(len(replaced.broken))] if replaced.broken else []
    return Told(True, " ".join([KEPT, *broken, *([] if replaced.whole else [CUT_SHORT])]))


def _may(user_id: int | None, article_id: int) -> bool:
    """An archivist gives new versions of what is published and of own drafts; the command line, of everything."""
    user = User.objects.filter(pk=user_id).first() if user_id else None
    return user is None or Article.objects.visible_to(user).filter(pk=article_id).exists()


def _follow(record: ArticleRecord, article_id: int, on_tags: str, user_id: int | None) -> None:
    tags.take_in({article_id: record}, on_tags, user_id)
    names = gazetteer.current()
    if names.entities:
        suggestions.suggest([article_id], names)


def _text(record: ArticleRecord, original_id: int) -> NewText:
    return NewText(
        title=record.title, fingerprint=print_of(record), deck=record.deck, byline=record.byline,
        section=record.section, external_id=record.external_id, url=record.url, published=record.published,
        updated=record.updated, update_stamp=record.update_stamp, original_id=original_id,
        paragraphs=[(line.kind, line.text) for line in record.paragraphs],
        related=[(link.text, link.url) for link in record.related],
    )  # fmt: skip


# --- what is decided later, in the report ------------------------------------------------------------------------


class Decided(ValueError):
    """The item waits for no decision: somebody has decided, or it never did."""


@transaction.atomic
def decide_version(item: Item, user_id: int | None) -> Told:
    """Keep an item that waits as the new version of the article that it repeats. Raises Decided."""
    held, record = _held(item)
    if held.article_id is None:
        told = Told(False, IS_GONE)
    else:
        told = keep_version(record, held.article_id, held.file.original_id, user_id, held.batch.on_tags)
    _end(held, Outcome.VERSION if told.kept else Outcome.DUPLICATE, told.reason)
    return told


def decide_all(batch: Batch, user_id: int | None) -> int:
    """Keep every item that waits as a new version, each by itself, in order; return how many were kept."""
    kept = 0
    for item in changed_items(batch):
        with suppress(Decided):
            kept += decide_version(item, user_id).kept
    return kept


def changed_items(batch: Batch) -> Iterator[Item]:
    """Yield the items that wait, read one by one: a decision may settle what comes after it."""
    for pk in list(waiting(batch).values_list("pk", flat=True)):
        yield from Item.objects.filter(pk=pk)


@transaction.atomic
def leave(item: Item) -> None:
    """Leave an item that waits as a duplicate. Raises Decided."""
    held, _ = _held(item)
    _end(held, Outcome.DUPLICATE, f"{held.reason} {LEFT}")


def waiting(batch: Batch) -> QuerySet[Item]:
    """Return the items of a batch that may be new versions and wait for a decision, in order."""
    return batch.items.filter(outcome=Outcome.DUPLICATE, record__isnull=False).order_by("file_id", "number")


def record_of(item: Item) -> ArticleRecord:
    """Return the record of an item that waits. Raises Decided."""
    if item.record is None:
        raise Decided
    return from_json(item.record)


def text_of(record: ArticleRecord) -> Text:
    """Return what readers would read of a record."""
    return Text(record.title, record.deck, record.byline, tuple(line.text for line in record.body))


def _held(item: Item) -> tuple[Item, ArticleRecord]:
    held = Item.objects.select_for_update(of=("self",)).select_related("file", "batch").get(pk=item.pk)
    return held, record_of(held)


def _end(item: Item, outcome: Outcome, reason: str) -> None:
    item.outcome, item.reason, item.record = outcome, reason, None
    item.save(update_fields=["outcome", "reason", "record"])
