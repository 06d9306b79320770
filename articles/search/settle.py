"""Makes segments of what has changed: reads the search documents once, and keeps for every key who shares it.

New segments take the small ones in, so that there are few. A search that is under way goes on with the segments it
found: replaced ones are retired first, and deleted by a later run.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

import psycopg
from django.db import connection, transaction
from django.utils import timezone
from pyroaring import BitMap

from articles.models import SearchDocument, SearchPosting, SearchSegment
from articles.search import impact, pairing
from articles.search.segments import numbers_of, stored_of
from articles.sql import binary

LEAST = 5_000  # articles; below it PostgreSQL ranks every hit fast enough, and nothing need be kept
MOST = 65_536  # articles of a segment
FEW = 64  # a word of so few articles in a segment has no levels there: all of them are candidates
RETIRED_FOR = timedelta(minutes=5)
_READ = 500

Row = tuple[int, int, str, int | None, list[str], bytes, list[int]]


def settle(least: int = LEAST) -> int:
    """Bring the segments up to date; return how many changed articles they took in.

    An archive of fewer than `least` articles has no segments, unless it once had more.
    """
    SearchSegment.objects.filter(retired__lt=timezone.now() - RETIRED_FOR).delete()
    if SearchDocument.objects.count() < least and not SearchSegment.objects.exists():
        return 0
    taken = 0
    while changes := _run():
        taken += changes
    return taken


def rebuild(least: int = LEAST) -> int:
    """Make all segments anew; return how many articles they hold."""
    with transaction.atomic():
        SearchSegment.objects.filter(retired=None).update(retired=timezone.now())
        _execute("INSERT INTO articles_searchchange (article) SELECT article_id FROM articles_searchdocument")
    return settle(least)


def _run() -> int:
    """Take in as many changes as a segment holds, the oldest articles first; return how many articles that were."""
    with transaction.atomic():
        _execute("SELECT pg_advisory_xact_lock(hashtext('articles.search.settle'))")
        changed = [row[0] for row in _rows(_CHANGED, [MOST])]
        if not changed:
            return 0
        # Rows noted from here on are of transactions that this one does not see, or sees again next time.
        noted = [row[0] for row in _rows("SELECT id FROM articles_searchchange WHERE article = ANY(%s)", [changed])]
        _write([*changed, *_absorb(changed)])
        _execute("DELETE FROM articles_searchchange WHERE id = ANY(%s)", [noted])
    return len(changed)


_CHANGED = """
    SELECT article FROM (SELECT DISTINCT article FROM articles_searchchange) changed
    LEFT JOIN articles_searchdocument d ON d.article_id = article
    ORDER BY d.published NULLS LAST, article LIMIT %s
"""


def _absorb(changed: Sequence[int]) -> list[int]:
    """Take `changed` out of the segments, and retire those that are small beside what comes; return what they held."""
    without = set(changed)
    taken: list[int] = []
    for segment in SearchSegment.objects.filter(retired=None).order_by("size"):
        articles = numbers_of("q", bytes(segment.articles))
        gone = BitMap.deserialize(bytes(segment.gone)) if segment.gone else BitMap()
        gone.update([number for number, article in enumerate(articles) if article in without])
        coming = len(changed) + len(taken)
        if len(articles) - len(gone) <= min(2 * coming, MOST - coming):
            taken += [article for number, article in enumerate(articles) if number not in gone]
            segment.retired = timezone.now()
        segment.gone = gone.serialize()
        segment.save(update_fields=["gone", "retired"])
    return taken


def _write(ids: Sequence[int]) -> None:
    building = _Building()
    for number, row in enumerate(_documents(ids)):
        building.add(number, row)
    if building.articles:
        segment, articles = building.save(), building.articles
        del building  # its sets are large, and so are pairs
        pairing.write(segment, articles)


def _documents(ids: Sequence[int]) -> Iterator[Row]:
    """Yield the documents of `ids` that there are, in the order of a segment."""
    with psycopg.ServerCursor(connection.connection, "settle") as cursor:
        cursor.execute(_READ_DOCUMENTS, [list(ids)], binary=True)
        while found := cursor.fetchmany(_READ):
            yield from found


_READ_DOCUMENTS = """
    SELECT d.article_id, d.source_id, d.section,
        ((d.published AT TIME ZONE 'Asia/Jerusalem')::date - date '0001-01-01') + 1,
        tsvector_to_array(d.vector), d.profile,
        ARRAY(SELECT a.entity_id FROM articles_appearance a WHERE a.article_id = d.article_id ORDER BY 1)
    FROM articles_searchdocument d WHERE d.article_id = ANY(%s)
    ORDER BY d.published NULLS LAST, d.article_id
"""


class _Building:
    """A segment while its documents are read."""

    def __init__(self) -> None:
        self.articles, self.days = array("q"), array("i")
        self.entity_ends, self.entities = array("I"), array("I")
        self.sets: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self.levels: dict[int, dict[str, array[int]]] = {n: defaultdict(lambda: array("I")) for n in impact.HIGHER}

    def add(self, number: int, row: Row) -> None:
        article, source, section, day, lexemes, profile, entities = row
        self.articles.append(article)
        if day is not None:
            self.days.append(day)
        self.entities.extend(entities)
        self.entity_ends.append(len(self.entities))
        for key in (f"s{source}", f"c{section}", *(f"e{entity}" for entity in entities)):
            self.sets[key].append(number)
        self._add_words(number, lexemes, profile)

    def _add_words(self, number: int, lexemes: Iterable[str], profile: bytes) -> None:
        numbers = impact.unpack(profile)
        even = impact.evenness(numbers[0])
        heavy = {one & ~0xFF: one & 0xFF for one in islice(numbers, 1, None) if one & 0xFF >= impact.LEVELS[0] * even}
        for lexeme in lexemes:
            self.sets["1" + lexeme].append(number)
            if heavy and (count := heavy.get(impact.key(lexeme))):
                for level in range(2, impact.level(count / even) + 1):
                    self.levels[level][lexeme].append(number)

    def save(self) -> SearchSegment:
        """Store the segment with its sets."""
        segment = SearchSegment.objects.create(
            size=len(self.articles),
            articles=stored_of(self.articles),
            days=stored_of(self.days),
            entity_ends=stored_of(self.entity_ends),
            entities=stored_of(self.entities),
            shared=[key for key in self.sets if key[0] in "sc"],
        )
        rows = ((segment.pk, key, len(numbers), BitMap(numbers).serialize()) for key, numbers in self._all())
        binary.copy(SearchPosting, ("segment", "key", "size", "articles"), rows)
        return segment

    def _all(self) -> Iterator[tuple[str, array[int]]]:
        yield from self.sets.items()
        for level, sets in self.levels.items():
            for lexeme, numbers in sets.items():
                if len(self.sets["1" + lexeme]) > FEW:
                    yield f"{level}{lexeme}", numbers


def _execute(sql: str, params: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
