"""How much the archive holds, and how much of it speaks of an entity, month by month; always from rolled-up rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from articles.models import Entity
from articles.timeline.periods import Period, Unit, between, by_period, unit_for

Counts = Mapping[str | None, int] | Mapping[str, int]
_MONTH = "to_char(published AT TIME ZONE 'Asia/Jerusalem', 'YYYY-MM')"


@dataclass(frozen=True, slots=True)
class Point:
    """A period, the articles counted in it, and all the archive's articles of it."""

    period: Period
    articles: int
    archive: int

    @property
    def share(self) -> float:
        """The part of the archive's articles that is counted, from 0 to 1."""
        return self.articles / self.archive if self.archive else 0.0


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one timeline, oldest first, all periods between the archive's first and last."""

    unit: Unit
    points: list[Point]
    undated: int = 0


def months_of(entity: Entity) -> dict[str | None, int]:
    """Count the published articles that speak of `entity` by month (None: undated); one query."""
    sql = f"SELECT {_MONTH}, count(*) FROM articles_appearance WHERE entity_id = %s GROUP BY 1 ORDER BY 1"
    return _counts(sql, [entity.pk])


def months_of_archive() -> dict[str | None, int]:
    """Count the published articles of the archive by month (None: undated); one query."""
    return _counts(f"SELECT {_MONTH}, count(*) FROM articles_searchdocument GROUP BY 1 ORDER BY 1", [])


def series(counts: Counts, archive: Counts, unit: Unit | None = None) -> Series:
    """Return the counts as a series, by `unit` or by the one that reads best."""
    dated = {month: count for month, count in counts.items() if month}
    held = {month: count for month, count in archive.items() if month}
    if not dated:
        return Series(unit or Unit.YEAR, [], _undated(counts))
    unit = unit or unit_for(dated)
    low, high = (min(dated), max(dated)) if unit is Unit.MONTH else (min(held | dated), max(held | dated))
    mine, all_of_it = by_period(dated, unit), by_period(held, unit)
    points = [Point(p, mine.get(p.key, 0), all_of_it.get(p.key, 0)) for p in between(low, high, unit)]
    return Series(unit, points, _undated(counts))


def _undated(counts: Counts) -> int:
    return sum(count for month, count in counts.items() if not month)


def _counts(sql: str, params: list[int]) -> dict[str | None, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return dict(cursor.fetchall())
