"""The front page: what the archive holds, what came last, who was in the news."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.text import anniversaries, dates
from articles.timeline import chart, holdings, series, shelves
from articles.views.access import open_to_all

MOST_RECENT = 9
MOST_OF_DAY = 3


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
            "today": timezone.localdate(),
            "on_this_day": _on_this_day(archive),
        },
    )


def _on_this_day(archive: Mapping[str | None, int]) -> list[tuple[str, list[Article]]]:
    """Return articles of this day in other years, by each calendar under the name of the day in it."""
    day = timezone.localdate()
    years = [int(month[:4]) for month in archive if month]
    first, last = min(years, default=1), min(max(years, default=0), day.year - 1)
    return [
        (dates.day_and_month(day), shelves.on_days(anniversaries.civil(day, first, last), MOST_OF_DAY)),
        (dates.hebrew_day_and_month(day), shelves.on_days(anniversaries.hebrew(day, first, last), MOST_OF_DAY)),
    ]
