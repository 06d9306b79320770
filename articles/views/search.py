"""The search page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.hebrew.analyzer import Mode
from articles.models import Entity
from articles.models.entity import Kind
from articles.search import engine, sentence
from articles.search.criteria import SORTS, Criteria
from articles.search.facets import Facets
from articles.search.grammar import plain
from articles.timeline import chart, series
from articles.timeline.periods import Period, unit_for
from articles.views.access import open_to_all

Value = TypeVar("Value")
MODES = {Mode.EXACT: "מדויק", Mode.PREFIX: "עם אותיות שימוש", Mode.FLEXIBLE: "כל הנטיות"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen or unchosen, and the address that does it."""

    label: str
    count: int | None
    url: str
    chosen: bool


@open_to_all
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer any query string with a page."""
    criteria = Criteria.read(request.GET)
    results = engine.search(criteria)
    chosen = {entity.pk: entity for entity, _ in results.facets.entities}
    chosen |= Entity.objects.in_bulk(set(criteria.entities) - set(chosen)) if criteria.entities else {}
    context = {
        "criteria": criteria,
        "results": results,
        "sentence": [(part, address(part.without)) for part in sentence.parts(criteria, chosen)],
        "widths": _widths(criteria, results.total),
        "groups": _groups(criteria, results.facets),
        "sorts": _sorts(criteria),
        "chart": _chart(criteria, results.facets),
        "pages": _pages(results),
        "carry": _carry(criteria),
        "plain": address(criteria.but(q=plain(criteria.q))) if criteria.q else "",
    }
    return render(request, "search/search.html", context)


def address(criteria: Criteria) -> str:
    """Return the address of a search."""
    query = criteria.query_string()
    return reverse("search") + (f"?{query}" if query else "")


def _widths(criteria: Criteria, total: int) -> list[Choice]:
    counts = engine.widths(criteria) if criteria.parsed.tree else dict.fromkeys(Mode, total)
    return [
        Choice(label, counts[mode], address(criteria.but(mode=mode)), mode is criteria.mode)
        for mode, label in MODES.items()
    ]


def _sorts(criteria: Criteria) -> list[Choice]:
    offered = {key: label for key, label in SORTS.items() if key != "relevance" or criteria.q}
    return [
        Choice(label, None, address(criteria.but(sort=key)), key == criteria.order) for key, label in offered.items()
    ]


def _groups(criteria: Criteria, facets: Facets) -> list[tuple[str, list[Choice]]]:
    """Return the facets as groups of choices; empty ones are left out."""
    sources = _choices(
        ((value.label, value.label, value.count) for value in facets.sources),
        criteria.sources,
        lambda chosen: criteria.but(sources=chosen),
    )
    sections = _choices(
        ((value.label, value.label, value.count) for value in facets.sections),
        criteria.sections,
        lambda chosen: criteria.but(sections=chosen),
    )
    kinds = [
        (
            str(label),
            _choices(
                ((entity.pk, entity.name, count) for entity, count in facets.entities if entity.kind == kind),
                criteria.entities,
                lambda chosen: criteria.but(entities=chosen),
            ),
        )
        for kind, label in Kind.choices
    ]
    groups = [("מקור", sources), ("מדור", sections), *kinds]
    return [(title, choices) for title, choices in groups if choices]


def _choices(
    values: Iterable[tuple[Value, str, int]], chosen: tuple[Value, ...], but: Callable[[tuple[Value, ...]], Criteria]
) -> list[Choice]:
    return [
        Choice(label, count, address(but(_toggled(chosen, value))), value in chosen) for value, label, count in values
    ]


def _toggled(chosen: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    return tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)


def _chart(criteria: Criteria, facets: Facets) -> chart.Chart | None:
    if len(facets.months) < 2:
        return None
    counts = series.series(dict(facets.months), series.months_of_archive(), unit_for(facets.months))
    return chart.chart(counts, lambda period: address(_in_period(criteria, period)))


def _in_period(criteria: Criteria, period: Period) -> Criteria:
    return criteria.but(start=period.start, end=period.end)


def _pages(results: engine.Results) -> list[Choice]:
    """Return the pages to offer; a gap is a choice without an address."""
    if results.pages == 1:
        return []
    criteria, current = results.criteria, results.criteria.page
    shown = Paginator(range(results.pages), 1).get_elided_page_range(current, on_each_side=2, on_ends=1)
    return [
        Choice(str(page), None, address(criteria.but(page=page)) if isinstance(page, int) else "", page == current)
        for page in shown
    ]


def _carry(criteria: Criteria) -> str:
    """Return what a link to an article carries, so that the article shows the words that were found."""
    return criteria.but(sources=(), sections=(), entities=(), start=None, end=None, sort="").query_string()
