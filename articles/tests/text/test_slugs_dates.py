"""Slugs, dates in two calendars."""

from datetime import date

import pytest

from articles.text import dates, slugs


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
