"""Pairs of neighbouring words: a text has one that a phrase asks for just when the phrase stands in it."""

from array import array
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from articles.hebrew.analyzer import Mode, index_lexemes, query_lexemes
from articles.search import pairs

TEXT = "ראש הראש לראש ראשי ממשלה הממשלה ממשלת לממשלות שלום ושלום דבר דברים בית בתים וביתו אמר אומרים 2019 ב-2019 ח״כ"
WORDS = st.sampled_from(TEXT.split())


def meets(asked: list[set[str]], words: Iterable[str]) -> bool:
    return all(not lexemes.isdisjoint(index_lexemes(word)) for lexemes, word in zip(asked, words, strict=True))


@given(st.lists(WORDS, min_size=2, max_size=8), st.tuples(WORDS, WORDS), st.sampled_from([Mode.EXACT, Mode.FLEXIBLE]))
def test_pairs_tell_where_two_words_stand(text: list[str], phrase: tuple[str, str], mode: Mode) -> None:
    (group,), enough = pairs.asked(phrase, exact=mode is Mode.EXACT)
    shared = not set(group).isdisjoint(pairs.of([text])[1].tolist())
    lexemes = [set(query_lexemes(word, mode, in_phrase=True)) for word in phrase]
    stands = any(meets(lexemes, two) for two in pairwise(text))
    assert stands == shared if enough else stands <= shared
    assert enough or set("״-").intersection(*phrase[:1]) or set("״-").intersection(*phrase[1:])


@given(st.lists(st.lists(WORDS, max_size=5), max_size=5))
def test_pairs_of_several_texts_are_those_of_each(texts: list[list[str]]) -> None:
    places, found = pairs.of(texts)
    together = {(place, pair) for place, pair in zip(places.tolist(), found.tolist(), strict=True)}
    alone = {(place, pair) for place, text in enumerate(texts) for pair in pairs.of([text])[1].tolist()}
    assert together == alone and sum(len(text) > 1 for text in texts) == len({place for place, _ in alone})


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 999))), st.integers(1_000, 65_536))
def test_a_block_gives_back_who_has_a_pair(entries: list[tuple[int, int]], size: int) -> None:
    layout = pairs.Layout.of(size)
    blocks: dict[int, set[int]] = {}
    for pair, number in entries:
        blocks.setdefault(layout.block(pair), set()).add(layout.entry(pair, number))
    columns = np.array(entries, np.uint32).reshape(-1, 2).T
    names, laid_out = layout.block(columns[0]), layout.entry(*columns)
    assert names.dtype == laid_out.dtype == np.uint32
    assert [*zip(names.tolist(), laid_out.tolist(), strict=True)] == [
        (layout.block(pair), layout.entry(pair, number)) for pair, number in entries
    ]
    for pair, _ in entries:
        block = array("I", sorted(blocks[layout.block(pair)]))
        assert set(layout.having(block, pair)) == {number for other, number in entries if other == pair}
    assert max(blocks, default=0) < 2 * size


def test_the_smallest_and_the_largest_segment() -> None:
    for size in (1, 2, 65_536):
        layout, pair = pairs.Layout.of(size), 2**32 - 1
        block = array("I", [layout.entry(pair, size - 1)])
        assert list(layout.having(block, pair)) == [size - 1] and list(layout.having(block, pair - 1)) == []
