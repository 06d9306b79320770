"""The page of an article, and the file it came from."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.corrections import versions
from articles.hebrew.normalise import clean
from articles.models import Article, Correction, Mention, Quote, SpokenDate
from articles.models.article import Status
from articles.models.entity import Kind
from articles.models.said import SaidStatus
from articles.querysets import User
from articles.search import asking, engine, neighbours
from articles.search.criteria import Criteria
from articles.search.highlight import Matcher
from articles.text.citations import files
from articles.text.slugs import slug
from articles.timeline import related
from articles.views.access import needs, open_to_all
from articles.views.article import body, citing, kinds, metadata
from articles.views.article.body import Occurring
from articles.views.downloads import attachment


@open_to_all
@require_safe
def article_redirect(request: HttpRequest, pk: int) -> HttpResponse:
    """Send `/articles/<id>/` to the article's address."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    return redirect(article, permanent=False)


@open_to_all
@require_safe
def article(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show an article with its entities linked; a withheld one shows its tombstone."""
    found = get_object_or_404(Article.objects.visible_to(request.user).select_related("source", "original"), pk=pk)
    if name != slug(found.title):
        query = request.META["QUERY_STRING"]
        return redirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    if found.status == Status.WITHHELD:
        if not request.user.has_perm("articles.withhold_article"):
            return render(request, "article/withheld.html", {"article": found}, status=410)
        _log_view(request, found)
    chosen = kinds.shown(request)
    answer = render(request, "article/article.html", _context(request, found, chosen))
    kinds.remember(request, answer, chosen)
    return answer


@needs("articles.view_article")
@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """Hand the uploaded file of an article, as it came, to those who may have it; never as something to display."""
    found = get_object_or_404(Article.objects.visible_to(request.user).select_related("original"), pk=pk)
    if not may_download(request.user, found) or found.original is None:
        raise Http404
    return attachment(found.original, f"original-{found.original.sha256[:12]}.bin")


def may_download(user: User, found: Article) -> bool:
    """Tell whether `user` may have the original of an article: editors, administrators, and whoever uploaded it."""
    own = user.is_authenticated and found.created_by_id == user.pk
    return bool(found.original_id) and (own or user.has_perm("articles.see_drafts"))


def _context(request: HttpRequest, found: Article, chosen: frozenset[str]) -> dict[str, object]:
    mentions = list(Mention.objects.accepted().filter(article=found).select_related("entity"))
    occurring = body.by_kind(mentions)
    searched = asking.read(request.GET)
    asked = searched.but(q=clean(request.GET["find"]).strip()) if "find" in request.GET else searched
    paragraphs = list(found.paragraphs.all())
    corrections = versions.corrections(found, paragraphs)
    shown = [one for one in mentions if one.entity.kind in chosen]
    return {
        "article": found,
        "body": body.draw(
            found, paragraphs, shown, _dates(found), _quotes(found), Matcher(asked.parsed.tree, asked.mode)
        ),
        "notes": [one for one in paragraphs if one.kind not in body.BODY],
        "switches": kinds.switches(request, occurring, chosen),
        "entities": [(label, occurring[kind]) for kind, label in Kind.choices if kind in occurring and kind in chosen],
        "find": asked.q,
        "carried": [(key, value) for key, value in request.GET.lists() if key != "find"],
        "walk": _walk(request, found, searched),
        "related_links": found.related_links.select_related("target"),
        "related": related.related_articles(found, paragraphs),
        "corrections": corrections,
        "can_download": may_download(request.user, found),
    } | _metadata(request, found, occurring, [one for one, _ in corrections])


def _dates(found: Article) -> list[SpokenDate]:
    """Return the dates of which the article speaks."""
    return list(SpokenDate.objects.filter(article=found, status=SaidStatus.ACCEPTED).order_by())


def _quotes(found: Article) -> list[Quote]:
    """Return what the article quotes."""
    return list(Quote.objects.filter(article=found, status=SaidStatus.ACCEPTED).select_related("entity").order_by())


def _metadata(
    request: HttpRequest, found: Article, occurring: Occurring, corrections: list[Correction]
) -> dict[str, object]:
    said = citing.citation(request, found)
    entities = [entity for group in occurring.values() for entity, _ in group]
    root = request.build_absolute_uri("/")[:-1]
    return {
        "address": root + found.get_absolute_url(),
        "citation": said,
        "coins": files.coins(said),
        "metadata": metadata.news_article(found, said, entities, corrections, root),
    }


def _walk(request: HttpRequest, found: Article, searched: Criteria) -> dict[str, object] | None:
    """Return the way back to the results that led here, and to the results before and after; None without any."""
    position = request.GET.get("n", "")
    number = int(position) if position.isascii() and position.isdigit() and len(position) < 7 else 0
    query = searched.but().query_string()
    if not number and not query:
        return None
    page = -(-number // engine.PAGE) or 1
    return {
        "results": f"{reverse('search')}?{searched.but(page=page).query_string()}",
        "carry": f"{query}&" if query else "",
        "beside": neighbours.around(searched, number, found.pk) if number else None,
    }


def _log_view(request: HttpRequest, found: Article) -> None:
    """Write down that an administrator read a withheld article."""
    assert request.user.is_authenticated
    LogEntry.objects.create(
        user=request.user,
        content_type_id=ContentType.objects.get_for_model(Article).pk,
        object_id=str(found.pk),
        object_repr=str(found)[:200],
        action_flag=CHANGE,
        change_message="עיון בכתבה שהוסרה מעיון",
    )
