"""The archive by source, section, year and month, so that everything in it can be reached by following links."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Source
from articles.text import anniversaries
from articles.text.dates import MONTHS, day_of
from articles.timeline import shelves
from articles.timeline.shelves import Shelf
from articles.views.access import open_to_all

PAGE = 60
MOST_OF_DAY = 120


@dataclass(frozen=True, slots=True)
class Link:
    """A shelf to go to and how many articles stand there."""

    label: str
    url: str
    count: int


@open_to_all
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Show what there is: years, and the sources and sections that can narrow them."""
    shelf, source = _shelf(request)
    query = _query(shelf)
    by_year = shelves.years(shelf)
    context = {
        "years": [
            Link(str(year), reverse("browse_year", args=[year]) + query, count)
            for year, count in by_year.items()
            if year
        ],
        "undated": by_year.get(None, 0),
        "undated_url": reverse("browse_undated") + query,
        "total": sum(by_year.values()),
    }
    return _answer(request, shelf, source, context)


@open_to_all
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the months of a year."""
    shelf, source = _shelf(request)
    shelf = replace(shelf, start=_day(year, 1, 1), end=_day(year, 12, 31))
    months = [
        Link(f"{MONTHS[month - 1]} {year}", reverse("browse_month", args=[year, month]) + _query(shelf), count)
        for month, count in shelves.months(shelf).items()
    ]
    context = {"months": months, "title": str(year), "total": sum(one.count for one in months)}
    return _answer(request, shelf, source, context)


@open_to_all
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """List the articles of a month, day by day."""
    first = _day(year, month, 1)
    shelf, source = _shelf(request)
    shelf = replace(shelf, start=first, end=first.replace(day=monthrange(year, month)[1]))
    context = {
        "title": f"{MONTHS[month - 1]} {year}",
        "year": Link(str(year), reverse("browse_year", args=[year]) + _query(shelf), 0),
    }
    return _listed(request, shelf, source, context)


@open_to_all
@require_safe
def undated(request: HttpRequest) -> HttpResponse:
    """List the articles whose date is not known."""
    shelf, source = _shelf(request)
    return _listed(request, replace(shelf, undated=True), source, {"title": "ללא תאריך"})


@open_to_all
@require_safe
def this_day(request: HttpRequest) -> HttpResponse:
    """Show what was published on this day in every year, by the civil calendar and by the Hebrew one."""
    text = request.GET.get("date", "")
    asked = day_of(text, last=False) if len(text) == len("2019-01-04") else None
    day = asked if asked and 1583 <= asked.year < 9000 else timezone.localdate()
    first, last = bounds(shelves.years(Shelf()))
    context = {
        "day": day,
        "wrong": bool(text) and asked != day,
        "civil": shelves.on_days(anniversaries.civil(day, first, last), MOST_OF_DAY),
        "hebrew": shelves.on_days(anniversaries.hebrew(day, first, last), MOST_OF_DAY),
        "most": MOST_OF_DAY,
    }
    return render(request, "browse/day.html", context)


def bounds(by_year: dict[int | None, int]) -> tuple[int, int]:
    """Return the first and the last year of the archive, (1, 0) when it has no dated article."""
    dated = [one for one in by_year if one]
    return (min(dated), max(dated)) if dated else (1, 0)


def _answer(request: HttpRequest, shelf: Shelf, source: Source | None, context: dict[str, object]) -> HttpResponse:
    known: dict[str, object] = {"shelf": shelf, "source": source, "whole": request.path, "query": _query(shelf)}
    if source is None:
        known["sources"] = [
            Link(name, request.path + _query(replace(shelf, source=pk)), count)
            for pk, name, count in shelves.sources(shelf)
        ]
    if not shelf.section:
        known["sections"] = [
            Link(name, request.path + _query(replace(shelf, section=name)), count)
            for name, count in shelves.sections(shelf)
        ]
    return render(request, "browse/browse.html", known | context)


def _listed(request: HttpRequest, shelf: Shelf, source: Source | None, context: dict[str, object]) -> HttpResponse:
    page = Paginator(shelves.articles(shelf), PAGE).get_page(request.GET.get("page"))
    query = _query(shelf).removeprefix("?")
    listed = {"page": page, "carried": f"{query}&" if query else "", "total": page.paginator.count}
    return _answer(request, shelf, source, context | listed)


def _shelf(request: HttpRequest) -> tuple[Shelf, Source | None]:
    """Return what the query string narrows the archive to; 404 for a source that is none."""
    key = request.GET.get("source", "")
    section = request.GET.get("section", "").replace("\x00", "")[:100]
    if not key:
        return Shelf(section=section), None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    source = get_object_or_404(Source, pk=int(key))
    return Shelf(source.pk, section), source


def _query(shelf: Shelf) -> str:
    given = {"source": shelf.source, "section": shelf.section}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
