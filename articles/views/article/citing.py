"""Citations of an article as files to download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.text import citations
from articles.views.access import open_to_all

FORMATS = {
    "ris": (citations.ris, "application/x-research-info-systems"),
    "bib": (citations.bibtex, "application/x-bibtex"),
}


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


def citation(found: Article, url: str) -> citations.Citation:
    """Return what citations say of an article."""
    day = found.published and found.published.date()
    return citations.Citation(f"newsarchive-{found.pk}", found.title, found.byline, found.source.name, day, url)
