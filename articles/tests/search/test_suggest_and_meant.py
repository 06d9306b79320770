"""Suggestions while typing, corrections after it."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search import meant, suggest, vocabulary
from articles.search.criteria import Criteria
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.text.edits import distance


@pytest.fixture
def archive(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    bibi = make_entity("בנימין נתניהו", "person", "ביבי", "נתניהו")
    make_entity("נתניה", "place")
    make_entity("ירושלים", "place")
    for number in range(3):
        make_article("בנימין נתניהו נסע לירושלים", title=f"הנסיעה לירושלים {number}", entities=[bibi])
    make_article("brexit בלונדון", title="ברקזיט")
    make_article("brexit בלונדון", title="טיוטה סודית", status="draft")
    vocabulary.refresh()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("נתניהו", "בנימין נתניהו"),
        ("נתנ", "בנימין נתניהו"),
        ("בנימין נת", "בנימין נתניהו"),
        ("ביב", "בנימין נתניהו"),
        ("נְתַנְיָהוּ", "בנימין נתניהו"),
        ("ירושלימ", "ירושלים"),
        ("לירושלים", "ירושלים"),
        ("ראש הממשלה נתנ", "בנימין נתניהו"),
        ("ירושליים", "ירושלים"),
        ("ב", "בנימין נתניהו"),
    ],
)
def test_names(archive: None, typed: str, first: str) -> None:
    assert suggest.names(typed)[0].name == first


def test_an_entity_is_suggested_once_with_the_name_it_was_found_by(archive: None) -> None:
    found = suggest.names("נתנ")
    assert [one.name for one in found] == ["בנימין נתניהו", "נתניה"]
    assert (found[0].called, found[0].articles, found[0].kind_label) == ("נתניהו", 3, "אדם")


def test_titles_are_those_of_published_articles(archive: None) -> None:
    assert [one.title for one in suggest.titles("נסיעה ירוש")] == [f"הנסיעה לירושלים {n}" for n in (2, 1, 0)]
    assert suggest.titles("טיוטה סודית") == [] and suggest.titles("בר") == []


def test_the_address_answers_json(archive: None, client: Client) -> None:
    answer = client.get("/search/suggest", {"q": "ביבי"}).json()
    assert answer["entities"][0]["name"] == "בנימין נתניהו" and answer["entities"][0]["url"].startswith("/entities/")
    assert client.get("/search/suggest").json() == {"q": "", "entities": [], "titles": []}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("אבנת%_\\'\" ") | st.characters(), max_size=30))
def test_any_text_gets_suggestions(archive: None, client: Client, typed: str) -> None:
    assert client.get("/search/suggest", {"q": typed.encode("utf-8", "replace")}).status_code == 200


@pytest.mark.parametrize(
    ("q", "offered"),
    [
        ("נתנייהו", "נתניהו"),
        ("ירושלם", "ירושלים"),
        ("b,bhvu", "נתניהו"),
        ("bh,bvuh", "נתניהו"),
        ("נרקסןא", "brexit"),
        ("נתנייהו ירושלים", "נתניהו ירושלים"),
        ('"בנימין נתנייהו"', '"בנימין נתניהו"'),
    ],
)
def test_a_search_that_finds_little_is_offered_what_finds_more(archive: None, q: str, offered: str) -> None:
    found = meant.searches(Criteria(q=q), 0)
    assert offered in [one.criteria.q for one in found]
    assert all(one.count for one in found)


def test_nothing_is_offered_for_what_is_found_or_makes_no_sense(archive: None) -> None:
    assert meant.searches(Criteria(q="נתניהו"), 3) == []
    assert meant.searches(Criteria(q="קקקקקקקק"), 0) == []
    assert meant.searches(Criteria(), 0) == []


def test_what_is_surely_a_word_is_not_corrected(make_article: MakeArticle) -> None:
    for number in range(5):
        make_article("איש אחד, נהג", title=f"{number}")
    make_article("אישה ונהר", title="אחת")
    vocabulary.refresh()
    assert meant.searches(Criteria(q="אישה"), 1) == meant.searches(Criteria(q="נהר"), 1) == []
    assert [one.criteria.q for one in meant.searches(Criteria(q="נההג"), 0)] == ["נהג"]


@pytest.mark.parametrize("q", ["ביבי", "בביבי", "ביבי ירושליםםם", '"בנימין נתניהו"'])
def test_an_alias_offers_its_entity(archive: None, q: str) -> None:
    assert "בנימין נתניהו" in [one.name for one in meant.entities(Criteria(q=q))]


def test_the_page_only_suggests(archive: None, client: Client) -> None:
    page = client.get("/search/", {"q": "נתנייהו", "mode": "exact"})
    assert page.context["results"].total == 0
    assert "אולי התכוונתם" in page.content.decode()
    assert Criteria.read(QueryDict("q=נתנייהו&mode=exact")) == page.context["criteria"]


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("אבג", "אבג", 0), ("אבג", "אגב", 1), ("אבג", "אב", 1), ("אבג", "אבד", 1), ("אבגד", "בא", 3), ("א", "בגדה", 3)],
)
def test_distance(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == far == distance(other, one, 2)


def test_the_words_of_most_articles_are_given_as_they_are_written(make_article: MakeArticle) -> None:
    for text in ("שלום ירושלים", "שלום ירושלים", "שלום חיפה"):
        make_article(text, title="מבזק")
    vocabulary.refresh_words()
    assert vocabulary.frequent(2) == ["מבזק", "שלום"]
    assert "ירושלים" in vocabulary.frequent(10)
