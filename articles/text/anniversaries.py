"""The same day in other years, by the civil calendar and by the Hebrew one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyluach import dates, hebrewcal

_ADAR, _SECOND_ADAR = 12, 13


def civil(day: date, first: int, last: int) -> list[date]:
    """Return the day of this month and number in each year from `first` to `last`; 29 February has leap years only."""
    return list(_civil(day, first, last))


def hebrew(day: date, first: int, last: int) -> list[date]:
    """Return the civil dates, from the years `first` to `last`, of the Hebrew date of `day`.

    A day of Adar falls in a leap year in the second Adar, as anniversaries do; a day of either Adar of a leap year
    falls in the one Adar of a common year. A 30th is left out of the years whose month has 29 days.
    """
    known = dates.GregorianDate(day.year, day.month, day.day).to_heb()
    given_leap = bool(hebrewcal.Year(known.year).leap)
    years = range(max(first, 1) + 3760, last + 3762)
    found = (_hebrew(known.day, _month(known.month, given_leap, year), year) for year in years)
    return [one for one in found if one and first <= one.year <= last]


def _civil(day: date, first: int, last: int) -> Iterator[date]:
    for year in range(max(first, 1), last + 1):
        try:
            yield day.replace(year=year)
        except ValueError:
            continue


def _month(month: int, given_leap: bool, year: int) -> int:
    if month not in (_ADAR, _SECOND_ADAR):
        return month
    if not hebrewcal.Year(year).leap:
        return _ADAR
    return month if given_leap else _SECOND_ADAR


def _hebrew(day: int, month: int, year: int) -> date | None:
    try:
        return dates.HebrewDate(year, month, day).to_pydate()
    except ValueError:
        return None
