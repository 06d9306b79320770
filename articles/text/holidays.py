"""Holidays and fasts of the Hebrew calendar as kept in Israel, as stretches of days. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pyluach import dates as luach


@dataclass(frozen=True, slots=True)
class Festival:
    """A holiday or a fast: its name and the days it lasts, both included; the eve is not among them."""

    name: str
    start: date
    end: date


def between(first: date, last: date) -> list[Festival]:
    """Return the holidays that touch the days `first` to `last`, in order."""
    found = [one for year in range(first.year - 1, last.year + 2) if 1 < year < 9999 for one in _of_year(year)]
    return [one for one in found if one.end >= first and one.start <= last]


@lru_cache(maxsize=200)
def _of_year(year: int) -> tuple[Festival, ...]:
    return tuple(_joined(date(year, 1, 1), date(year, 12, 31)))


def _joined(first: date, last: date) -> Iterator[Festival]:
    """Yield the holidays that begin in the days given; one that goes on into the next year goes on."""
    name, start = "", first
    if before := festival(first - timedelta(days=1)):
        while festival(first) == before:  # it began in the year before, which tells of it
            first += timedelta(days=1)
    day = first
    while day <= last or name:
        now = festival(day)
        if name and now != name:
            yield Festival(name, start, day - timedelta(days=1))
            name = ""
        if now and not name and day <= last:
            name, start = now, day
        day += timedelta(days=1)


def festival(day: date) -> str:
    """Return the name of the holiday or fast of a day; empty when it has none."""
    return luach.GregorianDate(day.year, day.month, day.day).holiday(israel=True, hebrew=True) or ""
