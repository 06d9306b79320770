"""Stretches of time: years, months and days, their bounds, their names, and all of them between two. Pure."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from articles.text.dates import hebrew_date, long_date, month_name


class Unit(StrEnum):
    """The length of a period."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Period:
    """A year (`key` YYYY), a month (YYYY-MM) or a day (YYYY-MM-DD)."""

    key: str

    @property
    def unit(self) -> Unit:
        """What it is."""
        return {4: Unit.YEAR, 7: Unit.MONTH}.get(len(self.key), Unit.DAY)

    @property
    def start(self) -> date:
        """Its first day."""
        return date(int(self.key[:4]), int(self.key[5:7] or 1), int(self.key[8:] or 1))

    @property
    def end(self) -> date:
        """Its last day."""
        year, month = int(self.key[:4]), int(self.key[5:7] or 12)
        return date(year, month, int(self.key[8:] or calendar.monthrange(year, month)[1]))

    @property
    def label(self) -> str:
        """Its name in Hebrew; a day has the Hebrew calendar's beside it."""
        if self.unit is Unit.DAY:
            return f"{long_date(self.start)}, {hebrew_date(self.start)}"
        return month_name(self.key) if self.unit is Unit.MONTH else self.key

    @property
    def short(self) -> str:
        """Its name where there is little room, as in 1/2019; of a day, 4.1."""
        if self.unit is Unit.DAY:
            return f"{self.start.day}.{self.start.month}"
        return f"{int(self.key[5:])}/{self.key[:4]}" if self.unit is Unit.MONTH else self.key

    @property
    def around(self) -> "Period | None":
        """The period that it is a part of: a day's month, a month's year."""
        return {Unit.DAY: Period(self.key[:7]), Unit.MONTH: Period(self.key[:4])}.get(self.unit)

    @property
    def parts(self) -> Unit:
        """The unit that it is drawn by when it fills the chart."""
        return Unit.MONTH if self.unit is Unit.YEAR else Unit.DAY

    def beside(self, steps: int) -> "Period":
        """Return the period so many steps later, or earlier when `steps` is negative."""
        if self.unit is Unit.DAY:
            return Period((self.start + timedelta(days=steps)).isoformat())
        if self.unit is Unit.MONTH:
            return _month(_number(self.key) + steps)
        return Period(f"{int(self.key) + steps:04}")

    @property
    def query_string(self) -> str:
        """Its bounds as the parameters of a search."""
        return f"from={self.start.isoformat()}&to={self.end.isoformat()}"


MOST_MONTHS = 48  # beyond them months are too narrow to be read, and years are drawn
_KEY = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2]))?\Z", re.ASCII)


def period_of(text: str) -> Period | None:
    """Return the year or month written YYYY or YYYY-MM; None for anything else."""
    return Period(text) if _KEY.match(text) and "0002" <= text[:4] <= "9998" else None


def spanning(start: date, end: date) -> Period | None:
    """Return the year, month or day that begins on `start` and ends on `end`; None when no such."""
    day = start.isoformat()
    return next((one for one in map(Period, (day[:4], day[:7], day)) if (one.start, one.end) == (start, end)), None)


def unit_for(months: Iterable[str]) -> Unit:
    """Return the unit in which counts of these months (YYYY-MM) are best drawn."""
    keys = sorted(months)
    if not keys:
        return Unit.YEAR
    return Unit.MONTH if _number(keys[-1]) - _number(keys[0]) < MOST_MONTHS else Unit.YEAR


def between(first: str, last: str, unit: Unit) -> list[Period]:
    """Return every period of `unit` from the month `first` to the month `last`, those without articles too."""
    if unit is Unit.YEAR:
        return [Period(f"{year:04}") for year in range(int(first[:4]), int(last[:4]) + 1)]
    if unit is Unit.MONTH:
        return [_month(number) for number in range(_number(first[:7]), _number(last[:7]) + 1)]
    return list(_days(Period(first[:7]).start, Period(last[:7]).end))


def by_period(months: dict[str, int], unit: Unit) -> dict[str, int]:
    """Sum the counts of months (YYYY-MM) by period of `unit`."""
    if unit is not Unit.YEAR:
        return months
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return years


def _days(first: date, last: date) -> Iterator[Period]:
    for number in range((last - first).days + 1):
        yield Period((first + timedelta(days=number)).isoformat())


def _month(number: int) -> Period:
    return Period(f"{number // 12:04}-{number % 12 + 1:02}")


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
