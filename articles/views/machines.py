"""What machines read: whether the site lives and is ready, how to search it, the map of it."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.hebrew import analyzer
from articles.models import Article
from articles.views.access import open_to_all


@open_to_all
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when a request can be answered and the database asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@open_to_all
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell as JSON whether every published article is indexed by the present analyzer; 503 when some are not."""
    behind = Article.objects.published().exclude(analyzer_version=analyzer.VERSION).count()
    return JsonResponse({"ready": not behind, "to_reindex": behind}, status=503 if behind else 200)


@open_to_all
@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search for browsers."""
    context = {"root": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")
