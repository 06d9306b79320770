"""The articles that meet a condition, as sets of the segments; phrases by the pairs of words that segments keep."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

from pyroaring import BitMap

from articles.search import pairs
from articles.search.bits import UNPAIRED, Adjacent, Bits, Days, Has, Some, Without, adjacent, keys
from articles.search.segments import Postings, Segment, State, numbers_of, postings
from articles.sql.binary import rows

Phrases = Mapping[tuple[str, Adjacent], BitMap]
Blocks = Mapping[tuple[int, int], "array[int]"]
_NONE = BitMap()
_EMPTY = array("I")


def evaluate(state: State, bits: Bits) -> list[BitMap]:
    """Return the numbers that meet a condition, a set a segment in their order; the gone and the changed left out."""
    known = postings(state, keys(bits))
    phrases = {key: found for phrase in set(adjacent(bits)) for key, found in _phrase(state, phrase, known)}
    return [_meeting(segment, bits, known, phrases) - segment.gone for segment in state.segments]


def settled(state: State, articles: Sequence[int]) -> list[BitMap]:
    """Return articles as numbers, a set a segment; those changed since are left out."""
    return [BitMap(segment.columns.numbers(articles)) - segment.gone for segment in state.segments]


def _meeting(segment: Segment, bits: Bits, known: Postings, phrases: Phrases) -> BitMap:
    if isinstance(bits, Has):
        return known.get((segment.token, bits.key), _NONE)
    if isinstance(bits, Days):
        return BitMap(range(*segment.columns.between(bits.first, bits.last)))
    if isinstance(bits, Adjacent):
        return phrases[segment.token, bits]
    if isinstance(bits, Without):
        return segment.columns.all - _meeting(segment, bits.part, known, phrases)
    parts = [_meeting(segment, part, known, phrases) for part in bits.parts]
    if isinstance(bits, Some):
        return BitMap.union(*parts) if parts else _NONE
    return BitMap.intersection(*parts) if parts else segment.columns.all


def _phrase(state: State, phrase: Adjacent, known: Postings) -> Iterator[tuple[tuple[str, Adjacent], BitMap]]:
    """Yield what each segment has of a phrase: by its pairs, and by PostgreSQL where they are not enough."""
    blocks = _blocks(state, {pair for group in phrase.pairs for pair in group})
    sure, doubtful = [], []
    for segment in state.segments:
        words = _meeting(segment, phrase.words, known, {}) - segment.gone
        paired = BitMap.intersection(*(_having(segment, group, blocks) for group in phrase.pairs), words)
        unpaired = known.get((segment.token, UNPAIRED), _NONE) & words
        sure.append(paired if phrase.enough else _NONE)
        doubtful.append(unpaired if phrase.enough else unpaired | paired)
    asked = [
        article
        for segment, numbers in zip(state.segments, doubtful, strict=True)
        for article in map(segment.columns.articles.__getitem__, numbers)
    ]
    found = settled(state, [row[0] for row in rows(_CHECK, [asked, phrase.query])] if asked else [])
    for segment, certain, checked in zip(state.segments, sure, found, strict=True):
        yield (segment.token, phrase), certain | checked


_CHECK = "SELECT article_id FROM articles_searchdocument WHERE article_id = ANY(%s) AND vector @@ %s::tsquery"


def _having(segment: Segment, group: Sequence[int], blocks: Blocks) -> BitMap:
    """Return the articles of a segment that have any of these pairs."""
    layout = _layout(segment)
    return BitMap([
        number
        for pair in group
        for number in layout.having(blocks.get((segment.pk, layout.block(pair)), _EMPTY), pair)
    ])  # fmt: skip


def _blocks(state: State, wanted: set[int]) -> Blocks:
    """Return the blocks of the segments that these pairs may be in, by segment and number of the block."""
    places = {(segment.pk, _layout(segment).block(pair)) for segment in state.segments for pair in wanted}
    found = rows(_BLOCKS, [list(column) for column in zip(*sorted(places), strict=True)])
    return {(pk, name): numbers_of("I", entries) for pk, name, entries in found}


_BLOCKS = """
    SELECT segment_id, name, entries FROM articles_searchblock
    JOIN unnest(%s::bigint[], %s::int[]) AS wanted (segment_id, name) USING (segment_id, name)
"""


def _layout(segment: Segment) -> pairs.Layout:
    return pairs.Layout.of(len(segment.columns.articles))
