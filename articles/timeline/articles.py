"""The articles that speak of an entity: the list in the order of time, and the few that tell most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from articles.models import Article, Entity, Mention
from articles.timeline import series
from articles.timeline.cooccurrence import moment

_DATED = """
    SELECT article_id FROM articles_appearance
    WHERE entity_id = %(entity)s AND published >= %(start)s AND published < %(end)s
    ORDER BY entity_id, published {order}, article_id {order} LIMIT %(most)s OFFSET %(skip)s"""
_ALL = """
    SELECT article_id FROM articles_appearance WHERE entity_id = %(entity)s
    ORDER BY entity_id, published {order} NULLS LAST, article_id {order} LIMIT %(most)s OFFSET %(skip)s"""
_TOLD = """
    SELECT article_id FROM articles_happened
    WHERE entity_id = %(entity)s AND day BETWEEN %(start)s AND %(end)s AND (basis = 'd' OR %(days)s > 27)
    GROUP BY article_id ORDER BY max(day) {order}, article_id {order} LIMIT %(most)s OFFSET %(skip)s"""
_CENTRAL = """
    SELECT article_id FROM articles_appearance
    WHERE entity_id = %(entity)s AND published >= %(start)s AND published < %(end)s
    ORDER BY entity_id, mentions DESC, published DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Key:
    """An article that tells much of an entity's time, and why."""

    why: str
    article: Article


class Appearing(Sequence[int]):
    """The ids of the articles of the days `start` to `end` that speak of an entity; a slice costs one query.

    Its length comes from the rolled-up counts, so that pages can be numbered without counting.
    """

    def __init__(
        self, entity: Entity, start: date | None = None, end: date | None = None, *, oldest_first: bool = False
    ) -> None:
        self.entity, self.start, self.end = entity, start, end
        self.order = "ASC" if oldest_first else "DESC"
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = series.between_days(self.entity, self.start, self.end)
        return self._length

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, int):
            return self[at : at + 1][0]
        skip = at.start or 0
        sql = _DATED if self.start or self.end else _ALL
        given = _between(self.entity, self.start, self.end) | {"most": max(at.stop - skip, 0), "skip": skip}
        return _ids(sql.format(order=self.order), given)


class Told(Appearing):
    """The ids of the articles that tell what happened with an entity on the days `start` to `end`."""

    def __len__(self) -> int:
        if self._length is None:
            sql = f"SELECT count(*) FROM ({_TOLD.format(order='DESC')}) told"
            self._length = _ids(sql, _days(self.start, self.end, self.entity) | {"most": None, "skip": 0})[0]
        return self._length

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, int):
            return self[at : at + 1][0]
        skip = at.start or 0
        given = _days(self.start, self.end, self.entity) | {"most": max(at.stop - skip, 0), "skip": skip}
        return _ids(_TOLD.format(order=self.order), given)


def key_articles(entity: Entity, start: date | None, end: date | None) -> list[Key]:
    """Return the first, the peak's, the most central and the most recent article of these days, each once."""
    chosen = {
        "הראשונה": Appearing(entity, start or date(1, 1, 2), end, oldest_first=True)[0:1],
        "הכי מרכזית": _ids(_CENTRAL, _between(entity, start, end)),
        "ביום השיא": _of_peak(entity, start, end),
        "האחרונה": Appearing(entity, start or date(1, 1, 2), end)[0:1],
    }
    whys: dict[int, list[str]] = {}
    for why, ids in chosen.items():
        for pk in ids:
            whys.setdefault(pk, []).append(why)
    found = Article.objects.select_related("source").in_bulk(whys)
    return [Key(" · ".join(why), found[pk]) for pk, why in whys.items() if pk in found]


def sentences(entity: Entity, articles: Sequence[int]) -> dict[int, list[Mention]]:
    """Return the first accepted mentions of `entity` in each article, one a paragraph, two at most; two queries."""
    rows = Mention.objects.accepted().filter(entity=entity, article__in=articles).select_related("paragraph")
    found: dict[int, list[Mention]] = {}
    for mention in rows.order_by("article", "paragraph__position", "start"):
        here = found.setdefault(mention.article_id, [])
        if len(here) < 2 and all(one.paragraph_id != mention.paragraph_id for one in here):
            here.append(mention)
    return found


def _of_peak(entity: Entity, start: date | None, end: date | None) -> list[int]:
    day = series.peak_day(entity, start, end)
    return _ids(_CENTRAL, _between(entity, day, day)) if day else []


def _between(entity: Entity, start: date | None, end: date | None) -> dict[str, Any]:
    return {"entity": entity.pk, "start": moment(start or date.min), "end": moment(end or date.max, after=True)}


def _days(start: date | None, end: date | None, entity: Entity) -> dict[str, Any]:
    first, last = start or date.min, end or date.max
    return {"entity": entity.pk, "start": first, "end": last, "days": (last - first).days + 1}


def _ids(sql: str, given: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()]
