"""The segments in the memory of this process: what they are now, and the sets of articles that conditions name.

A segment never changes but in what is gone from it, so its columns and sets are kept by its token while there is room;
one small query a search tells which segments count, what is gone, and what changed since. A search reckons with all
segments as one row of articles, whose sets are joined and kept until there are other segments.
"""

from __future__ import annotations

import sys
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from articles.search import impact
from articles.sql.binary import rows

MOST_STORED = 16 * 2**20  # bytes of sets and of counts, as segments store them, kept in the memory of a process
MOST_SETS = 64 * 2**20  # and of sets joined,
MOST_COUNTS = 128 * 2**20  # and of counts joined
SPREAD = 8  # counts of a lexeme that more than one in so many articles have are spread over all
PEAK = 255  # of a score, the parts that a word adds when it stands in an article without end
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
    def entity_spans(self) -> tuple[Numbers, Numbers, Numbers]:
        """The entities of all articles one after another; where those of each article start; and how many they are."""
        ends = np.frombuffer(self.entity_ends, np.uint32).astype(np.int32)
        lengths = np.diff(ends, prepend=np.int32(0))
        return np.frombuffer(self.entities, np.uint32), ends - lengths, lengths

    @cached_property
    def months(self) -> tuple[list[int], list[int]]:
        """The months from the first to the last, counted from the year 0, and where each starts."""
        if not self.days:
            return [], []
        first, last = (date.fromordinal(day) for day in (self.days[0], self.days[-1]))
        months = list(range(first.year * 12 + first.month - 1, last.year * 12 + last.month))
        return months, [bisect_left(self.days, date(one // 12, one % 12 + 1, 1).toordinal()) for one in months]

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Return the numbers of the days from `first` to `last`: the first, and the one after the last."""
        return bisect_left(self.days, first), bisect_right(self.days, last)

    def numbers(self, articles: Numbers) -> Numbers:
        """Return the numbers of those of the articles that are here."""
        ids, places = self._by_id
        if not len(ids):
            return places
        at = np.minimum(np.searchsorted(ids, articles), len(ids) - 1)
        return places[at[ids[at] == articles]]

    @cached_property
    def _by_id(self) -> tuple[Numbers, Numbers]:
        ids = np.frombuffer(self.articles, np.int64)
        places = np.argsort(ids).astype(np.uint32)
        return ids[places], places


class Row:
    """The articles of all segments, one segment after another: their numbers are those that searches reckon with."""

    def __init__(self, tokens: tuple[str, ...], columns: Sequence[Columns]) -> None:
        self.tokens, self.columns, self.name = tokens, columns, " ".join(tokens)
        *self.bases, self.size = accumulate([len(one.articles) for one in columns], initial=0)

    @cached_property
    def every(self) -> BitMap:
        """Every number."""
        return BitMap(range(self.size))

    @cached_property
    def ids(self) -> Numbers:
        """The articles."""
        return np.concatenate([np.frombuffer(one.articles, np.int64) for one in self.columns])

    @cached_property
    def sizes(self) -> Numbers:
        """How many words each has."""
        return np.concatenate([np.frombuffer(one.lengths, np.uint32) for one in self.columns])

    @cached_property
    def days(self) -> Numbers:
        """The day of each, 0 of the undated."""
        found = np.zeros(self.size, np.int32)
        for base, one in zip(self.bases, self.columns, strict=True):
            found[base : base + len(one.days)] = one.days
        return found

    @cached_property
    def months(self) -> tuple[Numbers, Numbers]:
        """Where the articles of a month, or the undated, of a segment start, and which month that is; 0 of the undated.

        Months are counted from the year 0.
        """
        starts, labels = [], []
        for base, one in zip(self.bases, self.columns, strict=True):
            months, places = one.months
            starts += [base + place for place in (*places, len(one.days))]
            labels += [*months, 0]
        return np.array(starts, np.uint32), np.array(labels)

    @cached_property
    def frequent(self) -> list[tuple[int, int]]:
        """The entities with in how many articles they are, the most frequent first."""
        counts = np.bincount(np.concatenate([np.frombuffer(one.entities, np.uint32) for one in self.columns]))
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return list(zip(order.tolist(), counts[order].tolist(), strict=True))

    def between(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield of each segment the numbers of the days from `first` to `last`: the first, and that after the last."""
        for base, one in zip(self.bases, self.columns, strict=True):
            start, end = one.between(first, last)
            if start < end:
                yield base + start, base + end

    def undated(self) -> Iterator[tuple[int, int]]:
        """Yield of each segment the numbers of the undated: the first, and that after the last."""
        for base, one in zip(self.bases, self.columns, strict=True):
            yield base + len(one.days), base + len(one.articles)

    def numbers(self, articles: Sequence[int]) -> BitMap:
        """Return the numbers of those of the articles that are here."""
        wanted = np.array(articles, np.int64)
        found = [base + one.numbers(wanted) for base, one in zip(self.bases, self.columns, strict=True)]
        return set_of(np.concatenate(found)) if len(wanted) else BitMap()

    def by_segment(self, numbers: Numbers) -> Iterator[tuple[Columns, Numbers]]:
        """Yield the columns of each segment with the numbers that those of `numbers`, in order, have there."""
        ends = np.searchsorted(numbers, [*self.bases[1:], self.size])
        for base, one, part in zip(self.bases, self.columns, np.split(numbers, ends[:-1]), strict=True):
            if len(part):
                yield one, part - np.uint32(base)


@dataclass(frozen=True, slots=True)
class State:
    """The segments that count, by their ids; their articles in a row, and the numbers there that no longer hold.

    Of the articles `changed`, which changed since, PostgreSQL must be asked.
    """

    segments: tuple[int, ...]
    row: Row
    gone: BitMap
    changed: list[int]

    @property
    def size(self) -> int:
        """How many articles the segments speak of."""
        return self.row.size - len(self.gone)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a lexeme articles have, and what that adds to a score at most; of each of `numbers`, in order.

    Both are bytes, the latter in parts of `PEAK`. Where `numbers` are None they are of all articles.
    """

    numbers: Numbers | None
    counts: Numbers
    peaks: Numbers

    @classmethod
    def of(cls, numbers: Numbers, counts: Numbers, sizes: Numbers) -> Counts:
        """Return these counts of these numbers, given how many words every article has."""
        even = impact.evenness(sizes[numbers].astype(np.float32))
        peaks = np.ceil(impact.saturated(counts / even) * np.float32(PEAK)).astype(np.uint8)
        if SPREAD * len(numbers) <= len(sizes):
            return cls(numbers, counts, peaks)
        return cls(None, _spread(numbers, counts, len(sizes)), _spread(numbers, peaks, len(sizes)))

    def at(self, numbers: Numbers) -> Numbers:
        """Return what these articles have, 0 where that is nothing."""
        if self.numbers is None:
            return self.counts[numbers]
        if not len(self.numbers):
            return np.zeros(len(numbers), np.uint8)
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[at] == numbers, self.counts[at], np.uint8(0))

    def all_peaks(self, size: int) -> Numbers:
        """Return what it adds at most to the score of every article, of which there are `size`."""
        return self.peaks if self.numbers is None else _spread(self.numbers, self.peaks, size)


def _spread(numbers: Numbers, values: Numbers, size: int) -> Numbers:
    spread = np.zeros(size, np.uint8)
    spread[numbers] = values
    return spread


Pair = tuple[str, str]  # a segment, or all of them by their names, and a key
Held = TypeVar("Held", BitMap, bytes, Counts)


class _Kept(Generic[Held]):
    """What segments, or all of them together, have of keys; the least lately used leaves first. Safe for threads."""

    def __init__(self, most: int) -> None:
        self.most, self.bytes = most, 0
        self.held: OrderedDict[Pair, Held] = OrderedDict()
        self.sizes: dict[Pair, int] = {}
        self.lock = threading.Lock()

    def found(self, holder: str, keys: Iterable[str]) -> dict[str, Held]:
        with self.lock:
            found = {key: self.held[holder, key] for key in keys if (holder, key) in self.held}
            for key in found:
                self.held.move_to_end((holder, key))
        return found

    def keep(self, holder: str, key: str, one: Held, size: int) -> None:
        with self.lock:
            self.bytes += size + _OVERHEAD - self.sizes.get((holder, key), 0)
            self.held[holder, key], self.sizes[holder, key] = one, size + _OVERHEAD
            while self.bytes > self.most:
                old, _ = self.held.popitem(last=False)
                self.bytes -= self.sizes.pop(old)

    def forget(self) -> None:
        with self.lock:
            self.held.clear()
            self.sizes.clear()
            self.bytes = 0


_stored_sets: _Kept[BitMap] = _Kept(MOST_STORED)
_stored_counts: _Kept[bytes] = _Kept(MOST_STORED)
_sets: _Kept[BitMap] = _Kept(MOST_SETS)
_counts: _Kept[Counts] = _Kept(MOST_COUNTS)
_columns: dict[str, Columns] = {}
_row = Row((), ())


def state() -> State | None:
    """Return what the segments are now; None in an archive that has none, where PostgreSQL is asked everything."""
    found = rows(_STATE)
    segments = sorted((pk, token, gone) for pk, token, gone, _ in found if pk is not None)
    if not segments:
        return None
    changed = sorted(article for pk, _, _, article in found if pk is None)
    row = _row_of([(pk, token) for pk, token, _ in segments])
    without = row.numbers(changed) if changed else BitMap()
    for base, (_, _, gone) in zip(row.bases, segments, strict=True):
        if gone:
            without |= BitMap.deserialize(gone).shift(base)
    return State(tuple(pk for pk, _, _ in segments), row, without, changed)


_STATE = """
    SELECT id, token::text, gone, NULL::bigint FROM articles_searchsegment WHERE retired IS NULL
    UNION ALL SELECT DISTINCT NULL::bigint, NULL::text, NULL::bytea, article FROM articles_searchchange
    WHERE EXISTS (SELECT FROM articles_searchsegment WHERE retired IS NULL)
"""


def _row_of(segments: Sequence[tuple[int, str]]) -> Row:
    """Return the articles of segments, given with their tokens; the same as before while these are the same."""
    global _row
    row, tokens = _row, tuple(token for _, token in segments)
    if row.tokens != tokens:
        _row = row = Row(tokens, _loaded(segments))
    return row


def _loaded(segments: Sequence[tuple[int, str]]) -> list[Columns]:
    """Return the columns of segments; those that this process has not met are read, others are forgotten."""
    known = {token: _columns[token] for _, token in segments if token in _columns}
    missing = [pk for pk, token in segments if token not in known]
    if missing:
        for token, articles, days, lengths, ends, entities, shared in rows(_COLUMNS, [missing]):
            known[token] = Columns(
                numbers_of("q", articles),
                numbers_of("i", days),
                numbers_of("I", lengths),
                numbers_of("I", ends),
                numbers_of("I", entities),
                shared,
            )
    _columns.update(known)
    for token in [token for token in _columns if token not in known]:
        _columns.pop(token, None)
    return [known[token] for _, token in segments]


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


def set_of(numbers: Numbers) -> BitMap:
    """Return numbers as a set."""
    return BitMap(array("I", numbers.astype(np.uint32, copy=False).tobytes()))


def array_of(numbers: BitMap) -> Numbers:
    """Return the numbers of a set, in order."""
    return np.frombuffer(numbers.to_array(), np.uint32)


def postings(state: State, wanted: Iterable[str]) -> Mapping[str, BitMap]:
    """Return the sets of these keys."""
    row, keys = state.row, list(dict.fromkeys(wanted))
    found = _sets.found(row.name, keys)
    missing = [key for key in keys if key not in found]
    stored = _of_segments(_stored_sets, state, missing, _POSTINGS, BitMap.deserialize, _NONE)
    for key in missing:
        parts = [one[key].shift(base) for base, one in zip(row.bases, stored, strict=True) if one[key]]
        found[key] = joined = BitMap.union(*parts) if parts else _NONE
        _sets.keep(row.name, key, joined, min(2 * len(joined), row.size // 8))
    return found


def counts(state: State, lexemes: Iterable[str]) -> Mapping[str, Counts]:
    """Return how much of these lexemes articles have."""
    row, wanted = state.row, list(dict.fromkeys(lexemes))
    found = _counts.found(row.name, wanted)
    missing = [lexeme for lexeme in wanted if lexeme not in found]
    having = postings(state, [f"1{lexeme}" for lexeme in missing])
    stored = _of_segments(_stored_counts, state, missing, _COUNTS, bytes, b"")
    for lexeme in missing:
        held = np.frombuffer(b"".join([one[lexeme] for one in stored]), np.uint8)
        found[lexeme] = one = Counts.of(array_of(having[f"1{lexeme}"]), held, row.sizes)
        _counts.keep(row.name, lexeme, one, 2 * row.size if one.numbers is None else 6 * len(held))
    return found


def _of_segments(
    kept: _Kept[Held],
    state: State,
    wanted: Sequence[str],
    query: str,
    read: Callable[[bytes], Held],
    nothing: Held,
) -> list[dict[str, Held]]:
    """Return what each segment has of keys, as it is stored."""
    tokens = state.row.tokens
    found = [kept.found(token, wanted) for token in tokens]
    unseen = [{key for key in wanted if key not in one} for one in found]
    if not any(unseen):
        return found
    place = {pk: at for at, pk in enumerate(state.segments)}
    for pk, key, stored in rows(query, [list(set[str]().union(*unseen)), list(place)]):
        at = place[pk]
        found[at][key] = read(stored)
        unseen[at].discard(key)
        kept.keep(tokens[at], key, found[at][key], len(stored))
    for token, one, rest in zip(tokens, found, unseen, strict=True):
        for key in rest:
            one[key] = nothing
            kept.keep(token, key, nothing, 0)
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
    global _row
    for kept in (_stored_sets, _stored_counts, _sets, _counts):
        kept.forget()
    _columns.clear()
    _row = Row((), ())
