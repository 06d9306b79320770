"""The versions of an article: every text that a later one replaced has an address, and the difference beside it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.corrections import versions
from articles.models import Article
from articles.models.article import Status
from articles.views.access import open_to_all
from articles.views.article.body import BODY


@open_to_all
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """List the versions of an article, the last first, each with what changed after it."""
    found = _readable(request, pk)
    answer = render(request, "article/versions.html", {"article": found, "changes": versions.versions(found)})
    return _unindexed(answer)


@open_to_all
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a version as it was read, and what became of it."""
    found = _readable(request, pk)
    changes = versions.versions(found)
    change = next((one for one in changes if one.version.number == number), None)
    if change is None:
        raise Http404
    context = {
        "article": found,
        "change": change,
        "version": change.version,
        "paragraphs": [one for one in change.version.paragraphs if one["kind"] in BODY],
        "of": len(changes) + 1,
        "previous": number - 1,
        "following": number + 1 if number < len(changes) else 0,
    }
    return _unindexed(render(request, "article/version.html", context))


def _readable(request: HttpRequest, pk: int) -> Article:
    """Return an article that this reader may read; a tombstone has no versions, but for those who may withhold."""
    found = get_object_or_404(Article.objects.visible_to(request.user).select_related("source"), pk=pk)
    if found.status == Status.WITHHELD and not request.user.has_perm("articles.withhold_article"):
        raise Http404
    return found


def _unindexed(answer: HttpResponse) -> HttpResponse:
    """Keep an old text out of search engines: they are to lead to what is said now."""
    answer["X-Robots-Tag"] = "noindex"
    return answer
