"""`/metrics`: how much of everything there is, as Prometheus reads it. Counts only, in four queries."""

from collections.abc import Iterator, Mapping

from django.db.models import Count, Model, TextChoices
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.hebrew import analyzer
from articles.models import Article, Batch, Mention
from articles.models.article import Status
from articles.models.entity import MentionStatus
from articles.models.intake import BatchStatus
from articles.views.access import open_to_all

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BY_STATUS: tuple[tuple[str, str, type[Model], type[TextChoices]], ...] = (
    ("newsarchive_articles", "Articles by status.", Article, Status),
    ("newsarchive_mentions", "Mentions of entities by status.", Mention, MentionStatus),
    ("newsarchive_batches", "Uploads by status.", Batch, BatchStatus),
)


@open_to_all
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in the text exposition format of Prometheus."""
    return HttpResponse("".join(f"{line}\n" for line in _lines()), content_type=CONTENT_TYPE)


def _lines() -> Iterator[str]:
    for name, told, model, statuses in BY_STATUS:
        yield from _gauge(name, told, {f'{{status="{key}"}}': n for key, n in _counts(model, statuses).items()})
    behind = Article.objects.published().exclude(analyzer_version=analyzer.VERSION).count()
    yield from _gauge("newsarchive_articles_to_reindex", "Published articles behind the analyzer.", {"": behind})
    yield from _gauge("newsarchive_analyzer_version", "Version of the analyzer.", {"": analyzer.VERSION})


def _counts(model: type[Model], statuses: type[TextChoices]) -> dict[str, int]:
    """Return how many rows have each status; a status that none has counts 0, so that its series does not end."""
    rows = model._default_manager.order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(statuses.values, 0) | dict(rows)


def _gauge(name: str, told: str, values: Mapping[str, int]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    yield from (f"{name}{labels} {value}" for labels, value in values.items())
