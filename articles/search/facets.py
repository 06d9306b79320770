"""How the answer of a search spreads over sources, sections, entities and time; one pass over the hits."""

from dataclasses import dataclass

from django.db import connection

from articles.models import Entity
from articles.search.postgres import Sql

MOST_ENTITIES = 24


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet and the number of found articles that have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of a whole answer. `months` maps "YYYY-MM" to a count, the undated left out; `undated` counts those."""

    total: int
    sources: list[Value]
    sections: list[Value]
    entities: list[tuple[Entity, int]]
    months: dict[str, int]
    undated: int

    @property
    def years(self) -> dict[str, int]:
        """The months summed by year."""
        years: dict[str, int] = {}
        for month, count in self.months.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        return years


_COUNT = """
    WITH hits AS MATERIALIZED (
        SELECT d.article_id, d.source_id, d.section, d.published FROM articles_searchdocument d WHERE {where}
    ), entities AS (
        SELECT a.entity_id, count(*) AS articles FROM hits JOIN articles_appearance a USING (article_id)
        GROUP BY a.entity_id ORDER BY articles DESC, a.entity_id LIMIT {most}
    )
    SELECT 'total', NULL, count(*) FROM hits
    UNION ALL SELECT 'source', s.name, count(*) FROM hits JOIN articles_source s ON s.id = source_id GROUP BY s.name
    UNION ALL SELECT 'section', section, count(*) FROM hits WHERE section <> '' GROUP BY section
    UNION ALL SELECT 'month', to_char(published AT TIME ZONE 'Asia/Jerusalem', 'YYYY-MM'), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'entity', entity_id::text, articles FROM entities
"""


def count(condition: Sql) -> Facets:
    """Count the whole answer of `condition`; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(where=condition.text, most=MOST_ENTITIES), condition.params)
        rows = cursor.fetchall()
    by: dict[str, dict[str, int]] = {key: {} for key in ("total", "source", "section", "month", "entity")}
    for key, value, number in rows:
        by[key][value] = number
    undated = by["month"].pop(None, 0)  # type: ignore[call-overload]
    entities = Entity.objects.in_bulk([int(pk) for pk in by["entity"]])
    return Facets(
        by["total"].get(None, 0),  # type: ignore[call-overload]
        _values(by["source"]),
        _values(by["section"]),
        [(entities[int(pk)], number) for pk, number in by["entity"].items() if int(pk) in entities],
        dict(sorted(by["month"].items())),
        undated,
    )


def _values(counts: dict[str, int]) -> list[Value]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Value(name, name, number) for name, number in ordered]
