"""Makes segments of what has changed: reads the search documents once, and keeps for every key who shares it.

New segments take the small ones in, so that there are few. While many articles arrive there is no time for that, nor
for pairs of words, since each search asks PostgreSQL of all articles that are in no segment: both are made up for when
no more arrive. A search that is under way goes on with the segments it found: replaced ones are retired first, and
deleted by a later run.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

import numpy as np
import psycopg
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from pyroaring import BitMap

from articles.models import SearchDocument, SearchPosting, SearchSegment
from articles.search import impact, pairing
from articles.search.gathered import Gathered, Numbers
from articles.search.segments import numbers_of, stored_of
from articles.sql import binary

LEAST = 5_000  # articles; below it PostgreSQL ranks every hit fast enough, and nothing need be kept
MOST = 65_536  # articles of a segment
FEW = 500  # changes at once, up to which there is time to take small segments in
MANY = 32  # segments, from which on there must be time for it
RETIRED_FOR = timedelta(minutes=5)
_READ = 500
_COUNT = np.uint32(impact.COUNT)  # of an entry: below the number of an article, its weighted count of a word
_ABOVE = np.uint32(impact.COUNT.bit_length())

Row = tuple[int, int, str, int | None, list[str], bytes, list[int]]


def settle(least: int = LEAST) -> int:
    """Bring the segments up to date; return how many changed articles they took in. With none, pairs are made up for.

    An archive of fewer than `least` articles has no segments, unless it once had more.
    """
    SearchSegment.objects.filter(retired__lt=timezone.now() - RETIRED_FOR).delete()
    if not SearchSegment.objects.exists() and SearchDocument.objects.count() < least:
        return 0
    taken = changes = step()
    while changes == MOST:
        taken += (changes := step())
    if not taken:
        _make_up()
    return taken


def step() -> int:
    """Take in as many changes as a segment holds, the oldest articles first; return how many articles that were."""
    with transaction.atomic():
        _lock()
        changed = [row[0] for row in _rows(_CHANGED, [MOST])]
        if not changed:
            return 0
        # Rows noted from here on are of transactions that this one does not see, or sees again next time.
        noted = [row[0] for row in _rows("SELECT id FROM articles_searchchange WHERE article = ANY(%s)", [changed])]
        hurried = FEW < len(changed) < MOST and _live().count() < MANY
        _write([*changed, *_absorb(changed, merging=not hurried)], paired=not hurried)
        _execute("DELETE FROM articles_searchchange WHERE id = ANY(%s)", [noted])
    return len(changed)


def _make_up() -> None:
    """Make one segment, with its pairs, of as many as fit that have none."""
    with transaction.atomic():
        _lock()
        together: list[int] = []
        for segment in _live().filter(paired=False).order_by("size"):
            articles, gone = _held(segment)
            if len(together) + len(articles) - len(gone) <= MOST:
                together += _retire(segment, articles, gone)
        if together:
            _write(together, paired=True)


_CHANGED = """
    SELECT article FROM (SELECT DISTINCT article FROM articles_searchchange) changed
    LEFT JOIN articles_searchdocument d ON d.article_id = article
    ORDER BY d.published NULLS LAST, article LIMIT %s
"""


def _live() -> QuerySet[SearchSegment]:
    return SearchSegment.objects.filter(retired=None)


def _absorb(changed: Sequence[int], *, merging: bool) -> list[int]:
    """Take `changed` out of the segments; when `merging`, retire those that are small beside what comes.

    Returns what the retired ones held.
    """
    without = set(changed)
    taken: list[int] = []
    for segment in _live().order_by("size"):
        articles, gone = _held(segment)
        gone.update([number for number, article in enumerate(articles) if article in without])
        segment.gone = gone.serialize()
        segment.save(update_fields=["gone"])
        coming = len(changed) + len(taken)
        if merging and len(articles) - len(gone) <= min(2 * coming, MOST - coming):
            taken += _retire(segment, articles, gone)
    return taken


def _held(segment: SearchSegment) -> tuple[array[int], BitMap]:
    """Return the articles of a segment, and the numbers of those that are gone."""
    gone = BitMap.deserialize(bytes(segment.gone)) if segment.gone else BitMap()
    return numbers_of("q", bytes(segment.articles)), gone


def _retire(segment: SearchSegment, articles: Sequence[int], gone: BitMap) -> list[int]:
    """Let no search begin with a segment any more; return the articles that it still holds."""
    segment.retired = timezone.now()
    segment.save(update_fields=["retired"])
    return [article for number, article in enumerate(articles) if number not in gone]


def _write(ids: Sequence[int], *, paired: bool) -> None:
    """Make a segment of these articles; one that is not `paired` leaves all phrases to PostgreSQL."""
    building = _Building()
    for rows in _documents(ids):
        building.add(rows)
    if building.articles:
        segment, articles = building.save(paired), building.articles
        del building  # its sets are large, and so are pairs
        if paired:
            pairing.write(segment, articles)
        else:
            pairing.put_off(segment)


def _documents(ids: Sequence[int]) -> Iterator[list[Row]]:
    """Yield the documents of `ids` that there are, in the order of a segment, a handful at a time."""
    with psycopg.ServerCursor(connection.connection, "settle") as cursor:
        cursor.execute(_READ_DOCUMENTS, [list(ids)], binary=True)
        while found := cursor.fetchmany(_READ):
            yield found


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
        self.articles, self.days, self.lengths = array("q"), array("i"), array("I")
        self.entity_ends, self.entities = array("I"), array("I")
        self.shared: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self.words = _Words()

    def add(self, rows: Sequence[Row]) -> None:
        """Take in further articles."""
        self.words.add([(number, row[4], row[5]) for number, row in enumerate(rows, start=len(self.articles))])
        for article, source, section, day, _, profile, entities in rows:
            number = len(self.articles)
            self.articles.append(article)
            self.lengths.append(impact.unpack(profile)[0])
            if day is not None:
                self.days.append(day)
            self.entities.extend(entities)
            self.entity_ends.append(len(self.entities))
            for key in (f"s{source}", f"c{section}", *(f"e{entity}" for entity in entities)):
                self.shared[key].append(number)

    def save(self, paired: bool) -> SearchSegment:
        """Store the segment with its sets; those of the words are given up."""
        segment = SearchSegment.objects.create(
            size=len(self.articles),
            paired=paired,
            articles=stored_of(self.articles),
            days=stored_of(self.days),
            lengths=stored_of(self.lengths),
            entity_ends=stored_of(self.entity_ends),
            entities=stored_of(self.entities),
            shared=[key for key in self.shared if key[0] in "sc"],
        )
        shared = ((key, BitMap(numbers), b"") for key, numbers in self.shared.items())
        rows = (
            (segment.pk, key, len(numbers), numbers.serialize(), counts)
            for key, numbers, counts in chain(shared, self.words.sets())
        )
        binary.copy(SearchPosting, ("segment", "key", "size", "articles", "counts"), rows)
        return segment


class _Words:
    """The words of a segment's articles while they are read: where each stands, and its weighted counts there."""

    def __init__(self) -> None:
        self.lexemes = _Lexemes()
        self.gathered = Gathered()

    def add(self, articles: Sequence[tuple[int, list[str], bytes]]) -> None:
        """Take in the lexemes and the profiles of articles, given with their numbers."""
        if not articles:
            return
        numbers, lexemes, profiles = zip(*articles, strict=True)
        known = self.lexemes
        names = np.array([known[lexeme] for some in lexemes for lexeme in some], np.uint32)
        at = np.repeat(np.array(numbers, np.uint32), list(map(len, lexemes)))
        counts = _counts(at, np.frombuffer(known.keys_of, np.uint32)[names], numbers, profiles)
        self.gathered.add(names, at << _ABOVE | counts)

    def sets(self) -> Iterator[tuple[str, BitMap, bytes]]:
        """Yield the key of each lexeme, the numbers that have it, and its counts in them."""
        names = list(self.lexemes)
        for name, entries in self.gathered.groups():
            counts = (entries & _COUNT).astype(np.uint8)
            yield f"1{names[name]}", _set_of(entries >> _ABOVE), counts.tobytes()


class _Lexemes(dict[str, int]):
    """Numbers lexemes as they come; `keys_of` has by these numbers their keys in profiles."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_of = array("I")

    def __missing__(self, lexeme: str) -> int:
        self.keys_of.append(impact.key(lexeme))
        self[lexeme] = number = len(self)
        return number


def _counts(at: Numbers, keys: Numbers, numbers: Sequence[int], profiles: Sequence[bytes]) -> Numbers:
    """Return the weighted count of each of these lexemes, given as keys with the numbers of their articles.

    Keys and entries of profiles are looked for as one row of numbers, each below the number of its article.
    """
    entries = [np.frombuffer(profile or bytes(4), "<u4")[1:] for profile in profiles]
    of = np.repeat(np.array(numbers, np.uint64), list(map(len, entries)))
    held = of << np.uint64(32) | np.concatenate(entries)
    wanted = at.astype(np.uint64) << np.uint64(32) | keys
    places = np.searchsorted(held, wanted)
    found = np.append(held, np.uint64(0))[places]
    counts = found & _COUNT
    return np.where(found - counts == wanted, counts, 0).astype(np.uint32)


def _set_of(numbers: Numbers) -> BitMap:
    return BitMap(array("I", numbers.tobytes()))


def _lock() -> None:
    """Let no other transaction make segments until this one has ended."""
    _execute("SELECT pg_advisory_xact_lock(hashtext('articles.search.settle'))")


def _execute(sql: str, params: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
