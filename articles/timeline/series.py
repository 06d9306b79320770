"""How much the archive holds, and how much of it speaks of an entity, period by period; always from rolled-up rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from articles.models import Entity
from articles.models.timeline import ARCHIVE, UNDATED, Basis
from articles.timeline.periods import Period, Unit, between, by_period, unit_for

Counts = Mapping[str | None, int] | Mapping[str, int]
BY_PRINT = (Basis.PRINTED, Basis.INFERRED)
BY_EVENT = {
    Unit.DAY: (Basis.DAY,),
    Unit.MONTH: (Basis.DAY, Basis.MONTH),
    Unit.YEAR: (Basis.DAY, Basis.MONTH, Basis.YEAR),
}
_FORMATS = {Unit.YEAR: "YYYY", Unit.MONTH: "YYYY-MM", Unit.DAY: "YYYY-MM-DD"}
# Days are cut before they are counted and written out after: text of each day would cost as much as counting it.
_COUNT = """
    SELECT CASE WHEN period > '0001-01-01' THEN to_char(period, %(format)s) END, articles
    FROM (
        SELECT date_trunc(%(unit)s, day::timestamp) AS period, sum(articles)::int AS articles
        FROM articles_daycount
        WHERE entity = %(entity)s AND basis = ANY(%(bases)s) AND day BETWEEN %(start)s AND %(end)s
        GROUP BY 1 HAVING sum(articles) <> 0
    ) AS counted
    ORDER BY period
"""


@dataclass(frozen=True, slots=True)
class Point:
    """A period, the articles counted in it, all the archive's articles of it, and those whose date was inferred."""

    period: Period
    articles: int
    archive: int
    inferred: int = 0

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


@dataclass(frozen=True, slots=True)
class Window:
    """What a chart shows: all of time by `unit`, or one year or month (`inside`) by its parts."""

    unit: Unit | None = None
    inside: Period | None = None

    @property
    def bounds(self) -> tuple[date, date]:
        """Its first and last day."""
        return (self.inside.start, self.inside.end) if self.inside else (date.min, date.max)


WHOLE = Window()


@dataclass(frozen=True, slots=True)
class Life:
    """All that a timeline of an entity is drawn of: its counts, those of inferred dates, those of the archive."""

    counts: Counts
    archive: Counts
    inferred: Counts = field(default_factory=dict)


def months_of(entity: Entity) -> dict[str | None, int]:
    """Count the published articles that speak of `entity` by month (None: undated); one query."""
    return _counts(entity.pk, Unit.MONTH)


def months_of_archive() -> dict[str | None, int]:
    """Count the published articles of the archive by month (None: undated); one query."""
    return _counts(ARCHIVE, Unit.MONTH)


def life(entity: Entity, window: Window = WHOLE, *, happened: bool = False) -> Life:
    """Return what `window` shows of an entity, by when things were printed or happened; two or three queries."""
    unit = (window.unit or Unit.MONTH) if window.inside else Unit.MONTH
    archive = _counts(ARCHIVE, unit, *window.bounds)
    if happened:
        return Life(_counts(entity.pk, unit, *window.bounds, bases=BY_EVENT[window.unit or Unit.YEAR]), archive)
    inferred = _counts(entity.pk, unit, *window.bounds, bases=(Basis.INFERRED,))
    return Life(_counts(entity.pk, unit, *window.bounds), archive, inferred)


def between_days(entity: Entity, start: date | None, end: date | None) -> int:
    """Count the published articles that speak of `entity`, printed from `start` to `end`; all of them without both."""
    sql = """
        SELECT coalesce(sum(articles), 0)::int FROM articles_daycount
        WHERE entity = %s AND basis IN ('p', 'i') AND day BETWEEN %s AND %s"""
    first = date.min if start is None and end is None else max(start or date.min, date(1, 1, 2))
    with connection.cursor() as cursor:
        cursor.execute(sql, [entity.pk, first, end or date.max])
        return int(cursor.fetchone()[0])


def totals(entities: list[int]) -> dict[int, int]:
    """Count the published articles that speak of each of the entities; one query."""
    sql = """
        SELECT entity, sum(articles)::int FROM articles_daycount
        WHERE entity = ANY(%s) AND basis IN ('p', 'i') GROUP BY entity"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [entities])
        return dict(cursor.fetchall())


def peak_day(entity: Entity, start: date | None, end: date | None) -> date | None:
    """Return the day on which most articles spoke of `entity`, the earliest of several; None when it has none."""
    sql = """
        SELECT day FROM articles_daycount
        WHERE entity = %s AND basis IN ('p', 'i') AND day > %s AND day BETWEEN %s AND %s
        GROUP BY day HAVING sum(articles) > 0 ORDER BY sum(articles) DESC, day LIMIT 1"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [entity.pk, UNDATED, start or date.min, end or date.max])
        row = cursor.fetchone()
    return row[0] if row else None


def series(counts: Counts, archive: Counts, unit: Unit | None = None) -> Series:
    """Return the counts as a series, by `unit` or by the one that reads best."""
    return drawn(Life(counts, archive), Window(unit))


def drawn(given: Life, window: Window) -> Series:
    """Return the points of a life that `window` shows."""
    dated, held, inferred = (_dated(one) for one in (given.counts, given.archive, given.inferred))
    undated = _undated(given.counts)
    if window.inside:
        unit = window.unit or window.inside.parts
        low = high = window.inside.key
        low, high = (f"{low}-01", f"{low}-12") if len(low) == 4 else (low, high)
    elif not dated:
        return Series(window.unit or Unit.YEAR, [], undated)
    else:
        unit = window.unit or unit_for(dated)
        low, high = (min(dated), max(dated)) if unit is Unit.MONTH else (min(held | dated), max(held | dated))
    mine, all_of_it, unsure = (by_period(one, unit) for one in (dated, held, inferred))
    points = [
        Point(p, mine.get(p.key, 0), all_of_it.get(p.key, 0), unsure.get(p.key, 0)) for p in between(low, high, unit)
    ]
    return Series(unit, points, undated)


def _dated(counts: Counts) -> dict[str, int]:
    return {period: count for period, count in counts.items() if period}


def _undated(counts: Counts) -> int:
    return sum(count for period, count in counts.items() if not period)


def _counts(
    entity: int, unit: Unit, start: date = date.min, end: date = date.max, bases: tuple[Basis, ...] = BY_PRINT
) -> dict[str | None, int]:
    given: dict[str, Any] = {"entity": entity, "bases": [str(one.value) for one in bases], "start": start, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given | {"unit": unit.value, "format": _FORMATS[unit]})
        return dict(cursor.fetchall())
