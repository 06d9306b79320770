"""Expressions that count an amount of time from the day of printing: two months ago, in the last week."""

from __future__ import annotations

import re
from datetime import date, timedelta

from articles.text.happenings.calendar import months_later
from articles.text.happenings.place import Days, Place, Precision
from articles.text.happenings.words import DUALS, ONES, UNITS


def last_while(place: Place) -> Days | None:
    """בחודש האחרון, בשלושת החודשים האחרונים: up to the day of printing."""
    amount = _amount(place)
    if amount is None:
        return None
    first = _ago(place.printed, *amount)
    return (first, place.printed, _precision(amount[0])) if first else None


def next_while(place: Place) -> Days | None:
    amount = _amount(place)
    if amount is None:
        return None
    last = _ago(place.printed, amount[0], -amount[1])
    return (place.printed, last, _precision(amount[0])) if last else None


def before_now(place: Place) -> Days | None:
    return _around(place, 1)


def is_before_now(place: Place) -> bool:
    """Whether לפני שנה is said of now, and not of another moment: a year before the elections."""
    return not re.search(
        r"(?:עוד|כבר|גם|רק)?\s*(?:שבוע|יום|שנה|חודש|שבועיים|יומיים|שנתיים|חודשיים|שעות|דקות|ימים)\s+$", place.before
    )


def after_now(place: Place) -> Days | None:
    return _around(place, -1)


def _around(place: Place, sign: int) -> Days | None:
    amount = _amount(place)
    meant = amount and _ago(place.printed, amount[0], sign * amount[1])
    if not amount or not meant:
        return None
    unit = amount[0]
    around = {"hour": 0, "day": 0, "week": 3, "month": 15, "year": 182, "decade": 3 * 365}[unit]
    if unit == "month" and place.said("half"):
        around = 30
    spread = timedelta(days=around)
    return meant - spread, meant + spread, _precision(unit)


def _amount(place: Place) -> tuple[str, float] | None:
    half = 0.5 if place.said("andhalf") else 0
    if place.said("half"):
        return {"שנה": ("month", 6.0), "שעה": ("hour", 0.0), "יום": ("day", 0.0)}[place.said("halfunit")]
    if place.said("dual"):
        unit, number = DUALS[place.said("dual")]
        return unit, number + half
    if place.said("one"):
        return UNITS[place.said("one")], 1 + half
    written = place.said("n")
    count = float(written) if written.isdecimal() else ONES[written] + (10 if place.said("teen") else 0)
    unit = UNITS[place.said("unit")]
    return (unit, count + half) if count else None


def _ago(printed: date, unit: str, count: float) -> date | None:
    match unit:
        case "hour":
            return printed if abs(count) < 9 else None
        case "day":
            return printed - timedelta(days=round(count))
        case "week":
            return printed - timedelta(days=round(7 * count))
        case "month":
            return months_later(printed, -int(count)) - timedelta(days=round(30 * (count - int(count))))
        case "year":
            return months_later(printed, -round(12 * count))
    return months_later(printed, -round(120 * count))


def _precision(unit: str) -> Precision:
    return {"hour": Precision.DAY, "decade": Precision.DECADE}.get(unit) or Precision(unit)
