"""The same day in other years, by two calendars."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyluach import dates as luach

from articles.text import anniversaries
from articles.text.dates import day_and_month, hebrew_day_and_month


def test_the_civil_day() -> None:
    assert anniversaries.civil(date(2019, 1, 4), 2015, 2017) == [date(year, 1, 4) for year in (2015, 2016, 2017)]
    assert anniversaries.civil(date(2020, 2, 29), 2015, 2024) == [
        date(2016, 2, 29),
        date(2020, 2, 29),
        date(2024, 2, 29),
    ]
    assert anniversaries.civil(date(2019, 1, 4), 1, 0) == [] == anniversaries.hebrew(date(2019, 1, 4), 1, 0)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 1, 4), ["2017-01-25", "2018-01-14", "2019-01-04"]),  # 27 Tevet; none falls in 2016
        (date(2018, 3, 1), ["2016-03-24", "2017-03-12", "2018-03-01", "2019-03-21"]),  # 14 Adar
        (date(2019, 2, 19), ["2016-02-23", "2017-03-12", "2018-03-01", "2019-02-19"]),  # 14 Adar I
        (date(2015, 11, 12), ["2015-11-12", "2018-11-08", "2019-11-28"]),  # 30 Heshvan: not in every year
    ],
)  # fmt: skip
def test_the_hebrew_day(day: date, expected: list[str]) -> None:
    found = anniversaries.hebrew(day, 2015, 2019)
    assert [one for one in map(str, found) if one >= expected[0]] == expected


@given(day=st.dates(date(1600, 1, 1), date(2200, 1, 1)))
def test_a_day_is_its_own_anniversary(day: date) -> None:
    found = anniversaries.hebrew(day, day.year, day.year)
    assert day in found and len(found) <= 2
    known = luach.GregorianDate(day.year, day.month, day.day).to_heb().day
    assert {luach.GregorianDate(one.year, one.month, one.day).to_heb().day for one in found} == {known}


def test_names_of_days() -> None:
    assert day_and_month(date(2019, 1, 4)) == "4 בינואר"
    assert hebrew_day_and_month(date(2019, 1, 4)) == "כ״ז טבת"
    assert hebrew_day_and_month(date(2024, 3, 4)) == "כ״ד אדר א׳"
