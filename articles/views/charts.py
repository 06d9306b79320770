"""The charts of entities as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.timeline.chart import Chart
from articles.views import pictures
from articles.views.access import open_to_all
from articles.views.entity import MOST_COMPARED, caption, comparison_charts
from articles.views.known import entities_of, entity_or_404
from articles.views.periods import Asked

HEAD = ("תקופה", "מיום", "עד יום", "כתבות", "בארכיון כולו", "מועדן הוסק")
LINE = 250  # the height of one chart in a picture


@open_to_all
@require_safe
def timeline_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Hand out the timeline of an entity, as its page shows it, as CSV, SVG or PNG."""
    found = entity_or_404(pk)
    asked = Asked.read(request.GET)
    drawn = asked.chart(asked.series(found), asked.to)
    link = request.build_absolute_uri(found.get_absolute_url()) + _query(request)
    return _handed(f"timeline-{found.pk}", extension, [(caption(found, asked), drawn)], link)


@open_to_all
@require_safe
def compare_file(request: HttpRequest, extension: str) -> HttpResponse:
    """Hand out a comparison as CSV, SVG or PNG."""
    asked = Asked.read(request.GET)
    chosen = entities_of(asked.criteria.entities[:MOST_COMPARED])
    charts = [(one.name, drawn) for one, drawn in comparison_charts(asked, chosen)]
    return _handed("comparison", extension, charts, request.build_absolute_uri("/compare/") + _query(request))


def _handed(name: str, extension: str, charts: list[tuple[str, Chart]], link: str) -> HttpResponse:
    if extension == "csv":
        return pictures.csv_file(name, ("שם", *HEAD), [row for title, drawn in charts for row in _rows(title, drawn)])
    if extension not in pictures.PICTURES:
        raise Http404
    placed = [(title, drawn, number * LINE) for number, (title, drawn) in enumerate(charts)]
    context = {"charts": placed, "link": link, "total": len(charts) * LINE + 40}
    return pictures.picture("entity/timeline.svg", context, name, extension)


def _rows(title: str, drawn: Chart) -> list[tuple[object, ...]]:
    return [
        (title, one.period.key, one.period.start, one.period.end, one.articles, one.archive, one.inferred)
        for one in (bar.point for bar in drawn.bars)
    ]


def _query(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
