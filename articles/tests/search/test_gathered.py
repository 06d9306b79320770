"""Entries that come in any order are given back by their names, in order, each once."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import gathered
from articles.search.gathered import Gathered

NUMBERS = st.one_of(st.integers(0, 5), st.integers(0, 2**32 - 1))
RUNS = st.lists(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=30), max_size=6)


@given(RUNS, st.sampled_from([1, 3, 10, 1_000]))
def test_groups_are_what_was_added(runs: list[list[tuple[int, int]]], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathered, "_AT_ONCE", at_once)
        kept, expected = Gathered(), defaultdict(set)
        for run in runs:
            kept.add(*np.array(run, np.uint32).reshape(-1, 2).T)
            for name, entry in run:
                expected[name].add(entry)
        found = [(name, entries.tolist()) for name, entries in kept.groups()]
    assert found == [(name, sorted(expected[name])) for name in sorted(expected)]
    assert list(kept.groups()) == []
