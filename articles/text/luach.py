"""Dates of the Hebrew calendar as they are written, and the days of the civil calendar that they are. Pure.

ט' באב תש"ח is a day of a year; ט' באב is that day of any year. Adar of a leap year, unless it says which, is both.
A 30th of Heshvan or of Kislev is no day of the years that lack it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pyluach import dates
from pyluach.hebrewcal import Year

_MONTHS = {
    "ניסן": 1, "אייר": 2, "סיון": 3, "סיוון": 3, "תמוז": 4, "אב": 5, "אלול": 6, "תשרי": 7,
    "חשון": 8, "חשוון": 8, "מרחשון": 8, "מרחשוון": 8, "כסלו": 9, "כסליו": 9, "טבת": 10, "שבט": 11, "אדר": 12,
}  # fmt: skip
_ADAR, _SECOND_ADAR = 12, 13
_VALUES = dict(zip("אבגדהוזחטיכלמנסעפצקרשתךםןףץ", [*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400,
                                                   20, 40, 50, 80, 90], strict=True))  # fmt: skip
_MARK = "['׳’\"״”]"
_DAY = rf"(?P<day>[א-ט]{_MARK}|י{_MARK}|י[א-ד]{_MARK}|[יט][א-ט]?{_MARK}[א-ט]|כ{_MARK}[א-ט]?|ל{_MARK}|ט[״\"”][וז])"
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WHICH = rf"(?:\s+(?P<which>א|ב|ראשון|שני){_MARK}?(?![א-ת]))?"
_YEAR = r"(?:,?\s+(?:ה['׳’])?(?P<year>ת[א-ת]{0,3}[\"״”''׳’][א-ת]|ת[א-ת]?['׳’]))?"
PATTERN = rf"{_DAY}\s+[בל]?(?P<month>{_NAMES}){_WHICH}{_YEAR}(?![א-ת\"״'׳])"
_DATE = re.compile(PATTERN)
_IN_TEXT = re.compile(rf"(?<![א-ת\"״'׳])(?:ו?[בלמהשכ])?{PATTERN}")
FIRST, LAST = 5344, 5860  # the Hebrew years of 1583 to 2100: those of newspapers


@dataclass(frozen=True, slots=True)
class HebrewDay:
    """A day of a month, `year` 0 for any year; `month` as pyluach counts, 12 for Adar of either kind.

    `adar` is 1 or 2 when it was said which Adar.
    """

    day: int
    month: int
    year: int = 0
    adar: int = 0

    def days(self) -> list[date]:
        """Return the civil days that it is, in order; none when its year lacks it."""
        return list(_days(self))

    def nearest(self, near: date) -> date | None:
        """Return the one of its days that is closest to `near`."""
        return min(self.days(), key=lambda day: abs((day - near).days), default=None)

    def in_year(self, year: int) -> Iterator[date]:
        """Yield the civil days that it is in a Hebrew year: none, one, or two in a leap year's Adars."""
        for month in self._months(year):
            try:
                found = dates.HebrewDate(year, month, self.day).to_pydate()
            except ValueError:
                continue
            yield found

    def _months(self, year: int) -> list[int]:
        if self.month != _ADAR or not Year(year).leap:
            return [self.month]
        return {0: [_ADAR, _SECOND_ADAR], 1: [_ADAR], 2: [_SECOND_ADAR]}[self.adar]


@lru_cache(maxsize=1_000)
def _days(given: HebrewDay) -> tuple[date, ...]:
    years = [given.year] if given.year else range(FIRST, LAST)
    return tuple(sorted(day for year in years for day in given.in_year(year)))


def hebrew_day(text: str) -> HebrewDay | None:
    """Read a whole text as a Hebrew date; None when it is none."""
    match = _DATE.fullmatch(text.strip())
    return _read(match) if match else None


def hebrew_days(text: str) -> Iterator[tuple[int, int, HebrewDay]]:
    """Yield the Hebrew dates in a text with their places."""
    for match in _IN_TEXT.finditer(text):
        if found := _read(match):
            yield match.start("day"), match.end(), found


def _read(match: re.Match[str]) -> HebrewDay | None:
    day, month = _value(match["day"]), _MONTHS[match["month"]]
    adar = {"א": 1, "ראשון": 1, "ב": 2, "שני": 2}.get(match["which"] or "", 0)
    if not 1 <= day <= 30 or (adar and month != _ADAR):
        return None
    return HebrewDay(day, month, 5000 + _value(match["year"]) if match["year"] else 0, adar)


def _value(letters: str) -> int:
    return sum(_VALUES.get(letter, 0) for letter in letters)
