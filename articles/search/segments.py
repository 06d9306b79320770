"""The segments in the memory of this process: what they are now, and the sets of articles that conditions name.

A segment never changes but in what is gone from it, so its columns are kept by its token; one small query a search
tells which segments count, what is gone, and what changed since. A search reckons with all segments as one row of
articles, whose sets are joined and kept while there is room. When segments come, only what these have is read.
"""

from __future__ import annotations

import sys
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import accumulate, pairwise
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from articles.search import impact
from articles.sql.binary import rows

MOST_SETS = 64 * 2**20  # bytes of sets kept in the memory of a process
MOST_COUNTS = 80 * 2**20  # and of counts,
MOST_PEAKS = 48 * 2**20  # and of what words add to scores at most
SPREAD = 8  # counts of a lexeme that more than one in so many articles have are spread over all
PEAK = 255  # of a score, the parts that a word adds when it stands in an article without end
_SEPARATOR = "\0"  # of the names of groups; no key holds it
_OVERHEAD = 200  # bytes that a kept set takes beside its own
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
    def entity_counts(self) -> Numbers:
        """How many articles speak of each entity, by its id."""
        return np.bincount(np.frombuffer(self.entities, np.uint32))

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
        return places[_common(articles, ids)[1]]

    @cached_property
    def _by_id(self) -> tuple[Numbers, Numbers]:
        ids = np.frombuffer(self.articles, np.int64)
        places = np.argsort(ids).astype(np.uint32)
        return ids[places], places


Group = tuple[str, ...]
Spans = dict[str, tuple[int, int]]  # of each segment, by its token, its first number and the one after its last


class Row:
    """The articles of all segments, one segment after another: their numbers are those that searches reckon with."""

    def __init__(self, tokens: tuple[str, ...], columns: Sequence[Columns]) -> None:
        self.columns = columns
        *self.bases, self.size = accumulate([len(one.articles) for one in columns], initial=0)
        self.spans: Spans = dict(zip(tokens, pairwise([*self.bases, self.size]), strict=True))

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
        counts = np.zeros(max(len(one.entity_counts) for one in self.columns), np.intp)
        for one in self.columns:
            counts[: len(one.entity_counts)] += one.entity_counts
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
    """How much of something articles have: a byte of each of `numbers`, in order; where these are None, of all."""

    numbers: Numbers | None
    counts: Numbers

    @classmethod
    def of(cls, numbers: Numbers, counts: Numbers, size: int) -> Counts:
        """Return these counts of these numbers, of so many articles."""
        if SPREAD * len(numbers) <= size:
            return cls(numbers, counts)
        return cls(None, _spread(numbers, counts, size))

    def at(self, numbers: Numbers) -> Numbers:
        """Return what these articles have, 0 where that is nothing."""
        if self.numbers is None:
            return self.counts[numbers]
        here, there = _common(numbers, self.numbers)
        return _spread(here, self.counts[there], len(numbers))

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        return self.counts.nbytes + (0 if self.numbers is None else self.numbers.nbytes)

    def all(self, size: int) -> Numbers:
        """Return what every article has, of which there are `size`."""
        return self.counts if self.numbers is None else _spread(self.numbers, self.counts, size)


def _common(some: Numbers, ordered: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the numbers stand that both have, in the one and in the other, which is in order."""
    there = np.searchsorted(ordered, some)
    here = np.flatnonzero(there < len(ordered))
    here = here[ordered[there[here]] == some[here]]
    return here, there[here]


def _spread(numbers: Numbers, values: Numbers, size: int) -> Numbers:
    spread = np.zeros(size, np.uint8)
    spread[numbers] = values
    return spread


Held = TypeVar("Held", BitMap, Counts)
_Before = tuple[Spans, Held | None]  # the segments as they were, and what they had; of none, nothing


class _Kept(Generic[Held]):
    """What the segments of a row have of keys; the least lately used leaves first. Safe for threads."""

    def __init__(self, most: int) -> None:
        self.most, self.bytes = most, 0
        self.held: OrderedDict[str, tuple[Spans, Held, int]] = OrderedDict()
        self.lock = threading.Lock()

    def found(self, keys: Iterable[str], spans: Spans) -> tuple[dict[str, Held], dict[str, _Before[Held]]]:
        """Return what segments have of keys, and of those of which not all is kept what they had before."""
        wanted = dict.fromkeys(keys)
        with self.lock:
            held = {key: self.held[key] for key in wanted if key in self.held}
            for key in held:
                self.held.move_to_end(key)
        found = {key: one for key, (then, one, _) in held.items() if then is spans}
        return found, {key: held[key][:2] if key in held else ({}, None) for key in wanted if key not in found}

    def keep(self, key: str, spans: Spans, one: Held, size: int) -> None:
        with self.lock:
            if old := self.held.pop(key, None):
                self.bytes -= old[2]
            self.held[key] = spans, one, size + _OVERHEAD
            self.bytes += size + _OVERHEAD
            while self.bytes > self.most:
                self.bytes -= self.held.popitem(last=False)[1][2]

    def forget(self) -> None:
        with self.lock:
            self.held.clear()
            self.bytes = 0


_sets: _Kept[BitMap] = _Kept(MOST_SETS)
_counts: _Kept[Counts] = _Kept(MOST_COUNTS)
_peaks: _Kept[Counts] = _Kept(MOST_PEAKS)
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
    if tuple(row.spans) != tokens:
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


def postings(state: State, keys: Iterable[str]) -> Mapping[str, BitMap]:
    """Return the sets of these keys."""
    row = state.row
    found, missing = _sets.found(keys, row.spans)
    parts = {key: [_moved(one, then, row.spans)] if one is not None else [] for key, (then, one) in missing.items()}
    for key, start, stored in _read(state, missing, _POSTINGS):
        parts[key].append(BitMap.deserialize(stored).shift(start))
    for key, some in parts.items():
        found[key] = joined = BitMap.union(*some) if some else BitMap()
        _keep_set(key, row, joined)
    return found


def unions(state: State, groups: Iterable[Group]) -> Mapping[Group, BitMap]:
    """Return of each group of keys the articles that any of these has: those of a word asked, by its lexemes."""
    row, names = state.row, {group: _SEPARATOR.join(group) for group in groups}
    kept, missing = _sets.found(names.values(), row.spans)
    known = postings(state, {key for group, name in names.items() if name in missing for key in group})
    found = {}
    for group, name in names.items():
        if name in kept:
            found[group] = kept[name]
        elif len(group) == 1:
            found[group] = known[name]
        else:
            found[group] = joined = BitMap.union(*[known[key] for key in group])
            _keep_set(name, row, joined)
    return found


def _keep_set(name: str, row: Row, numbers: BitMap) -> None:
    _sets.keep(name, row.spans, numbers, len(name) + min(2 * len(numbers), row.size // 8))


def counts(state: State, lexemes: Iterable[str]) -> Mapping[str, Counts]:
    """Return how much of these lexemes articles have."""
    row = state.row
    found, missing = _counts.found(lexemes, row.spans)
    having = postings(state, [f"1{lexeme}" for lexeme in missing])
    numbers = {lexeme: array_of(having[f"1{lexeme}"]) for lexeme in missing}
    held = {lexeme: np.zeros(len(some), np.uint8) for lexeme, some in numbers.items()}
    for lexeme, (then, one) in missing.items():
        if one is None:
            continue
        for old, new in _remaining(then, row.spans):
            start, end = np.searchsorted(numbers[lexeme], new)
            held[lexeme][start:end] = one.at(numbers[lexeme][start:end] - np.uint32(new[0]) + np.uint32(old[0]))
    for lexeme, first, stored in _read(state, missing, _COUNTS):
        start = np.searchsorted(numbers[lexeme], first)
        held[lexeme][start : start + len(stored)] = np.frombuffer(stored, np.uint8)
    for lexeme in missing:
        found[lexeme] = made = Counts.of(numbers[lexeme], held[lexeme], row.size)
        _counts.keep(lexeme, row.spans, made, made.bytes)
    return found


def peaks(state: State, lexemes: Iterable[str]) -> Numbers:
    """Return what a word answered by these lexemes adds at most to every score: bytes, in parts of `PEAK`.

    No article has more of it than of the lexeme that it has most of.
    """
    row, wanted = state.row, sorted(set(lexemes))
    name = _SEPARATOR.join(wanted)
    found, _ = _peaks.found([name], row.spans)
    if name not in found:
        most = reduce(np.maximum, [one.all(row.size) for one in counts(state, wanted).values()])
        having = np.flatnonzero(most > 0).astype(np.uint32)
        scores = impact.saturated(most[having] / impact.evenness(row.sizes[having].astype(np.float32)))
        found[name] = made = Counts.of(having, np.ceil(scores * np.float32(PEAK)).astype(np.uint8), row.size)
        _peaks.keep(name, row.spans, made, made.bytes)
    return found[name].all(row.size)


def _moved(numbers: BitMap, old: Spans, new: Spans) -> BitMap:
    """Return those numbers of segments as they were that are still there, as these are now."""
    return BitMap().union(*[
        (numbers & BitMap(range(*before))).shift(now[0] - before[0]) for before, now in _remaining(old, new)
    ])  # fmt: skip


def _remaining(old: Spans, new: Spans) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where each segment was that is still there, and where it is now."""
    return ((span, new[token]) for token, span in old.items() if token in new)


def _read(state: State, missing: Mapping[str, _Before[Any]], query: str) -> Iterator[tuple[str, int, bytes]]:
    """Yield what segments store of keys, but for those of which that is known: key, first number, stored."""
    starts = dict(zip(state.segments, state.row.bases, strict=True))
    segments = list(zip(state.segments, state.row.spans, strict=True))
    groups: dict[tuple[int, ...], list[str]] = {}
    for key, (known, _) in missing.items():
        groups.setdefault(tuple([pk for pk, token in segments if token not in known]), []).append(key)
    for pks, keys in groups.items():
        for pk, key, stored in rows(query, [keys, list(pks)]) if pks else ():
            yield key, starts[pk], stored


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
    _sets.forget()
    _counts.forget()
    _peaks.forget()
    _columns.clear()
    _row = Row((), ())
