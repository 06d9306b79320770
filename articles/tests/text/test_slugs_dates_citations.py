"""Slugs, dates in two calendars, citations."""

from datetime import date

import pytest

from articles.text import citations, dates, slugs


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ('נתניהו: "ישראל נחושה"', "נתניהו-ישראל-נחושה"),
        ('כוחות ארה"ב', "כוחות-ארהב"),
        ("S-300 / ???", "S-300"),
        ("!!!", "-"),
        ("סוּרְיָה", "סוריה"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slugs.slug(title) == slug


def test_long_slugs_are_cut() -> None:
    assert len(slugs.slug("מילה " * 100)) <= slugs.LIMIT


def test_dates() -> None:
    assert dates.long_date(date(2019, 1, 4)) == "4 בינואר 2019"
    assert dates.hebrew_date(date(2019, 1, 4)) == "כ״ז טבת תשע״ט"
    assert dates.month_name("2019-01") == "ינואר 2019"


CITATION = citations.Citation("newsarchive-7", "כותרת {עם} 50%", "נועה בר", "מגדלור", date(2019, 1, 4), "http://x/7")


def test_ris() -> None:
    lines = citations.ris(CITATION).split("\r\n")
    assert lines[0] == "TY  - NEWS" and lines[-2:] == ["ER  - ", ""]
    assert "TI  - כותרת {עם} 50%" in lines and "DA  - 2019/01/04/" in lines


def test_bibtex_escapes() -> None:
    text = citations.bibtex(CITATION)
    assert r"title = {כותרת \{עם\} 50\%}" in text and "year = {2019}" in text


def test_an_undated_article_can_be_cited() -> None:
    undated = citations.Citation("k", "ת", "", "מ", None, "u")
    assert "PY" not in citations.ris(undated) and "year" not in citations.bibtex(undated)
