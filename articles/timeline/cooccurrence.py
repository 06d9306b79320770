"""Who and what appears together with an entity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from articles.models import Article, Entity

_TOGETHER = """
    SELECT other.entity_id, count(*) FROM articles_appearance mine
    JOIN articles_appearance other ON other.article_id = mine.article_id AND other.entity_id <> mine.entity_id
    WHERE mine.entity_id = %(entity)s
      AND (%(start)s::timestamptz IS NULL OR mine.published >= %(start)s)
      AND (%(end)s::timestamptz IS NULL OR mine.published < %(end)s)
    GROUP BY other.entity_id ORDER BY count(*) DESC, other.entity_id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity and the number of articles it shares with the one asked about."""

    entity: Entity
    articles: int


def companions(
    entity: Entity, start: datetime | None = None, end: datetime | None = None, most: int = 12
) -> list[Companion]:
    """Return the entities that share most articles with `entity`, published from `start` up to `end`; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER, {"entity": entity.pk, "start": start, "end": end, "most": most})
        rows = cursor.fetchall()
    found = Entity.objects.in_bulk([pk for pk, _ in rows])
    return [Companion(found[pk], number) for pk, number in rows if pk in found]


def shared_articles(entities: Sequence[Entity], most: int = 10) -> list[Article]:
    """Return the newest published articles that speak of all of `entities`."""
    articles = Article.objects.published().select_related("source")
    for entity in entities:
        articles = articles.mentioning(entity)
    return list(articles.order_by("-published", "-id")[:most])


def related_articles(article: Article, most: int = 5) -> list[tuple[Article, list[Entity]]]:
    """Return published articles that share the rarest entities with `article`, and those entities; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_RELATED, {"article": article.pk, "most": most})
        rows = cursor.fetchall()
    articles = Article.objects.select_related("source").in_bulk([pk for pk, _ in rows])
    entities = Entity.objects.in_bulk({pk for _, shared in rows for pk in shared})
    return [(articles[pk], [entities[one] for one in shared[:3]]) for pk, shared in rows if pk in articles]


_RELATED = """
    WITH mine AS (
        SELECT a.entity_id, ln(1 + (SELECT count(*) FROM articles_searchdocument)::float / n.articles) AS weight
        FROM articles_appearance a
        CROSS JOIN LATERAL (SELECT count(*) AS articles FROM articles_appearance x WHERE x.entity_id = a.entity_id) n
        WHERE a.article_id = %(article)s ORDER BY weight DESC LIMIT 12
    )
    SELECT other.article_id, array_agg(other.entity_id ORDER BY mine.weight DESC)
    FROM mine JOIN articles_appearance other USING (entity_id)
    WHERE other.article_id <> %(article)s
    GROUP BY other.article_id ORDER BY sum(mine.weight) DESC, other.article_id DESC LIMIT %(most)s
"""
