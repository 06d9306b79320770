"""The front page: what the archive holds, what came last, who was in the news."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.timeline import chart, holdings, series
from articles.views.access import open_to_all

MOST_RECENT = 9


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page."""
    archive = series.months_of_archive()
    recent = Article.objects.published().select_related("source").order_by("-published", "-id")
    return render(
        request,
        "front/front.html",
        {
            "holdings": holdings.holdings(archive),
            "chart": chart.chart(
                series.series(archive, archive), lambda period: f"{reverse('search')}?{period.query_string}"
            ),
            "recent": recent.filter(published__isnull=False)[:MOST_RECENT],
            "month": holdings.entities_of_the_month(),
        },
    )
