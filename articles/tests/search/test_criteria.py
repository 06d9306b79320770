"""The criteria: read from any query string, printed back to the same search."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.hebrew.analyzer import Mode
from articles.search.criteria import Criteria


def read(query: str) -> Criteria:
    return Criteria.read(QueryDict(query))


def test_reads_every_parameter() -> None:
    criteria = read(
        "q=a&mode=exact&source=x&source=y&section=s&entity=3&entity=5&from=2019-01&to=2020&sort=oldest&page=4"
    )
    assert criteria == Criteria(
        "a", Mode.EXACT, ("x", "y"), ("s",), (3, 5), date(2019, 1, 1), date(2020, 12, 31), "oldest", 4
    )
    assert not criteria.problems


@pytest.mark.parametrize(
    "query",
    [
        "mode=wide",
        "entity=me",
        "from=yesterday",
        "to=2019-02-30",
        "sort=best",
        "from=0000",
        "from=٢٠١٩",
        "year=x",
        "not_year=0",
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(query: str) -> None:
    criteria = read(query)
    assert criteria == Criteria()
    assert len(criteria.problems) == 1


@pytest.mark.parametrize("query", ["page=-1", "page=x", "page=99999999999999999999", "q=%00", "q=", "source="])
def test_what_means_nothing_is_nothing(query: str) -> None:
    assert read(query) == Criteria()


def test_order_follows_the_words_unless_asked() -> None:
    assert read("").order == "newest"
    assert read("q=a").order == "relevance"
    assert read("q=a&sort=oldest").order == "oldest"
    assert read("sort=relevance").order == "newest"


def test_a_change_starts_from_the_first_page() -> None:
    assert read("q=a&page=7").but(mode=Mode.EXACT).page == 1


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        Criteria,
        q=st.text('אב"-: (', max_size=12).map(str.strip),
        mode=st.sampled_from(Mode),
        sources=st.lists(st.sampled_from(["א", "ב ג", "&="]), unique=True).map(tuple),
        entities=st.lists(st.integers(1, 999), unique=True, max_size=4).map(tuple),
        not_sources=st.lists(st.sampled_from(["א", "ב ג", "&="]), unique=True).map(tuple),
        not_entities=st.lists(st.integers(1, 999), unique=True, max_size=4).map(tuple),
        years=st.lists(st.integers(1900, 2100), unique=True, max_size=3).map(tuple),
        not_years=st.lists(st.integers(1900, 2100), unique=True, max_size=3).map(tuple),
        start=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        sort=st.sampled_from(["", "newest", "oldest", "relevance"]),
        page=st.integers(1, 400),
    )
)
def test_prints_back(criteria: Criteria) -> None:
    assert read(criteria.query_string()) == criteria
