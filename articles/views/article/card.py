"""The card of a name in an article: who it is, how often it is written about, where to read on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from articles.models import Article
from articles.timeline import chart, neighbours, series
from articles.timeline.periods import Unit
from articles.views.access import open_to_all
from articles.views.known import entity_or_404


@open_to_all
@require_safe
@vary_on_headers("HX-Request")
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of an entity, seen from the article in `article` when one is named; alone for a script."""
    entity = entity_or_404(pk)
    here = _article(request)
    months = series.months_of(entity)
    years = series.series(months, series.months_of_archive(), Unit.YEAR)
    before, after = neighbours.before_and_after(entity, here) if here else (None, None)
    context = {
        "entity": entity,
        "articles": sum(months.values()),
        "sparkline": chart.chart(years, lambda period: entity.get_absolute_url()),
        "years": [years.points[0].period.key, years.points[-1].period.key] if years.points else [],
        "here": here,
        "before": before,
        "after": after,
    }
    alone = request.headers.get("HX-Request") == "true"
    answer = render(request, "article/_card.html" if alone else "article/card.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _article(request: HttpRequest) -> Article | None:
    number = request.GET.get("article", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Article.objects.published().filter(pk=int(number)).first()
