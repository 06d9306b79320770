"""Searching by a day of either calendar, and by who is quoted."""

import pytest

from articles.search import engine
from articles.search.criteria import Criteria
from articles.search.grammar import Field, InField, Phrase, parse
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.text.luach import hebrew_day
from articles.timeline import reading


def titles(q: str) -> set[str]:
    return {hit.article.title for hit in engine.search(Criteria(q=q)).hits}


@pytest.fixture
def dated(make_article: MakeArticle) -> None:
    make_article("טקסט", title="בחירות", day="1948-08-14T10:00")
    make_article("טקסט", title="צום", day="2019-08-11T23:30")
    make_article("טקסט", title="אחר", day="2019-08-12T00:10")


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ט' באב תש\"ח", {"בחירות"}),
        ("ט׳ באב תש״ח", {"בחירות"}),
        ("ט' באב", {"בחירות"}),
        ("י' באב תשע\"ט", {"צום"}),
        ('תאריך:"י\' באב תשע"ט"', {"צום"}),
        ("י' באב -אחר", {"צום"}),
        ("תאריך:2019-08", {"צום", "אחר"}),
        ("תאריך:2019-08-12", {"אחר"}),
        ("ל' בחשוון תשע\"ח", set()),
    ],
)
def test_a_day_of_either_calendar(q: str, found: set[str]) -> None:
    assert titles(q) == found


def test_a_hebrew_date_prints_back_to_itself() -> None:
    tree = parse("ט' באב תש\"ח").tree
    assert tree == InField(Field.DATE, Phrase("ט' באב תש\"ח"))
    assert parse(str(tree)).tree == tree


def test_what_is_no_day_is_read_as_a_word() -> None:
    parsed = parse("תאריך:אתמול")
    assert parsed.problems and not isinstance(parsed.tree, InField)
    assert not isinstance(parse("ג'ון באב").tree, InField)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("א' באדר א' תשע\"ט", ["2019-02-06"]),
        ("א' באדר ב' תשע\"ט", ["2019-03-08"]),
        ("א' באדר תשע\"ט", ["2019-02-06", "2019-03-08"]),
        ("א' באדר תשע\"ח", ["2018-02-16"]),
        ("ל' בחשוון תשע\"ט", ["2018-11-08"]),
        ("ל' בחשוון תשע\"ח", []),
        ("ל' בכסלו תשע\"ט", ["2018-12-08"]),
        ('כ"ט באלול תש"פ', ["2020-09-18"]),
    ],
)
def test_adar_and_the_months_of_29_or_30_days(text: str, days: list[str]) -> None:
    found = hebrew_day(text)
    assert found and [day.isoformat() for day in found.days()] == days


def test_who_is_quoted(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    putin = make_entity("פוטין", "person", "נשיא רוסיה")
    made = make_article("פוטין אמר כי ההסכם ייחתם.", title="אמר", entities=[putin])
    other = make_article("פוטין נחת בירושלים.", title="נחת", entities=[putin])
    reading.read_articles([made.pk, other.pk])
    assert titles("אמר:פוטין") == titles('אמר:"נשיא רוסיה"') == {"אמר"}
    assert titles("אמר:בולטון") == set()
