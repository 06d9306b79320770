"""Writes the pairs of neighbouring words of a segment, read anew from the texts of its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from pyroaring import BitMap

from articles.hebrew import tokens
from articles.hebrew.analyzer import index_lexemes
from articles.models import SearchBlock, SearchPosting, SearchSegment
from articles.search import index, pairs, postgres
from articles.search.bits import UNPAIRED
from articles.search.gathered import Gathered
from articles.sql import binary

_READ = 500
_OFTEN = 30  # places of a word up to which no lexeme has more of them than a tsvector keeps
_BYTES_A_LETTER = 20  # of a word, that its lexemes take at most in all

Text = list[list[str]]  # the words of an article, part by part


def write(segment: SearchSegment, articles: Sequence[int]) -> None:
    """Write the pairs of these articles, which are all that a segment numbers."""
    layout = pairs.Layout.of(len(articles))
    blocks = Gathered()
    unpaired: list[int] = []
    for some in _texts(articles):
        whole = []
        for number, text in some:
            if _is_cut(text):
                unpaired.append(number)
            else:
                whole += [(number, words) for words in text]
        places, found = pairs.of([words for _, words in whole])
        numbers = np.array([number for number, _ in whole], np.uint32)
        blocks.add(layout.block(found), layout.entry(found, numbers[places]))
    rows = ((segment.pk, name, entries.astype("<u4").tobytes()) for name, entries in blocks.groups())
    binary.copy(SearchBlock, ("segment", "name", "entries"), rows)
    if unpaired:
        _leave(segment, BitMap(unpaired))


def put_off(segment: SearchSegment) -> None:
    """Leave the phrases of all articles of a segment to PostgreSQL."""
    _leave(segment, BitMap(range(segment.size)))


def _leave(segment: SearchSegment, numbers: BitMap) -> None:
    SearchPosting.objects.create(segment=segment, key=UNPAIRED, size=len(numbers), articles=numbers.serialize())


def _texts(articles: Sequence[int]) -> Iterator[list[tuple[int, Text]]]:
    """Yield the texts of the articles that there still are, by their numbers, a handful at a time."""
    for at in range(0, len(articles), _READ):
        some = articles[at : at + _READ]
        found = index.texts(some)
        yield [
            (number, [tokens.words(text) for text in found[article]])
            for number, article in enumerate(some, start=at)
            if article in found
        ]


def _is_cut(parts: Text) -> bool:
    """Tell whether a tsvector may lack places of these words: then PostgreSQL alone says where they stand."""
    if sum(map(len, parts)) + postgres.GAP * len(parts) > postgres.LAST_POSITION:
        return True
    counts = Counter(chain.from_iterable(parts))
    if sum(map(len, counts)) > postgres.MOST_BYTES // _BYTES_A_LETTER:
        return True
    if max(counts.values(), default=0) <= _OFTEN:
        return False
    lexemes: Counter[str] = Counter()
    for word, count in counts.items():
        for lexeme in index_lexemes(word):
            lexemes[lexeme] += count
    return max(lexemes.values()) > postgres.MOST_POSITIONS
