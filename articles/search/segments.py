"""The segments in the memory of this process: what they are now, and the sets of articles that conditions name.

A segment never changes but in what is gone from it, so its columns and sets are kept by its token while there is room;
one small query a search tells which segments count, what is gone, and what changed since.
"""

from __future__ import annotations

import sys
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from articles.search import impact
from articles.sql.binary import rows

MOST_BYTES = 64 * 2**20  # of sets kept in the memory of a process
MOST_COUNTS = 32 * 2**20  # and of counts, as they are stored,
MOST_WEIGHTS = 64 * 2**20  # and spread over all numbers of their segment, which takes up to `SPREAD` times as much
SPREAD = 8
_OVERHEAD = 200  # bytes that a kept set takes beside its own
_NONE = BitMap()
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Columns:
    """What a segment says of its articles, which it numbers by their date, the undated last."""

    articles: array[int]
    days: array[int]
    lengths: array[int]
    entity_ends: array[int]
    entities: array[int]
    shared: list[str]

    @cached_property
    def all(self) -> BitMap:
        """Every number of the segment."""
        return BitMap(range(len(self.articles)))

    @cached_property
    def ids(self) -> Numbers:
        """The articles."""
        return np.frombuffer(self.articles, np.int64)

    @cached_property
    def sizes(self) -> Numbers:
        """How many words each has."""
        return np.frombuffer(self.lengths, np.uint32)

    @cached_property
    def least_even(self) -> float:
        """By what the counts of the shortest are divided."""
        return impact.evenness(min(self.lengths, default=0))

    @cached_property
    def dates(self) -> Numbers:
        """The day of each, 0 of the undated."""
        return np.array(self.days + array("i", bytes(4 * (len(self.articles) - len(self.days)))), np.int32)

    @cached_property
    def entity_counts(self) -> Counter[int]:
        """How many articles speak of each entity."""
        return Counter(self.entities)

    @cached_property
    def entity_spans(self) -> tuple[Numbers, Numbers, Numbers]:
        """The entities of all articles one after another; where those of each article start; and how many they are."""
        ends = np.frombuffer(self.entity_ends, np.uint32).astype(np.int32)
        lengths = np.diff(ends, prepend=np.int32(0))
        return np.frombuffer(self.entities, np.uint32), ends - lengths, lengths

    @cached_property
    def months(self) -> tuple[int, Numbers]:
        """The first month, counted from the year 0; where each month from it on starts, and where the last ends."""
        if not self.days:
            return 0, np.zeros(1, np.intp)
        first, last = (date.fromordinal(day) for day in (self.days[0], self.days[-1]))
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        starts = [bisect_left(self.days, date(month // 12, month % 12 + 1, 1).toordinal()) for month in months]
        return months.start, np.array([*starts, len(self.days)])

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Return the numbers of the days from `first` to `last`: the first, and the one after the last."""
        return bisect_left(self.days, first), bisect_right(self.days, last)

    def numbers(self, articles: Iterable[int]) -> Iterator[int]:
        """Yield the numbers of those of the articles that are here."""
        ids, places = self._by_id
        for article in articles:
            at = bisect_left(ids, article)
            if at < len(ids) and ids[at] == article:
                yield places[at]

    @cached_property
    def _by_id(self) -> tuple[array[int], array[int]]:
        places = sorted(range(len(self.articles)), key=self.articles.__getitem__)
        return array("q", map(self.articles.__getitem__, places)), array("I", places)


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as a search finds it: its columns, and the numbers that no longer hold."""

    pk: int
    token: str
    columns: Columns
    gone: BitMap


@dataclass(frozen=True, slots=True)
class State:
    """The segments that count, and the ids of articles of which PostgreSQL must be asked, for they changed since."""

    segments: tuple[Segment, ...]
    changed: list[int]

    @property
    def size(self) -> int:
        """How many articles the segments speak of."""
        return sum(len(segment.columns.articles) - len(segment.gone) for segment in self.segments)


Pair = tuple[str, str]  # a segment and a key
Postings = Mapping[Pair, BitMap]
Held = TypeVar("Held", BitMap, bytes, "NDArray[Any]")


class _Kept(Generic[Held]):
    """What segments have of keys, the least lately used leaving first; safe for threads."""

    def __init__(self, most: int) -> None:
        self.most, self.bytes = most, 0
        self.held: OrderedDict[Pair, Held] = OrderedDict()
        self.sizes: dict[Pair, int] = {}
        self.lock = threading.Lock()

    def found(self, wanted: Iterable[Pair]) -> dict[Pair, Held]:
        with self.lock:
            found = {pair: self.held[pair] for pair in wanted if pair in self.held}
            for pair in found:
                self.held.move_to_end(pair)
        return found

    def keep(self, pair: Pair, one: Held, size: int) -> None:
        with self.lock:
            self.bytes += size + _OVERHEAD - self.sizes.get(pair, 0)
            self.held[pair], self.sizes[pair] = one, size + _OVERHEAD
            while self.bytes > self.most:
                old, _ = self.held.popitem(last=False)
                self.bytes -= self.sizes.pop(old)

    def forget(self) -> None:
        with self.lock:
            self.held.clear()
            self.sizes.clear()
            self.bytes = 0


_kept: _Kept[BitMap] = _Kept(MOST_BYTES)
_counts: _Kept[bytes] = _Kept(MOST_COUNTS)
_weights: _Kept[Numbers] = _Kept(MOST_WEIGHTS)
_columns: dict[str, Columns] = {}


def state() -> State | None:
    """Return what the segments are now; None in an archive that has none, where PostgreSQL is asked everything."""
    found = rows(_STATE)
    segments = [(pk, token, gone) for pk, token, gone, _ in found if pk is not None]
    if not segments:
        return None
    changed = sorted(article for pk, _, _, article in found if pk is None)
    _load_columns([(pk, token) for pk, token, _ in segments])
    return State(tuple(_segment(pk, token, gone, changed) for pk, token, gone in segments), changed)


_STATE = """
    SELECT id, token::text, gone, NULL::bigint FROM articles_searchsegment WHERE retired IS NULL
    UNION ALL SELECT DISTINCT NULL::bigint, NULL::text, NULL::bytea, article FROM articles_searchchange
    WHERE EXISTS (SELECT FROM articles_searchsegment WHERE retired IS NULL)
"""


def _segment(pk: int, token: str, gone: bytes, changed: list[int]) -> Segment:
    columns = _columns[token]
    without = BitMap.deserialize(gone) if gone else BitMap()
    without.update(columns.numbers(changed))
    return Segment(pk, token, columns, without)


def _load_columns(segments: list[tuple[int, str]]) -> None:
    present = {token for _, token in segments}
    for token in [token for token in _columns if token not in present]:
        _columns.pop(token, None)
    missing = [pk for pk, token in segments if token not in _columns]
    if missing:
        for token, articles, days, lengths, ends, entities, shared in rows(_COLUMNS, [missing]):
            _columns[token] = Columns(
                numbers_of("q", articles),
                numbers_of("i", days),
                numbers_of("I", lengths),
                numbers_of("I", ends),
                numbers_of("I", entities),
                shared,
            )


_COLUMNS = """
    SELECT token::text, articles, days, lengths, entity_ends, entities, shared
    FROM articles_searchsegment WHERE id = ANY(%s)
"""


def numbers_of(kind: str, stored: bytes) -> array[int]:
    """Return a stored column as numbers."""
    numbers = array(kind, stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def stored_of(numbers: array[int]) -> bytes:
    """Return numbers as a column is stored."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def postings(state: State, wanted: Iterable[str]) -> Postings:
    """Return the sets of these keys in every segment; a pair that is missing is an empty set."""
    return _sets(state.segments, wanted)


def weights(segments: Sequence[Segment], lexemes: Iterable[str]) -> Mapping[Pair, Numbers]:
    """Return the counts of lexemes in these segments: for each number of a segment a byte."""
    by_token = {segment.token: len(segment.columns.articles) for segment in segments}
    pairs = [(token, lexeme) for lexeme in lexemes for token in by_token]
    found = _weights.found(pairs)
    missing = [pair for pair in pairs if pair not in found]
    wanted = dict.fromkeys(lexeme for _, lexeme in missing)
    sets = _sets(segments, [f"1{lexeme}" for lexeme in wanted])
    counts = _of_keys(_counts, segments, wanted, _COUNTS, bytes, b"")
    for token, lexeme in missing:
        held = np.zeros(by_token[token], np.uint8)
        stored = counts[token, lexeme]
        held[np.frombuffer(sets[token, f"1{lexeme}"].to_array(), np.uint32)] = np.frombuffer(stored, np.uint8)
        found[token, lexeme] = held
        if SPREAD * len(stored) >= len(held):
            _weights.keep((token, lexeme), held, len(held))
    return found


def _sets(segments: Sequence[Segment], wanted: Iterable[str]) -> dict[Pair, BitMap]:
    return _of_keys(_kept, segments, wanted, _POSTINGS, BitMap.deserialize, _NONE)


def _of_keys(
    kept: _Kept[Held],
    segments: Sequence[Segment],
    wanted: Iterable[str],
    query: str,
    read: Callable[[bytes], Held],
    nothing: Held,
) -> dict[Pair, Held]:
    by_pk = {segment.pk: segment.token for segment in segments}
    pairs = [(token, key) for key in dict.fromkeys(wanted) for token in by_pk.values()]
    found = kept.found(pairs)
    unseen = {pair for pair in pairs if pair not in found}
    if not unseen:
        return found
    for pk, key, stored in rows(query, [list({key for _, key in unseen}), list(by_pk)]):
        pair = by_pk[pk], key
        found[pair] = read(stored)
        unseen.discard(pair)
        kept.keep(pair, found[pair], len(stored))
    for pair in unseen:
        found[pair] = nothing
        kept.keep(pair, nothing, 0)
    return found


_POSTINGS = """
    SELECT p.segment_id, p.key, p.articles
    FROM unnest(%s::text[]) AS wanted (key) CROSS JOIN unnest(%s::bigint[]) AS here (segment_id)
    JOIN articles_searchposting p USING (segment_id, key)
"""
_COUNTS = """
    SELECT p.segment_id, wanted.lexeme, p.counts
    FROM unnest(%s::text[]) AS wanted (lexeme) CROSS JOIN unnest(%s::bigint[]) AS here (segment_id)
    JOIN articles_searchposting p ON p.segment_id = here.segment_id AND p.key = '1' || wanted.lexeme
"""


def forget() -> None:
    """Forget what this process keeps of segments."""
    _kept.forget()
    _counts.forget()
    _weights.forget()
    _columns.clear()
