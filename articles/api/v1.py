"""The addresses of `/api/v1/`: reading only, for anybody, what readers may see."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from articles.api import present, schemas
from articles.models import Article, Entity, Mention
from articles.search import asking, engine
from articles.timeline import series
from articles.timeline.articles import Appearing
from articles.timeline.periods import Unit, period_of
from articles.timeline.series import Window

api = NinjaAPI(title="ארכיון החדשות", version="1", urls_namespace="api-1", docs_url="/docs")
MOST = 200
LONGEST_NAME = 100


def answers(shape: Any) -> dict[int, Any]:
    """Return what an operation may answer: the shape asked for, not found, or what is wrong with the parameters."""
    return {200: shape, 404: schemas.ProblemOut, 422: schemas.ProblemOut}


class SearchIn(Schema):
    """The parameters of `/search/`, with a page size and where to go on."""

    q: str = ""
    mode: str = "flexible"
    source: list[str] = []
    section: list[str] = []
    entity: list[str] = []
    year: list[str] = []
    not_source: list[str] = []
    not_section: list[str] = []
    not_entity: list[str] = []
    not_year: list[str] = []
    from_: str = Field("", alias="from")
    to: str = ""
    sort: str = ""
    limit: int = Field(20, ge=1, le=MOST)
    cursor: str = ""


@api.get("/articles", response=answers(schemas.SearchOut), operation_id="search_articles", url_name="search_articles")
def articles(request: HttpRequest, given: Query[SearchIn]) -> schemas.SearchOut:
    """Search as the search page does."""
    criteria = asking.read(request.GET).but(page=_page(given.cursor))
    results = engine.search(criteria, given.limit)
    more = criteria.page < results.pages
    return present.search(results, _following(request.GET, criteria.page + 1) if more else None)


@api.get("/articles/{pk}", response=answers(schemas.ArticleOut), operation_id="get_article", url_name="get_article")
def article(request: HttpRequest, pk: int) -> schemas.ArticleOut:
    """Return a published article with its paragraphs, related items and accepted mentions."""
    found = get_object_or_404(Article.objects.published().select_related("source"), pk=_key(pk))
    mentions = Mention.objects.accepted().filter(article=found).select_related("entity", "paragraph")
    return present.article_whole(found, list(mentions))


@api.get(
    "/articles/{pk}/suggestions",
    response=answers(list[schemas.MentionOut]),
    operation_id="get_suggestions",
    url_name="get_suggestions",
)
def suggestions(request: HttpRequest, pk: int) -> list[schemas.MentionOut]:
    """Return the mentions of a published article that wait for an editor."""
    found = get_object_or_404(Article.objects.published(), pk=_key(pk))
    waiting = Mention.objects.suggested().filter(article=found).select_related("entity", "paragraph")
    return [present.mention(one) for one in waiting]


@api.get(
    "/entities", response=answers(list[schemas.EntityDetailOut]), operation_id="find_entities", url_name="find_entities"
)
def entities(request: HttpRequest, q: str = "", limit: int = Query(20, ge=1, le=MOST)) -> list[schemas.EntityDetailOut]:
    """Return entities with a name that contains `q`, the most written about first."""
    text = q.replace("\x00", "").strip()[:LONGEST_NAME]
    named = Q(pk__in=Entity.objects.filter(aliases__name__icontains=text)) if text else Q()
    found = Entity.objects.filter(named).most_written_about().prefetch_related("aliases")[:limit]
    return [present.entity_detail(one, one.articles) for one in found]


@api.get("/entities/{pk}", response=answers(schemas.EntityDetailOut), operation_id="get_entity", url_name="get_entity")
def entity(request: HttpRequest, pk: int) -> schemas.EntityDetailOut:
    """Return an entity; one that was merged answers as the one that it became."""
    found = _entity(pk)
    return present.entity_detail(found, len(Appearing(found)))


@api.get(
    "/entities/{pk}/timeline",
    response=answers(schemas.TimelineOut),
    operation_id="get_timeline",
    url_name="get_timeline",
)
def timeline(
    request: HttpRequest, pk: int, unit: Unit = Unit.MONTH, within: str = Query("", alias="in", max_length=7)
) -> schemas.TimelineOut:
    """Return how many articles spoke of an entity, period by period; `in` (YYYY or YYYY-MM) is needed for days."""
    found = _entity(pk)
    counted = series.drawn(series.life(found, _window(unit, within)), _window(unit, within))
    points = [
        schemas.PointOut(period=point.period.key, articles=point.articles, archive=point.archive)
        for point in counted.points
    ]
    return schemas.TimelineOut(unit=counted.unit.value, points=points, undated=counted.undated)


def _entity(pk: int) -> Entity:
    """Return the entity of this number, or the one that it was merged into."""
    found = Entity.all_objects.standing_for([_key(pk)])
    if pk not in found:
        raise Http404
    return found[pk]


def _window(unit: Unit, within: str) -> Window:
    """Return what is asked; days without a year or a month to look into are counted by month."""
    inside = period_of(within)
    if inside is None:
        return Window(Unit.MONTH if unit is Unit.DAY else unit)
    return Window(Unit.DAY if unit is Unit.DAY or inside.unit is Unit.MONTH else Unit.MONTH, inside)


def _key(pk: int) -> int:
    """Return `pk` when it can be a key of the database."""
    if not 0 < pk < 2**63:
        raise Http404
    return pk


def _page(cursor: str) -> int:
    """Return the page that a cursor of ours stands for; the first for none, 404 for what is no cursor."""
    if not cursor:
        return 1
    try:
        return int(_SIGNER.unsign(cursor))
    except (BadSignature, ValueError) as error:
        raise Http404("הסמן אינו מוכר; התחילו מן העמוד הראשון") from error


def _following(given: QueryDict, page: int) -> str:
    query = given.copy()
    query["cursor"] = _SIGNER.sign(str(page))
    return f"{reverse('api-1:search_articles')}?{query.urlencode()}"


_SIGNER = Signer(salt="cursor")
