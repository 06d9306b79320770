"""The answer of a large archive: a set of the segments' articles, beside hits among what changed, asked of PostgreSQL.

Counts are exact. By date, days are counted in the sets and the page's days alone are read; by relevance every hit is
ranked (`ranking.py`).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from articles.search import facets
from articles.search.evaluating import evaluate, settled
from articles.search.facets import Counts, Facets
from articles.search.postgres import Asked, Sql
from articles.search.ranking import best
from articles.search.segments import Numbers, State, array_of, postings
from articles.sql import binary
from articles.sql.binary import rows

FRESH = 300  # hits among what changed that are ranked, for which their profiles are read
TRIED = 256  # entities, whose sets a process has soon met
A_SET = 100  # hits whose entities are counted in the time that it takes to count by the set of one entity
Fresh = list[tuple[int, int]]  # (day, article) of the hits among what changed since; day 0 for the undated


@dataclass(frozen=True)
class SettledAnswer:
    """The hits of a condition: the numbers of those in segments, and those that no segment knows."""

    state: State
    hits: BitMap
    fresh: Fresh

    @classmethod
    def of(
        cls, state: State, condition: Sql, among: "SettledAnswer | None" = None, most: int | None = None
    ) -> "SettledAnswer":
        """Answer a condition: by sets when they say it, else by one list of ids from PostgreSQL.

        Of what changed, PostgreSQL is asked alone; `among` is an answer known to have all hits that this one has.
        Raises TooMany when, for a phrase, it would have to look into more than `most` articles.
        """
        unsettled = [article for _, article in among.fresh] if among else state.changed
        if condition.bits is not None:
            return cls(state, evaluate(state, condition.bits, most), _fresh(unsettled, condition))
        changed = set(unsettled)
        found = [row[0] for row in rows(f"SELECT d.article_id FROM articles_searchdocument d WHERE {condition.text}",
                                        condition.params)]  # fmt: skip
        fresh = _fresh([article for article in found if article in changed], Sql("TRUE"))
        return cls(state, settled(state, found), fresh)

    @cached_property
    def total(self) -> int:
        """The number of hits."""
        return len(self.hits) + len(self.fresh)

    @cached_property
    def facets(self) -> Facets:
        """The counts of the whole answer."""
        fresh = Sql("d.article_id = ANY(%s)", ([article for _, article in self.fresh],))
        counts = facets.counted(fresh) if self.fresh else Counts()
        counts.total = self.total
        numbers = array_of(self.hits)
        _count_months(self.state, numbers, counts)
        self._count_entities(counts, numbers)
        self._count_named(counts)
        return facets.named(counts)

    def _count_named(self, counts: Counts) -> None:
        """Count sources and sections, by the set of each."""
        names = {key for columns in self.state.row.columns for key in columns.shared if key != "c"}
        for key, number in self._having(names):
            if key[0] == "s":
                counts.sources[int(key[1:])] += number
            else:
                counts.sections[key[1:]] += number

    def _having(self, keys: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Yield those of the keys that hits have, and how many have them."""
        for key, having in postings(self.state, keys).items():
            if number := self.hits.intersection_cardinality(having):
                yield key, number

    def _count_entities(self, counts: Counts, numbers: Numbers) -> None:
        """Count the entities of each hit, or those that can be among the most frequent by their sets, if that is less.

        Entities are taken from the most frequent on, until none that follows can have as many hits.
        """
        everywhere, hits = self.state.row.frequent, len(numbers)
        tried = _to_be_tried(everywhere, hits / max(self.state.size, 1))
        if tried > TRIED or hits <= A_SET * tried:
            _count_each(self.state, numbers, counts)
            return
        fresh = list(counts.entities)
        self._add_entities(fresh, counts)
        done = set(fresh)
        for at in range(0, len(everywhere), _BATCH):
            batch = everywhere[at : at + _BATCH]
            top = counts.top_entities()
            if len(top) == facets.MOST_ENTITIES and top[-1][1] > batch[0][1]:
                return
            self._add_entities([pk for pk, _ in batch if pk not in done], counts)

    def _add_entities(self, entities: Sequence[int], counts: Counts) -> None:
        for key, number in self._having(f"e{pk}" for pk in entities):
            counts.entities[int(key[1:])] += number

    # -- pages ------------------------------------------------------------------------------------------------------

    def by_date(self, order: str, limit: int, offset: int) -> list[int]:
        """Return the ids of a page, `newest` or `oldest` first."""
        return _Dated(self.state, self.hits, self.fresh).page(order == "newest", limit, offset)

    def by_relevance(self, words: list[Asked], limit: int, offset: int) -> list[int]:
        """Return the ids of a page, best first; of many hits among what changed, all but the newest come last."""
        fresh = sorted(self.fresh, reverse=True)
        ranked = {article: day for day, article in fresh[:FRESH]}
        first = best(self.state, self.hits, ranked, words, offset + limit)[offset:]
        if len(first) == limit or len(fresh) <= FRESH:
            return first
        rest = _Dated(self.state, BitMap(), fresh[FRESH:])
        return first + rest.page(True, limit - len(first), max(0, offset - (self.total - len(fresh[FRESH:]))))


_BATCH = 64


def _to_be_tried(everywhere: Sequence[tuple[int, int]], share: float) -> int:
    """Return how many entities may be among the most frequent of a share of all articles, were it like the whole."""
    least = share * everywhere[: facets.MOST_ENTITIES][-1][1] if everywhere else 0.0
    return bisect_right(everywhere, -least, key=lambda pair: -pair[1])


def _count_months(state: State, numbers: Numbers, counts: Counts) -> None:
    """Count the months of hits, and those that have none."""
    starts, months = state.row.months
    numbers_of_months = np.diff(np.searchsorted(numbers, starts), append=len(numbers))
    some = np.flatnonzero(numbers_of_months)
    for month, number in zip(months[some].tolist(), numbers_of_months[some].tolist(), strict=True):
        if month:
            counts.months[f"{month // 12:04}-{month % 12 + 1:02}"] += number
        else:
            counts.undated += number


def _count_each(state: State, numbers: Numbers, counts: Counts) -> None:
    """Leave the most frequent entities of the hits, with those counted before, in `counts`."""
    entities = [_entities(*columns.entity_spans, part) for columns, part in state.row.by_segment(numbers)]
    before = np.fromiter(counts.entities.elements(), np.uint32)
    number_of = np.bincount(np.concatenate([before, *entities]))
    most = facets.MOST_ENTITIES
    least = max(1, np.partition(number_of, -most)[-most] if len(number_of) > most else 1)
    more, equal = np.flatnonzero(number_of > least), np.flatnonzero(number_of == least)[:most]
    top = np.concatenate([more, equal])
    counts.entities = Counter(dict(zip(top.tolist(), number_of[top].tolist(), strict=True)))


def _entities(entities: Numbers, starts: Numbers, lengths: Numbers, numbers: Numbers) -> Numbers:
    """Return the entities of each hit, one after another."""
    many = lengths[numbers]
    ends = np.cumsum(many)
    return entities[np.arange(ends[-1]) + np.repeat(starts[numbers] - (ends - many), many)]


def _fresh(changed: Sequence[int], condition: Sql) -> Fresh:
    """Return the hits among the changed articles, in no order."""
    if not changed:
        return []
    sql = f"""
        SELECT coalesce((d.published AT TIME ZONE 'Asia/Jerusalem')::date - date '0001-01-01' + 1, 0), d.article_id
        FROM articles_searchdocument d WHERE d.article_id = ANY(%s) AND ({condition.text})"""
    return [(day, article) for day, article in rows(sql, [binary.array_of(changed), *condition.params])]


@dataclass(frozen=True)
class _Dated:
    """Hits in the order of their dates."""

    state: State
    hits: BitMap
    fresh: Fresh

    def page(self, newest: bool, limit: int, offset: int) -> list[int]:
        """Return `limit` ids from `offset` on; the undated come after all others, in the order of their ids."""
        dated = self._within(1, _LAST)
        ids = self._dated(newest, min(limit, dated - offset), offset) if offset < dated else []
        if len(ids) < limit:
            start = max(0, offset - dated)
            ids += sorted(self._undated(), reverse=newest)[start : start + limit - len(ids)]
        return ids

    def _dated(self, newest: bool, limit: int, offset: int) -> list[int]:
        """Read the days that hold the page, and cut the page out of them."""
        near, far = self._day(newest, offset), self._day(newest, offset + limit - 1)
        first, last = min(near, far), max(near, far)
        skipped = self._within(last + 1, _LAST) if newest else self._within(1, first - 1)
        sign, order = ("DESC", "DESC") if newest else ("ASC", "ASC")
        sql = f"""SELECT article_id FROM articles_searchdocument WHERE article_id = ANY(%s) AND published IS NOT NULL
            ORDER BY published {sign}, article_id {order}"""
        ids = [row[0] for row in rows(sql, [list(self._between(first, last))])]
        return ids[offset - skipped : offset - skipped + limit]

    def _day(self, newest: bool, place: int) -> int:
        """Return the day of the hit at a place of the order."""
        if newest:  # the last day from which on there are more than `place` hits
            return bisect_right(_DAYS, -place - 1, key=lambda day: -self._within(day, _LAST)) + _DAYS.start - 1
        return bisect_right(_DAYS, place, key=lambda day: self._within(1, day)) + _DAYS.start

    def _within(self, first: int, last: int) -> int:
        """Count the hits of the days from `first` to `last`."""
        settled_ = sum(self.hits.range_cardinality(start, end) for start, end in self.state.row.between(first, last))
        return settled_ + sum(first <= day <= last for day, _ in self.fresh)

    def _between(self, first: int, last: int) -> Iterator[int]:
        yield from self._articles(self.state.row.between(first, last))
        yield from (article for day, article in self.fresh if first <= day <= last)

    def _undated(self) -> Iterator[int]:
        yield from self._articles(self.state.row.undated())
        yield from (article for day, article in self.fresh if not day)

    def _articles(self, spans: Iterable[tuple[int, int]]) -> Iterator[int]:
        for start, end in spans:
            yield from self.state.row.ids[array_of(self.hits & BitMap(range(start, end)))].tolist()


_LAST = date.max.toordinal()
_DAYS = range(1, _LAST + 1)
