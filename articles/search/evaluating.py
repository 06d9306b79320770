"""The articles that meet a condition, as sets of the segments; phrases by the pairs of words that segments keep."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

from pyroaring import BitMap

from articles.search import pairs
from articles.search.bits import UNPAIRED, Adjacent, Bits, Days, Has, Some, Without, adjacent, group_of, groups
from articles.search.segments import Group, State, array_of, numbers_of, unions
from articles.sql.binary import rows

Sets = Mapping[Group, BitMap]
Phrases = Mapping[Adjacent, BitMap]
Blocks = Mapping[tuple[int, int], "array[int]"]
_EMPTY = array("I")


class TooMany(Exception):
    """PostgreSQL would have to look into more articles than was allowed."""


def evaluate(state: State, bits: Bits, most: int | None = None) -> BitMap:
    """Return the numbers that meet a condition; the gone and the changed left out.

    Raises TooMany when, for a phrase, PostgreSQL would have to look into more than `most` articles.
    """
    known = unions(state, groups(bits))
    phrases = {phrase: _phrase(state, phrase, known, most) for phrase in set(adjacent(bits))}
    return _meeting(state, bits, known, phrases) - state.gone


def settled(state: State, articles: Sequence[int]) -> BitMap:
    """Return articles as numbers; those changed since are left out."""
    return state.row.numbers(articles) - state.gone


def _meeting(state: State, bits: Bits, known: Sets, phrases: Phrases) -> BitMap:
    if isinstance(bits, Has):
        return known[bits.key,]
    if isinstance(bits, Days):
        return _ranges(state.row.between(bits.first, bits.last))
    if isinstance(bits, Adjacent):
        return phrases[bits]
    if isinstance(bits, Without):
        return state.row.every - _meeting(state, bits.part, known, phrases)
    if group := group_of(bits):
        return known[group]
    parts = [_meeting(state, part, known, phrases) for part in bits.parts]
    if isinstance(bits, Some):
        return BitMap.union(*parts) if parts else BitMap()
    return BitMap.intersection(*parts) if parts else state.row.every


def _ranges(spans: Iterator[tuple[int, int]]) -> BitMap:
    found = BitMap()
    for start, end in spans:
        found.add_range(start, end)
    return found


def _phrase(state: State, phrase: Adjacent, known: Sets, most: int | None) -> BitMap:
    """Return what has a phrase: by its pairs, and by PostgreSQL where they are not enough."""
    blocks = _blocks(state, {pair for group in phrase.pairs for pair in group})
    words = _meeting(state, phrase.words, known, {}) - state.gone
    paired = BitMap.intersection(*(_having(state, group, blocks) for group in phrase.pairs), words)
    doubtful = known[UNPAIRED,] & words if phrase.enough else known[UNPAIRED,] & words | paired
    if most is not None and len(doubtful) > most:
        raise TooMany
    asked = state.row.ids[array_of(doubtful)].tolist()
    checked = settled(state, [row[0] for row in rows(_CHECK, [asked, phrase.query])]) if asked else BitMap()
    return paired | checked if phrase.enough else checked


_CHECK = "SELECT article_id FROM articles_searchdocument WHERE article_id = ANY(%s) AND vector @@ %s::tsquery"


def _having(state: State, group: Sequence[int], blocks: Blocks) -> BitMap:
    """Return the articles that have any of these pairs."""
    return BitMap([
        base + number
        for pk, base, layout in _layouts(state)
        for pair in group
        for number in layout.having(blocks.get((pk, layout.block(pair)), _EMPTY), pair)
    ])  # fmt: skip


def _blocks(state: State, wanted: set[int]) -> Blocks:
    """Return the blocks of the segments that these pairs may be in, by segment and number of the block."""
    places = {(pk, layout.block(pair)) for pk, _, layout in _layouts(state) for pair in wanted}
    found = rows(_BLOCKS, [list(column) for column in zip(*sorted(places), strict=True)])
    return {(pk, name): numbers_of("I", entries) for pk, name, entries in found}


_BLOCKS = """
    SELECT segment_id, name, entries FROM articles_searchblock
    JOIN unnest(%s::bigint[], %s::int[]) AS wanted (segment_id, name) USING (segment_id, name)
"""


def _layouts(state: State) -> Iterator[tuple[int, int, pairs.Layout]]:
    """Yield of each segment its id, where its numbers begin, and how its pairs are laid out."""
    for pk, base, columns in zip(state.segments, state.row.bases, state.row.columns, strict=True):
        yield pk, base, pairs.Layout.of(len(columns.articles))
