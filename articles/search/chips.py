"""The entities that stand beside a found article."""

from collections.abc import Sequence

from articles.models import Appearance, Entity

MOST = 6


def of(article_ids: Sequence[int]) -> dict[int, list[Entity]]:
    """Return for each article up to `MOST` entities that it speaks of, the most mentioned first; one query."""
    found: dict[int, list[Entity]] = {}
    rows = Appearance.objects.filter(article__in=article_ids).select_related("entity")
    for row in rows.order_by("article_id", "-mentions", "entity_id"):
        entities = found.setdefault(row.article_id, [])
        if len(entities) < MOST:
            entities.append(row.entity)
    return found
