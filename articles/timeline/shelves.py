"""The archive as shelves: published articles by source, section, year and month, each with what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth, TruncYear

from articles.models import Article, SearchDocument
from articles.timeline.cooccurrence import moment


@dataclass(frozen=True, slots=True)
class Shelf:
    """Published articles of a source, of a section, of the days `start` to `end`: each may be left open.

    `undated` are those without a date alone.
    """

    source: int | None = None
    section: str = ""
    start: date | None = None
    end: date | None = None
    undated: bool = False

    def rows(self) -> QuerySet[SearchDocument]:
        """Return what searches know of the articles."""
        found = SearchDocument.objects.filter(published__isnull=True) if self.undated else SearchDocument.objects.all()
        if self.source is not None:
            found = found.filter(source=self.source)
        if self.section:
            found = found.filter(section=self.section)
        if self.start and self.end:
            found = found.filter(published__gte=moment(self.start), published__lt=moment(self.end, after=True))
        return found


def years(shelf: Shelf) -> dict[int | None, int]:
    """Count the articles of a shelf by year, the oldest first, the undated under None at the end; one query."""
    found = shelf.rows().annotate(part=TruncYear("published")).values_list("part").annotate(number=Count("pk"))
    return {part.year if part else None: number for part, number in found.order_by(F("part").asc(nulls_last=True))}


def months(shelf: Shelf) -> dict[int, int]:
    """Count the articles of a shelf by month of its year; one query."""
    found = shelf.rows().annotate(part=TruncMonth("published")).values_list("part").annotate(number=Count("pk"))
    return {part.month: number for part, number in found.order_by("part")}


def sources(shelf: Shelf) -> list[tuple[int, str, int]]:
    """Return the sources on a shelf: key, name and number of articles, by name; one query."""
    found = shelf.rows().values_list("source", "source__name").annotate(number=Count("pk"))
    return list(found.order_by("source__name"))


def sections(shelf: Shelf) -> list[tuple[str, int]]:
    """Return the sections on a shelf with the number of articles, by name; one query."""
    found = shelf.rows().exclude(section="").values_list("section").annotate(number=Count("pk"))
    return list(found.order_by("section"))


def articles(shelf: Shelf) -> QuerySet[Article]:
    """Return the articles of a shelf, the oldest first."""
    kept = shelf.rows().values("pk")
    return Article.objects.filter(pk__in=kept).select_related("source").order_by("published", "id")


def on_days(days: Sequence[date], most: int) -> list[Article]:
    """Return published articles of these days, oldest first, `most` of them; two queries, a step in the index a day."""
    if not days:
        return []
    ranges = Q()
    for day in days:
        ranges |= Q(published__gte=moment(day), published__lt=moment(day, after=True))
    kept = SearchDocument.objects.filter(ranges).order_by("published", "pk").values_list("pk", flat=True)[:most]
    return list(Article.objects.filter(pk__in=list(kept)).select_related("source").order_by("published", "id"))
