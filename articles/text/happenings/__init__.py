"""When a text says that things happened: its date expressions, resolved against the day it was printed. Pure.

Each rule is a pattern and a function that gives the days meant, or None when it does not dare. An expression that can
be read two ways and whose surroundings do not decide is left out: a missing date is a smaller evil than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from articles.text import luach
from articles.text.happenings.place import Days, Happening, Place, Precision
from articles.text.happenings.rules import RULES

__all__ = ["VERSION", "Happening", "Precision", "happenings"]

VERSION = 2  # raised when what is found changes; archives then read their articles anew


def happenings(text: str, printed: date) -> list[Happening]:
    """Return the dates that a text of the day `printed` names, in order; those that overlap a longer one left out."""
    found = [one for pattern, read, why in RULES for one in _by(pattern, read, why, text, printed)]
    found += _hebrew(text, printed)
    return _apart(found)


def _by(
    pattern: re.Pattern[str], read: Callable[[Place], Days | None], why: str, text: str, printed: date
) -> Iterator[Happening]:
    for match in pattern.finditer(text):
        try:
            days = read(Place(match, text, printed))
        except (ValueError, OverflowError):  # no such day
            continue
        if days and days[0].year > 1000 and days[1].year < 3000:
            start = match.start("span")
            yield Happening(start, match.end("span"), *days, why)


def _hebrew(text: str, printed: date) -> Iterator[Happening]:
    for start, end, day in luach.hebrew_days(text):
        if meant := day.nearest(printed):
            yield Happening(start, end, meant, meant, Precision.DAY, "תאריך עברי")


def _apart(found: list[Happening]) -> list[Happening]:
    chosen: list[Happening] = []
    for one in sorted(found, key=lambda it: (it.start - it.end, it.start)):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda it: it.start)
