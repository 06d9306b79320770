"""The directory of entities, the page of one, and the comparison of a few."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Article, Entity
from articles.models.entity import Kind
from articles.search.criteria import Criteria
from articles.text.slugs import slug
from articles.timeline import chart, comparison, cooccurrence, series
from articles.timeline.periods import Period, Unit
from articles.views.access import open_to_all

PAGE = 20
DIRECTORY_PAGE = 120
MOST_COMPARED = 4
LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"


@open_to_all
@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """List entities by kind and first letter, or those whose name has the text asked."""
    kind = request.GET.get("kind", "")
    letter = request.GET.get("letter", "")[:1]
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = _chosen(Entity.objects.with_article_counts(), kind, letter, asked)
    page = Paginator(found.order_by("sort_key", "id"), DIRECTORY_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": Kind.choices, "kind": kind, "letter": letter, "letters": LETTERS, "q": asked}
    context["carried"] = _changed(request.GET)[1:] + "&"
    return render(request, "entity/directory.html", context)


@open_to_all
@require_safe
def entity(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show an entity through time; the period chosen narrows what stands below the timeline."""
    found = get_object_or_404(Entity.objects.prefetch_related("aliases"), pk=pk)
    if name != slug(found.name):
        query = request.META["QUERY_STRING"]
        return redirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    criteria = Criteria.read(request.GET)
    start, end = criteria.since, criteria.until
    articles = Article.objects.published().mentioning(found).between(start, end).select_related("source")
    oldest_first = request.GET.get("sort") == "oldest"
    ordered = articles.order_by("published", "id") if oldest_first else articles.order_by("-published", "-id")
    context = {
        "entity": found,
        "aliases": [alias for alias in found.aliases.all() if alias.name != found.name],
        "criteria": criteria,
        "page": Paginator(ordered, PAGE).get_page(request.GET.get("page")),
        "companions": cooccurrence.companions(found, start, end),
        "oldest_first": oldest_first,
        "whole": found.get_absolute_url(),
    } | _timeline(request, found, criteria)
    return render(request, "entity/entity.html", context)


@open_to_all
@require_safe
def entity_redirect(request: HttpRequest, pk: int) -> HttpResponse:
    """Send `/entities/<id>/` to the entity's address."""
    return redirect(get_object_or_404(Entity, pk=pk))


@open_to_all
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to four entities on one scale, and the articles they share."""
    asked = Criteria.read(request.GET).entities
    found = Entity.objects.in_bulk(asked[:MOST_COMPARED])
    chosen = [found[pk] for pk in asked if pk in found]
    by_share = request.GET.get("scale") == "share"
    compared = comparison.compared(chosen)
    top = max((chart.value(point, by_share=by_share) for line in compared for point in line.points), default=0.0)
    context = {
        "charts": [
            (entity, chart.chart(line, _period_url(entity), by_share=by_share, top=top))
            for entity, line in zip(chosen, compared, strict=True)
        ],
        "shared": cooccurrence.shared_articles(chosen) if len(chosen) > 1 else [],
        "by_share": by_share,
        "toggle_scale": _changed(request.GET, scale="count" if by_share else "share"),
        "offered": Entity.objects.most_written_about()[:200],
        "left_out": len(asked) - len(chosen),
        "most": MOST_COMPARED,
    }
    return render(request, "entity/compare.html", context)


def _chosen(found: QuerySet[Entity], kind: str, letter: str, asked: str) -> QuerySet[Entity]:
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if letter:
        found = found.filter(sort_key__startswith=letter)
    if asked:
        found = found.filter(pk__in=Entity.objects.filter(aliases__name__icontains=asked))
    return found


def _timeline(request: HttpRequest, found: Entity, criteria: Criteria) -> dict[str, object]:
    unit = request.GET.get("unit")
    by_share = request.GET.get("scale") == "share"
    counted = series.series(
        series.months_of(found), series.months_of_archive(), Unit(unit) if unit in {u.value for u in Unit} else None
    )
    chosen = next((p.period.key for p in counted.points if _is(p.period, criteria)), "")
    other = Unit.MONTH if counted.unit is Unit.YEAR else Unit.YEAR
    return {
        "series": counted,
        "chart": chart.chart(counted, _period_url(found, request.GET), chosen, by_share=by_share),
        "by_share": by_share,
        "toggle_scale": _changed(request.GET, scale="count" if by_share else "share"),
        "toggle_sort": _changed(request.GET, sort="newest" if request.GET.get("sort") == "oldest" else "oldest"),
        "carried": _changed(request.GET)[1:] + "&",
        "caption": f"כתבות שמזכירות את {found.name}" + (", כחלק מן הארכיון" if by_share else ""),
        "toggle_unit": _changed(request.GET, unit=other.value),
        "other_unit": "חודשים" if other is Unit.MONTH else "שנים",
    }


def _is(period: Period, criteria: Criteria) -> bool:
    return period.start == criteria.start and period.end == criteria.end


def _period_url(found: Entity, given: QueryDict | None = None) -> Callable[[Period], str]:
    """Return what says where a bar leads: the entity's page, in that period, otherwise as it is."""

    def url(period: Period) -> str:
        bounds = {"from": period.start.isoformat(), "to": period.end.isoformat()}
        return found.get_absolute_url() + _changed(given or QueryDict(), **bounds)

    return url


def _changed(given: QueryDict, **changes: str) -> str:
    """Return the query string with parameters changed, from the first page."""
    query = given.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query[key] = value
    return f"?{query.urlencode()}"
