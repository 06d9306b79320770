"""The directory of entities, the page of one, and the comparison of a few."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Article, Entity, Mention
from articles.models.entity import Kind
from articles.search.criteria import Criteria
from articles.text.sentences import sentence_around
from articles.text.slugs import slug
from articles.text.spans import Piece, Span, cut
from articles.timeline import articles as appearing
from articles.timeline import chart, comparison, cooccurrence, holdings
from articles.timeline.chart import Chart
from articles.timeline.cooccurrence import Companion
from articles.timeline.periods import Period
from articles.views.access import open_to_all
from articles.views.known import entities_of
from articles.views.periods import Asked, zooms
from articles.views.said import latest_quotes

PAGE = 20
DIRECTORY_PAGE = 120
MOST_COMPARED = 4
COMPANIONS = 12
FILES = ("csv", "svg", "png")
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
    found = get_object_or_404(Entity.all_objects.prefetch_related("aliases"), pk=pk)
    if found.merged_into_id:
        return _merged(request, found)
    if name != slug(found.name):
        query = request.META["QUERY_STRING"]
        return redirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    asked = Asked.read(request.GET)
    start, end = asked.criteria.start, asked.criteria.end
    oldest_first = request.GET.get("sort") == "oldest"
    told = appearing.Told if asked.happened and (start or end) else appearing.Appearing
    ids = told(found, start, end, oldest_first=oldest_first)
    page = Paginator(ids, PAGE).get_page(request.GET.get("page"))
    narrowed = bool(start or end)
    context = {
        "entity": found,
        "aliases": [alias for alias in found.aliases.all() if alias.name != found.name],
        "criteria": asked.criteria,
        "page": page,
        "rows": _rows(found, list(page.object_list)),
        "said": latest_quotes(found, asked.criteria),
        "keys": appearing.key_articles(found, start, end) if len(ids) > 2 else [],
        "companions": _companions(found, asked.criteria),
        "oldest_first": oldest_first,
        "narrowed": narrowed,
        "whole": asked.but(**{"from": "", "to": ""}),
    } | _timeline(found, asked)
    return render(request, "entity/entity.html", context)


@open_to_all
@require_safe
def entity_redirect(request: HttpRequest, pk: int) -> HttpResponse:
    """Send `/entities/<id>/` to the entity's address."""
    query = request.META["QUERY_STRING"]
    return redirect(get_object_or_404(Entity.all_objects, pk=pk).get_absolute_url() + (f"?{query}" if query else ""))


@open_to_all
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to four entities on one scale, and the articles they share."""
    asked = Asked.read(request.GET)
    numbers = asked.criteria.entities
    chosen = entities_of(numbers[:MOST_COMPARED])
    context = {
        "charts": comparison_charts(asked, chosen),
        "shared": cooccurrence.shared_articles(chosen) if len(chosen) > 1 else [],
        "by_share": asked.by_share,
        "toggle_scale": asked.but(scale="" if asked.by_share else "share"),
        "toggle_direction": asked.but(dir="" if asked.ltr else "ltr"),
        "ltr": asked.ltr,
        "files": FILES,
        "here": _here(asked),
        "offered": Entity.objects.filter(pk__in=holdings.most_written_about(200)).order_by("sort_key"),
        "left_out": len(numbers) - len(chosen),
        "most": MOST_COMPARED,
    }
    return render(request, "entity/compare.html", context)


def comparison_charts(asked: Asked, chosen: Sequence[Entity]) -> list[tuple[Entity, Chart]]:
    """Draw the entities on one scale; each mark leads to the entity's page in that period."""
    compared = comparison.compared(chosen)
    values = (chart.value(point, by_share=asked.by_share) for line in compared for point in line.points)
    top = max(values, default=0.0)
    pairs = zip(chosen, compared, strict=True)
    return [(one, asked.chart(line, lambda period, one=one: address(one, period), top)) for one, line in pairs]  # type: ignore[misc]


def address(found: Entity, period: Period) -> str:
    """Return the address of an entity's page in a period."""
    return f"{found.get_absolute_url()}?{period.query_string}"


def _merged(request: HttpRequest, found: Entity) -> HttpResponse:
    """Send who asks for a merged entity to the one it became, with a note."""
    into = Entity.all_objects.standing_for([found.pk])[found.pk]
    messages.info(request, f"״{found.name}״ מוזגה אל ״{into.name}״, וזה הדף שלה עכשיו.")
    return redirect(into)


def _chosen(found: QuerySet[Entity], kind: str, letter: str, asked: str) -> QuerySet[Entity]:
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if letter:
        found = found.filter(sort_key__startswith=letter)
    if asked:
        found = found.filter(pk__in=Entity.objects.filter(aliases__name__icontains=asked))
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """An article of the list, and the sentences in which it speaks of the entity."""

    article: Article
    sentences: list[list[Piece]]


def _rows(found: Entity, ids: list[int]) -> list[Row]:
    articles = Article.objects.select_related("source").in_bulk(ids)
    said = appearing.sentences(found, ids)
    return [Row(articles[pk], [_sentence(one) for one in said.get(pk, [])]) for pk in ids if pk in articles]


def _sentence(mention: Mention) -> list[Piece]:
    """Return the sentence around a mention, cut by it."""
    text = mention.paragraph.text
    start, end = sentence_around(text, mention.start, mention.end)
    return cut(text[start:end], [Span(mention.start - start, mention.end - start, "entity", mention.entity_id)])


def _companions(found: Entity, criteria: Criteria) -> list[tuple[str, list[Companion]]]:
    """Return who appears with the entity and, apart, where, in the days in force."""
    if criteria.start or criteria.end:
        most = cooccurrence.companions_between(found, criteria.start, criteria.end, 40)
    else:
        most = cooccurrence.companions(found, 40)
    places = [one for one in most if one.entity.kind == Kind.PLACE][:COMPANIONS]
    others = [one for one in most if one.entity.kind != Kind.PLACE][:COMPANIONS]
    return [(title, ones) for title, ones in (("מופיעים יחד", others), ("מקומות", places)) if ones]


def _timeline(found: Entity, asked: Asked) -> dict[str, object]:
    counted = asked.series(found)
    return {
        "series": counted,
        "chart": asked.chart(counted, asked.to),
        "asked": asked,
        "zooms": zooms(asked, counted),
        "toggle_scale": asked.but(scale="" if asked.by_share else "share"),
        "toggle_direction": asked.but(dir="" if asked.ltr else "ltr"),
        "toggle_basis": asked.but(by="" if asked.happened else "event", unit=""),
        "files": FILES,
        "here": _here(asked),
        "toggle_sort": asked.but(sort="" if asked.given.get("sort") == "oldest" else "oldest"),
        "carried": asked.but()[1:] + "&",
        "caption": caption(found, asked),
    }


def _here(asked: Asked) -> str:
    query = asked.but()
    return "" if query == "?" else query


def caption(found: Entity, asked: Asked) -> str:
    """Say in Hebrew what the timeline of an entity shows."""
    what = "שמספרות מה קרה עם" if asked.happened else "שמזכירות את"
    text = f"כתבות {what} {found.name}" + (", כחלק מן הארכיון" if asked.by_share else "")
    return f"{text} – {asked.window.inside.label}" if asked.window.inside else text


def _changed(given: QueryDict, **changes: str) -> str:
    """Return the query string with parameters changed, from the first page."""
    query = given.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query[key] = value
    return f"?{query.urlencode()}"
