"""The queue of what waits for an editor: suggestions, and tags that lost their place, with their context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from articles.models import Mention
from articles.models.article import Status
from articles.models.entity import MentionStatus
from articles.querysets import MentionQuerySet
from articles.tagging import anchors, mentions

CONTEXT = 90  # code points on each side
MOST_COUNTED = 1000
MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands in its paragraph, with the text around it."""

    start: int
    end: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mention that waits: where it stands, or, for a broken one, where its words stand now."""

    mention: Mention
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue. `following` is the id after which the next page begins, None on the last."""

    items: list[Waiting]
    count: int
    following: int | None

    @property
    def count_is_exact(self) -> bool:
        """Tell whether counting stopped before its limit."""
        return self.count <= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of the queue: `status` suggested or broken; the rest narrows it when given.

    `least` is a confidence from 0 to 1; `since` and `until` are days of publication, both included.
    """

    status: str = MentionStatus.SUGGESTED
    kind: str = ""
    entity: int | None = None
    origin: str = ""
    source: int | None = None
    least: float | None = None
    since: date | None = None
    until: date | None = None


def queue(asked: Asked, after: int = 0, size: int = 20) -> Queue:
    """Read a page of what waits, in order of arrival, `after` a mention's id."""
    rows = _rows(asked)
    count = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    page = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    following = page[size - 1].pk if len(page) > size else None
    return Queue([Waiting(mention, places(mention)) for mention in page[:size]], count, following)


def places(mention: Mention) -> list[Place]:
    """Return where a mention stands, or for a broken one each place where its words stand now, at most a few."""
    text = mention.paragraph.text
    if mention.status != MentionStatus.BROKEN:
        return [place(text, mention.start, mention.end)]
    found = anchors.places(text, mention.quote)[:MOST_PLACES]
    return [place(text, start, start + len(mention.quote)) for start in found]


def _rows(asked: Asked) -> MentionQuerySet:
    broken = Mention.objects.filter(status=MentionStatus.BROKEN)
    rows = broken if asked.status == MentionStatus.BROKEN else mentions.waiting()
    rows = rows.exclude(article__status=Status.WITHHELD)
    given = {
        "entity__kind": asked.kind,
        "entity": asked.entity,
        "origin": asked.origin,
        "article__source": asked.source,
        "confidence__gte": asked.least,
        "article__published__gte": asked.since and _morning(asked.since),
        "article__published__lt": asked.until and asked.until < date.max and _morning(asked.until + timedelta(days=1)),
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    return rows.select_related("entity", "paragraph", "article__source", "decided_by")


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def place(text: str, start: int, end: int) -> Place:
    """Return the code points `start` to `end` of a text, with what stands around them."""
    return Place(start, end, _before(text, start), text[start:end], _after(text, end))


def _before(text: str, start: int) -> str:
    """Return the context before a place, cut at a word, with an ellipsis where it is cut."""
    low = start - CONTEXT
    return text[:start] if low <= 0 else "…" + text[max(low, text.find(" ", low, start)) : start]


def _after(text: str, end: int) -> str:
    """Return the context after a place, likewise."""
    high = end + CONTEXT
    return text[end:] if high >= len(text) else text[end : max(end, text.rfind(" ", end, high))] + "…"
