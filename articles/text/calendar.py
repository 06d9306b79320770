"""Dates of the Hebrew calendar as newspapers write them: כ"ח בטבת תשע"ט, ג' באדר ב' ה'תשפ"ד."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pyluach.dates import HebrewDate
from pyluach.hebrewcal import Year

_VALUES: Final = {
    **{letter: value for value, letter in enumerate("אבגדהוזחט", start=1)},
    **{letter: 10 * value for value, letter in enumerate("יכלמנסעפצ", start=1)},
    **{letter: 100 * value for value, letter in enumerate("קרשת", start=1)},
}
_FINALS: Final = str.maketrans("ךםןףץ", "כמנפצ")
_MONTHS: Final = {
    "ניסן": 1, "אייר": 2, "סיוון": 3, "סיון": 3, "תמוז": 4, "אב": 5, "מנחם אב": 5, "אלול": 6, "תשרי": 7, "חשוון": 8,
    "חשון": 8, "מרחשוון": 8, "מרחשון": 8, "כסלו": 9, "כסליו": 9, "טבת": 10, "שבט": 11, "אדר": 12, "אדר א": 12,
    "אדר ב": 13,
}  # fmt: skip
_MARK: Final = "[\"'״׳”’]"
_NUMBER: Final = rf"[א-ת]{{1,3}}{_MARK}{{0,2}}[א-ת]?{_MARK}?"
_NAMES: Final = "|".join(sorted((name for name in _MONTHS if " " not in name), key=len, reverse=True))
_WEEKDAY: Final = r"(?:[בה]?יום\s+[א-ת'׳]{1,7},?\s+)?"
_MONTH: Final = rf"(?P<month>מנחם אב|(?:{_NAMES})(?:\s+[אב]{_MARK}?(?=[\s,]))?)"
_YEAR: Final = rf"(?:שנת\s+)?(?:ה{_MARK}?(?=ת))?(?P<year>ת[א-ת]{{0,3}}{_MARK}{{0,2}}[א-ת]?)"
_DATE: Final = re.compile(rf"{_WEEKDAY}(?P<day>{_NUMBER})\s+[בל]?{_MONTH},?\s+{_YEAR}")


def parse(text: str) -> date | None:
    """Return the day that `text` names and nothing else, in the Gregorian calendar; None when it names none.

    A plain Adar of a year with two Adars names none: it may be either.
    """
    found = _DATE.fullmatch(text)
    if not found:
        return None
    name = " ".join(re.sub(_MARK, "", found["month"]).split())
    year = _number(found["year"]) + 5000
    if name == "אדר" and Year(year).leap:
        return None
    try:
        return HebrewDate(year, _MONTHS[name], _number(found["day"])).to_pydate()
    except (ValueError, KeyError):
        return None


def _number(letters: str) -> int:
    return sum(_VALUES.get(letter, 0) for letter in letters.translate(_FINALS))
