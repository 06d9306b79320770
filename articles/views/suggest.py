"""What is suggested to who types in a search box."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.hebrew.normalise import clean
from articles.search import suggest as suggesting
from articles.views.access import open_to_all


@open_to_all
@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer `q` with entities and titles."""
    typed = clean(request.GET.get("q", ""))
    entities = [
        {
            "name": one.name,
            "called": one.called,
            "kind": one.kind,
            "kind_label": one.kind_label,
            "articles": one.articles,
            "url": one.url,
        }
        for one in suggesting.names(typed)
    ]
    titles = [{"title": one.title, "url": one.url} for one in suggesting.titles(typed)]
    return JsonResponse({"q": typed, "entities": entities, "titles": titles})
