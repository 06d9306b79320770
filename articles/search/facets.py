"""How the answer of a search spreads over sources, sections, entities and time."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest

from django.db import connection

from articles.models import Entity, Source
from articles.search.postgres import Sql
from articles.sql.binary import by_id

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


@dataclass(slots=True)
class Counts:
    """Counts while they are added up: sources and entities by id, sections by name, months as "YYYY-MM"."""

    total: int = 0
    undated: int = 0
    sources: Counter[int] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    entities: Counter[int] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    names: dict[int, str] = field(default_factory=dict)  # of the sources whose names are known already

    def top_entities(self) -> list[tuple[int, int]]:
        """Return the `MOST_ENTITIES` entities of most articles with their counts; of equal counts the older first."""
        least = min(nlargest(MOST_ENTITIES, self.entities.values()), default=0)  # they are thousands: not all in order
        more = sorted((-count, pk) for pk, count in self.entities.items() if count > least)
        equal = nsmallest(MOST_ENTITIES - len(more), (pk for pk, count in self.entities.items() if count == least))
        return [(pk, -count) for count, pk in more] + [(pk, least) for pk in equal]


_COUNT = """
    WITH hits AS MATERIALIZED (
        SELECT d.article_id, d.source_id, d.section, d.published FROM articles_searchdocument d WHERE {where}
    )
    SELECT 'total', NULL, count(*), NULL FROM hits
    UNION ALL SELECT 'source', source_id::text, count(*), (SELECT name FROM articles_source WHERE id = source_id)
        FROM hits GROUP BY source_id
    UNION ALL SELECT 'section', section, count(*), NULL FROM hits WHERE section <> '' GROUP BY section
    UNION ALL SELECT 'month', to_char(published AT TIME ZONE 'Asia/Jerusalem', 'YYYY-MM'), count(*), NULL
        FROM hits GROUP BY 2
    UNION ALL SELECT 'entity', a.entity_id::text, count(*), NULL
        FROM hits JOIN articles_appearance a USING (article_id) GROUP BY a.entity_id
"""


def count(condition: Sql) -> Facets:
    """Count the whole answer of `condition` by a pass over its hits; two queries."""
    return named(counted(condition))


def counted(condition: Sql) -> Counts:
    """Count the whole answer of `condition` in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(where=condition.text), condition.params)
        rows = cursor.fetchall()
    counts = Counts()
    for key, value, number, name in rows:
        if key == "source":
            counts.names[int(value)] = name
        if key == "total":
            counts.total = number
        elif value is None:
            counts.undated = number
        elif key in ("source", "entity"):
            (counts.sources if key == "source" else counts.entities)[int(value)] = number
        else:
            (counts.sections if key == "section" else counts.months)[value] = number
    return counts


def named(counts: Counts) -> Facets:
    """Give the counts their names; two queries at most."""
    top = counts.top_entities()
    entities = by_id(Entity, [pk for pk, _ in top], "merged_into_id IS NULL") if top else {}
    unnamed = counts.sources.keys() - counts.names.keys()
    rest = {pk: source.name for pk, source in by_id(Source, unnamed).items()} if unnamed else {}
    sources = counts.names | rest
    return Facets(
        counts.total,
        _values({sources[pk]: number for pk, number in counts.sources.items() if pk in sources}),
        _values(counts.sections),
        [(entities[pk], number) for pk, number in top if pk in entities],
        dict(sorted(counts.months.items())),
        counts.undated,
    )


def _values(counts: dict[str, int]) -> list[Value]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Value(name, name, number) for name, number in ordered]
