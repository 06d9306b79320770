"""The entities that stand beside a found article."""

from collections.abc import Sequence
from typing import NamedTuple

from articles.models.entity import address_of
from articles.sql.binary import rows

MOST = 6


class Chip(NamedTuple):
    """An entity, as much of it as a chip shows."""

    pk: int
    kind: str
    name: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return address_of(self.pk, self.name)


def of(article_ids: Sequence[int]) -> dict[int, list[Chip]]:
    """Return for each article up to `MOST` entities that it speaks of, the most mentioned first; one query."""
    found: dict[int, list[Chip]] = {}
    for article, *chip in rows(_OF, [list(article_ids), MOST]):
        found.setdefault(article, []).append(Chip(*chip))
    return found


_OF = """
    SELECT hit.article, e.id, e.kind, e.name
    FROM unnest(%s::bigint[]) AS hit (article) CROSS JOIN LATERAL (
        SELECT a.entity_id, a.mentions FROM articles_appearance a WHERE a.article_id = hit.article
        ORDER BY a.mentions DESC, a.entity_id LIMIT %s
    ) AS most JOIN articles_entity e ON e.id = most.entity_id
    ORDER BY hit.article, most.mentions DESC, most.entity_id
"""
