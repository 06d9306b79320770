"""Every decision on a tag: one function, one transaction, and the database's constraints have the last word.

A mention carries a version. A decision names the version it saw; when another came first it raises `Stale`, and
nothing is stored. Each write leaves the appearances of the article in step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from articles.models import Entity, Mention, Paragraph
from articles.models.entity import MentionStatus, Origin
from articles.querysets import MentionQuerySet
from articles.tagging import appearances
from articles.tagging.errors import Impossible, QuoteMismatch, SpanTaken, Stale

ACCEPTED, BROKEN = MentionStatus.ACCEPTED, MentionStatus.BROKEN
REJECTED, REMOVED, SUGGESTED = MentionStatus.REJECTED, MentionStatus.REMOVED, MentionStatus.SUGGESTED
_OFFERED_BY_MACHINES = (Origin.GAZETTEER, Origin.TAGGER)


def add(paragraph: Paragraph, start: int, end: int, quote: str, entity: Entity, user: User | None) -> Mention:
    """Tag the code points `start` to `end`, which read `quote`, as `entity`; accepted at once.

    A span that was suggested, rejected or removed for this entity is taken up again.
    Raises SpanTaken when the span has an accepted tag, QuoteMismatch when the paragraph does not read so.
    """
    new = Mention(
        article_id=paragraph.article_id, paragraph=paragraph, entity=entity, start=start, end=end, quote=quote,
        status=ACCEPTED, origin=Origin.EDITOR, decided=timezone.now(), decided_by=user,
    )  # fmt: skip
    with deciding(new.article_id):
        return put(new)


def put(new: Mention) -> Mention:
    """Store an accepted tag, inside `deciding`; a row of its span and entity is taken up. Raises as `add` does."""
    if not _inserted(new):
        _take_up(new)
    return _now(new.paragraph_id, new.start, new.end, new.entity)


def accept(mention: Mention, user: User | None, version: int) -> Mention:
    """Accept a suggestion. Raises Stale, or SpanTaken when the span meanwhile has another tag."""
    return _decide(mention, user, version, (SUGGESTED,), ACCEPTED)


def reject(mention: Mention, user: User | None, version: int) -> Mention:
    """Reject a suggestion: this span is never again suggested for this entity, its like sink. Raises Stale."""
    with transaction.atomic():
        now = _decide(mention, user, version, (SUGGESTED,), REJECTED)
        _weigh_alike(now)
    return now


def _weigh_alike(mention: Mention) -> None:
    """Have the worker weigh the waiting like of a mention, once however many were rejected meanwhile."""
    alike = app.configure_task(
        "weigh_alike", allow_unknown=True, queue="tagging", lock="weigh",
        queueing_lock=f"weigh-{mention.entity_id}-{mention.quote}",
    )  # fmt: skip
    with suppress(AlreadyEnqueued), transaction.atomic():
        alike.defer(entity_id=mention.entity_id, quote=mention.quote)


def remove(mention: Mention, user: User | None, version: int) -> Mention:
    """Take an accepted tag away; it is never suggested again. Raises Stale."""
    return _decide(mention, user, version, (ACCEPTED,), REMOVED)


def undo(mention: Mention, user: User | None, version: int) -> Mention:
    """Take the last decision back: a decided suggestion waits again, an editor's tag goes, a removed one returns.

    Raises Stale, SpanTaken (the span of a removed tag has another by now) or Impossible.
    """
    return _decide(mention, user, version, (mention.status,), _before(mention))


def override(mention: Mention, user: User | None, version: int, after: MentionStatus) -> Mention:
    """Bring a mention from whatever was decided to `after`, by one who has seen it. Raises Stale, SpanTaken."""
    return _decide(mention, user, version, (SUGGESTED, ACCEPTED, REJECTED, REMOVED), after)


def move(mention: Mention, start: int, end: int, quote: str, user: User | None, version: int) -> Mention:
    """Give a tag that lost its place a new one in the same paragraph. Raises as `add` and `accept` do."""
    place = {"start": start, "end": end, "quote": quote}
    with deciding(mention.article_id):
        _at(mention.paragraph_id, start, end, mention.entity).exclude(status=ACCEPTED).delete()
        return _changed(mention, version, (BROKEN,), _decision(user, ACCEPTED) | place)


def discard(mention: Mention, version: int) -> None:
    """Give up a tag that lost its place (the history keeps it). Raises Stale."""
    gone, _ = Mention.objects.filter(pk=mention.pk, version=version, status=BROKEN).delete()
    if not gone:
        raise _stale(mention, version)


def waiting() -> MentionQuerySet:
    """Suggestions that an editor may decide: those that no accepted tag overlaps."""
    return Mention.objects.suggested().filter(~Exists(overlapping_accepted()))


def overlapping_accepted() -> MentionQuerySet:
    """Accepted mentions that share a code point with the outer query's mention."""
    return Mention.objects.accepted().filter(
        paragraph=OuterRef("paragraph"), start__lt=OuterRef("end"), end__gt=OuterRef("start")
    )


@contextmanager
def deciding(article_id: int) -> Iterator[None]:
    """One transaction over the tags of an article, with its appearances rolled up at the end."""
    with transaction.atomic():
        appearances.lock([article_id])
        yield
        appearances.refresh([article_id])


def _before(mention: Mention) -> MentionStatus:
    match mention.status:
        case MentionStatus.REMOVED:
            return ACCEPTED
        case MentionStatus.REJECTED:
            return SUGGESTED
        case MentionStatus.ACCEPTED:
            return SUGGESTED if mention.origin in _OFFERED_BY_MACHINES else REMOVED
    raise Impossible


def _decide(
    mention: Mention, user: User | None, version: int, before: Collection[str], after: MentionStatus
) -> Mention:
    with deciding(mention.article_id):
        return _changed(mention, version, before, _decision(user, after))


def _decision(user: User | None, after: MentionStatus) -> dict[str, Any]:
    open_again = after == SUGGESTED
    return {
        "status": after,
        "decided": None if open_again else timezone.now(),
        "decided_by": None if open_again else user,
        "version": F("version") + 1,
    }


def _changed(mention: Mention, version: int, before: Collection[str], values: dict[str, Any]) -> Mention:
    """Write `values` if the mention still has this version and stands where it should; return it as it is now."""
    rows = Mention.objects.filter(pk=mention.pk, version=version, status__in=before)
    start, end = values.get("start", mention.start), values.get("end", mention.end)
    if not _written(rows, values, mention.paragraph_id, start, end):
        raise _stale(mention, version)
    return _read(mention.pk)


def _stale(mention: Mention, version: int) -> Stale | Impossible:
    now = _with_people().filter(pk=mention.pk).first()
    return Impossible() if now and now.version == version else Stale(now)


def _inserted(new: Mention) -> bool:
    """Insert; False when this span and entity already have a row."""
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        if constraint_of(error) == "mention_span_once_an_entity":
            return False
        raise _refusal(error, new.paragraph_id, new.start, new.end) from error
    return True


def _take_up(new: Mention) -> None:
    """Accept the row that stands at the span of `new` for its entity."""
    rows = _at(new.paragraph_id, new.start, new.end, new.entity).exclude(status=ACCEPTED)
    if not _written(rows, _decision(new.decided_by, ACCEPTED), new.paragraph_id, new.start, new.end):
        raise SpanTaken(_holder(new.paragraph_id, new.start, new.end))


def _written(rows: MentionQuerySet, values: dict[str, Any], paragraph_id: int, start: int, end: int) -> int:
    try:
        with transaction.atomic():
            return rows.update(**values)
    except IntegrityError as error:
        raise _refusal(error, paragraph_id, start, end) from error


def _refusal(error: IntegrityError, paragraph_id: int, start: int, end: int) -> Exception:
    match constraint_of(error):
        case "mention_span_accepted_once" | "mention_span_once_an_entity":
            return SpanTaken(_holder(paragraph_id, start, end))
        case "mention_quote_equals_text" | "mention_span_not_empty":
            return QuoteMismatch()
    return error


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the constraint that was violated."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _holder(paragraph_id: int, start: int, end: int) -> Mention:
    return _with_people().accepted().get(paragraph_id=paragraph_id, start=start, end=end)


def _at(paragraph_id: int, start: int, end: int, entity: Entity) -> MentionQuerySet:
    rows = Mention.objects.filter(paragraph_id=paragraph_id, start=start, end=end, entity=entity)
    return rows.exclude(status=BROKEN)


def _now(paragraph_id: int, start: int, end: int, entity: Entity) -> Mention:
    return _with_people().get(pk__in=_at(paragraph_id, start, end, entity).values("pk"))


def _read(pk: int) -> Mention:
    return _with_people().get(pk=pk)


def _with_people() -> MentionQuerySet:
    return Mention.objects.select_related("entity", "decided_by")
