"""What the archive holds as a whole, and who was in the news of its last month."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from articles.models import Entity
from articles.timeline.cooccurrence import Companion


@dataclass(frozen=True, slots=True)
class Holdings:
    """Published articles, the years they span (both included, 0 when none is dated), and their sources with counts."""

    articles: int
    first_year: int
    last_year: int
    sources: list[tuple[str, int]]


def holdings(months: Mapping[str | None, int]) -> Holdings:
    """Return what the archive holds, given its articles by month; one query."""
    dated = sorted(month for month in months if month)
    first, last = (int(dated[0][:4]), int(dated[-1][:4])) if dated else (0, 0)
    return Holdings(sum(months.values()), first, last, sources())


def sources() -> list[tuple[str, int]]:
    """Return every source that has published articles here, with their number, the largest first."""
    sql = """
        SELECT s.name, count(*) FROM articles_searchdocument d JOIN articles_source s ON s.id = d.source_id
        GROUP BY s.id ORDER BY count(*) DESC, s.name"""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


_MONTH = """
    SELECT entity_id, count(*) FROM articles_appearance
    WHERE published >= (SELECT max(published) FROM articles_searchdocument) - interval '30 days'
    GROUP BY entity_id ORDER BY count(*) DESC, entity_id LIMIT %s
"""


def entities_of_the_month(most: int = 12) -> list[Companion]:
    """Return the entities in most articles of the 30 days before the archive's newest article; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTH, [most])
        rows = cursor.fetchall()
    found = Entity.objects.in_bulk([pk for pk, _ in rows])
    return [Companion(found[pk], number) for pk, number in rows]


def most_written_about(most: int) -> list[int]:
    """Return the entities in most published articles, the most written about first; one query over rolled-up rows."""
    sql = """
        SELECT entity FROM articles_daycount WHERE entity > 0 AND basis IN ('p', 'i')
        GROUP BY entity ORDER BY sum(articles) DESC, entity LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [most])
        return [row[0] for row in cursor.fetchall()]
