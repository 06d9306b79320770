"""Who and what appears together with an entity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from articles.models import Article, Entity
from articles.sql import read
from articles.timeline import series

MOST_COUNTED = 4_000  # articles of a period; of more, every second, third … is counted


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity and the number of articles it shares with the one asked about.

    `change` is how many times more (or less) of the period's articles it shares than of all the life's; None when
    there is nothing to compare. `about` tells that the number was worked out from a part of the period's articles.
    """

    entity: Entity
    articles: int
    change: float | None = None
    about: bool = False


def companions(entity: Entity, most: int = 12) -> list[Companion]:
    """Return the entities that share most articles with `entity` over its whole life; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(read("companions"), {"entity": entity.pk, "most": most})
        rows = cursor.fetchall()
    found = Entity.objects.in_bulk([pk for pk, _ in rows])
    return [Companion(found[pk], number) for pk, number in rows if pk in found]


def companions_between(entity: Entity, start: date | None, end: date | None, most: int = 12) -> list[Companion]:
    """Return the entities that share most articles of the days `start` to `end` with `entity`, and how that changed.

    Five queries, at most `MOST_COUNTED` articles read.
    """
    there, whole = series.between_days(entity, start, end), series.between_days(entity, None, None)
    step = -(-there // MOST_COUNTED) or 1
    given: dict[str, Any] = {
        "entity": entity.pk,
        "start": moment(start or date(1, 1, 2)),
        "end": moment(end or date.max, after=True),
    }
    with connection.cursor() as cursor:
        cursor.execute(read("companions_between"), given | {"step": step, "most": most})
        rows = cursor.fetchall()
    life = together(entity, [pk for pk, _ in rows])
    found = Entity.objects.in_bulk([pk for pk, _ in rows])
    return [
        Companion(found[pk], number * step, change(number * step, there, life.get(pk, 0), whole), step > 1)
        for pk, number in rows
        if pk in found
    ]


def together(entity: Entity, others: Sequence[int]) -> dict[int, int]:
    """Count the articles that `entity` shares with each of `others` over its whole life; one query."""
    sql = """
        SELECT other, sum(articles)::int FROM articles_paircount
        WHERE entity = %(entity)s AND other = ANY(%(others)s) AND folded GROUP BY other
        UNION ALL
        SELECT other, sum(articles)::int FROM articles_paircount
        WHERE entity = %(entity)s AND other = ANY(%(others)s) AND NOT folded GROUP BY other"""
    counts: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, {"entity": entity.pk, "others": list(others)})
        for other, number in cursor.fetchall():
            counts[other] = counts.get(other, 0) + number
    return counts


def change(articles: int, of: int, life: int, of_life: int) -> float | None:
    """Return how many times larger the part `articles` of `of` is than the part `life` of `of_life`."""
    return (articles / of) / (life / of_life) if of and life and of_life else None


def moment(day: date, *, after: bool = False) -> datetime:
    """Return the midnight that begins a day of the archive's time zone, or that which ends it; never out of range."""
    near = min(max(day, date(2, 1, 1)), date(9998, 12, 30)) + timedelta(days=after)
    return timezone.make_aware(datetime.combine(near, time.min))


def shared_articles(entities: Sequence[Entity], most: int = 10) -> list[Article]:
    """Return the newest published articles that speak of all of `entities`; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(read("shared_articles"), {"entities": _rarest_first(entities), "most": most})
        ids = [row[0] for row in cursor.fetchall()]
    found = Article.objects.select_related("source").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _rarest_first(entities: Sequence[Entity]) -> list[int]:
    counts = series.totals([entity.pk for entity in entities])
    return sorted((entity.pk for entity in entities), key=lambda pk: counts.get(pk, 0))


def neighbourhood(entity: Entity, most: int = 29) -> tuple[list[Companion], dict[tuple[int, int], int]]:
    """Return the closest companions of `entity`, and how many articles each two of them share; three queries."""
    beside = companions(entity, most)
    ids = [one.entity.pk for one in beside]
    pairs: dict[tuple[int, int], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(read("pairs_among"), {"entities": ids})
        for one, other, number in cursor.fetchall():
            pairs[one, other] = pairs.get((one, other), 0) + number
    return beside, {pair: number for pair, number in pairs.items() if number > 0}
