"""The article page and what stands beside it: citations, JSON, the original file."""

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.corrections import versions
from articles.models import Article, Entity, Mention, Paragraph
from articles.models.article import Status
from articles.querysets import User
from articles.search.criteria import Criteria
from articles.search.highlight import Matcher
from articles.text import citations
from articles.text.slugs import slug
from articles.text.spans import Piece, Span, cut
from articles.timeline import cooccurrence
from articles.views.access import needs, open_to_all
from articles.views.downloads import attachment

FORMATS = {
    "ris": (citations.ris, "application/x-research-info-systems"),
    "bib": (citations.bibtex, "application/x-bibtex"),
}


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
    return render(request, "article/article.html", _context(request, found))


@open_to_all
@require_safe
def cite(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Return the citation of a published article as a file to download; `.json` is the API's answer."""
    found = get_object_or_404(Article.objects.published().select_related("source"), pk=pk)
    if extension == "json":
        return redirect("api-1:get_article", pk)
    if extension not in FORMATS:
        raise Http404
    write, content_type = FORMATS[extension]
    text = write(citation(found, request.build_absolute_uri(found.get_absolute_url())))
    answer = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="article-{found.pk}.{extension}"'
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


def citation(found: Article, url: str) -> citations.Citation:
    """Return what citations say of an article."""
    day = found.published and found.published.date()
    return citations.Citation(f"newsarchive-{found.pk}", found.title, found.byline, found.source.name, day, url)


def _context(request: HttpRequest, found: Article) -> dict[str, object]:
    mentions = list(Mention.objects.accepted().filter(article=found).select_related("entity"))
    criteria = Criteria.read(request.GET)
    matcher = Matcher(criteria.parsed.tree, criteria.mode)
    paragraphs = list(found.paragraphs.all())
    return {
        "article": found,
        "title": matcher.whole(found.title),
        "deck": matcher.whole(found.deck),
        "paragraphs": [(one, _pieces(one, mentions, matcher)) for one in paragraphs if one.kind in ("text", "heading")],
        "notes": [one for one in paragraphs if one.kind not in ("text", "heading")],
        "entities": _by_kind(mentions),
        "related_links": found.related_links.select_related("target"),
        "related": cooccurrence.related_articles(found),
        "corrections": versions.corrections(found, paragraphs),
        "can_download": may_download(request.user, found),
        "back": criteria.query_string(),
        "permalink": request.build_absolute_uri(found.get_absolute_url()),
    }


def _pieces(paragraph: Paragraph, mentions: Iterable[Mention], matcher: Matcher) -> list[Piece]:
    here = [
        Span(mention.start, mention.end, "entity", mention.entity)
        for mention in mentions
        if mention.paragraph_id == paragraph.pk
    ]
    return cut(paragraph.text, [*here, *matcher.spans(paragraph.text)])


def _by_kind(mentions: Iterable[Mention]) -> list[tuple[str, list[tuple[Entity, int]]]]:
    """Return the entities of an article with the number of their mentions, the most mentioned first, by kind."""
    counts: dict[Entity, int] = {}
    for mention in mentions:
        counts[mention.entity] = counts.get(mention.entity, 0) + 1
    kinds: dict[str, list[tuple[Entity, int]]] = {}
    for entity, number in sorted(counts.items(), key=lambda pair: -pair[1]):
        kinds.setdefault(entity.get_kind_display(), []).append((entity, number))
    return list(kinds.items())


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
