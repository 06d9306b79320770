"""How to cite an article: the page of citations, and citations and data as files to download."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.text.citations import files, styled
from articles.text.citations.citation import Citation
from articles.views.access import open_to_all
from articles.views.article import exchange

CITATIONS = {
    "ris": (files.ris, "application/x-research-info-systems"),
    "bib": (files.bibtex, "application/x-bibtex"),
    "csl.json": (files.csl_json, "application/vnd.citationstyles.csl+json"),
}
EXCHANGED = {"nitf.xml": (exchange.nitf, "application/nitf+xml"), "ninjs.json": (exchange.ninjs, "application/json")}


@open_to_all
@require_safe
def citations(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article's citation in every style, to be copied, and the files to download."""
    found = _published(pk)
    said = citation(request, found)
    context = {
        "article": found,
        "styles": [(name, label, styled.styled(said, name)) for name, label in styled.STYLES.items()],
        "permalink": said.url,
    }
    return render(request, "article/citations.html", context)


@open_to_all
@require_safe
def cite(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Return a published article's citation or data as a file to download; `.json` is the API's answer."""
    if extension == "json":
        return redirect("api-1:get_article", _published(pk).pk)
    if extension in CITATIONS:
        write, content_type = CITATIONS[extension]
        text = write(citation(request, _published(pk)))
    elif extension in EXCHANGED:
        found = _published(pk)
        exchanged, content_type = EXCHANGED[extension]
        text = exchanged(found, citation(request, found), request.build_absolute_uri("/")[:-1])
    else:
        raise Http404
    answer = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="article-{pk}.{extension}"'
    return answer


def citation(request: HttpRequest, found: Article) -> Citation:
    """Return what citations say of an article; its day is that of the archive's own clock."""
    return Citation(
        key=f"newsarchive-{found.pk}",
        title=found.title,
        byline=found.byline,
        source=found.source.name,
        published=localtime(found.published).date() if found.published else None,
        url=permalink(request, found),
        section=found.section,
        abstract=found.deck,
        archive=settings.SITE_NAME,
    )


def permalink(request: HttpRequest, found: Article) -> str:
    """Return the short address of an article, which outlives its title."""
    return request.build_absolute_uri(reverse("article_redirect", args=[found.pk]))


def _published(pk: int) -> Article:
    return get_object_or_404(Article.objects.published().select_related("source"), pk=pk)
