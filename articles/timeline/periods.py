"""Stretches of time: years and months, their bounds, their names, and all of them between two. Pure."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from articles.text.dates import month_name


class Unit(StrEnum):
    """The length of a period."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A year (`key` YYYY) or a month (YYYY-MM)."""

    key: str

    @property
    def start(self) -> date:
        """Its first day."""
        return date(int(self.key[:4]), int(self.key[5:] or 1), 1)

    @property
    def end(self) -> date:
        """Its last day."""
        year, month = int(self.key[:4]), int(self.key[5:] or 12)
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def label(self) -> str:
        """Its name in Hebrew."""
        return month_name(self.key) if "-" in self.key else self.key

    @property
    def short(self) -> str:
        """Its name where there is little room, as in 1/2019."""
        return f"{int(self.key[5:])}/{self.key[:4]}" if "-" in self.key else self.key

    @property
    def query_string(self) -> str:
        """Its bounds as the parameters of a search."""
        return f"from={self.start.isoformat()}&to={self.end.isoformat()}"


MOST_MONTHS = 48  # beyond them months are too narrow to be read, and years are drawn


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
    return list(_months(_number(first), _number(last)))


def by_period(months: dict[str, int], unit: Unit) -> dict[str, int]:
    """Sum the counts of months (YYYY-MM) by period of `unit`."""
    if unit is Unit.MONTH:
        return months
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return years


def _months(first: int, last: int) -> Iterator[Period]:
    for number in range(first, last + 1):
        yield Period(f"{number // 12:04}-{number % 12 + 1:02}")


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
