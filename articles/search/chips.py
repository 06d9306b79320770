"""The entities that stand beside a found article."""

from collections.abc import Sequence

from articles.models import Entity
from articles.sql.binary import columns, instance, rows

MOST = 6


def of(article_ids: Sequence[int]) -> dict[int, list[Entity]]:
    """Return for each article up to `MOST` entities that it speaks of, the most mentioned first; one query."""
    known: dict[int, Entity] = {}
    found: dict[int, list[Entity]] = {}
    for article, *row in rows(_OF, [list(article_ids), MOST]):
        if row[0] not in known:
            known[row[0]] = instance(Entity, row)
        found.setdefault(article, []).append(known[row[0]])
    return found


_OF = f"""
    SELECT hit.article, {columns(Entity, "e")}
    FROM unnest(%s::bigint[]) AS hit (article) CROSS JOIN LATERAL (
        SELECT a.entity_id, a.mentions FROM articles_appearance a WHERE a.article_id = hit.article
        ORDER BY a.mentions DESC, a.entity_id LIMIT %s
    ) AS most JOIN articles_entity e ON e.id = most.entity_id
    ORDER BY hit.article, most.mentions DESC, most.entity_id
"""
