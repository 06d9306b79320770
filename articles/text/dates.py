"""Dates as a Hebrew reader writes them, in both calendars. Pure."""

import calendar
import re
from datetime import date

from pyluach import dates as luach

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)

MONTHS = ("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר")


def long_date(day: date) -> str:
    """Return `day` as in 4 בינואר 2019."""
    return f"{day.day} ב{MONTHS[day.month - 1]} {day.year}"


def hebrew_date(day: date) -> str:
    """Return `day` in the Hebrew calendar, as in כ״ז טבת תשע״ט."""
    return str(luach.GregorianDate(day.year, day.month, day.day).to_heb().hebrew_date_string())


def day_and_month(day: date) -> str:
    """Return `day` without its year, as in 4 בינואר."""
    return f"{day.day} ב{MONTHS[day.month - 1]}"


def hebrew_day_and_month(day: date) -> str:
    """Return `day` in the Hebrew calendar without its year, as in כ״ז טבת."""
    known = luach.GregorianDate(day.year, day.month, day.day).to_heb()
    return f"{known.hebrew_day()} {known.month_name(hebrew=True)}"


def month_name(period: str) -> str:
    """Return the name of a month written `YYYY-MM`, as in ינואר 2019."""
    year, month = period.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def day_of(text: str, *, last: bool) -> date | None:
    """Return the first (or `last`) day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None when it is no such date."""
    match = _DATE.match(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        month = month or (12 if last else 1)
        return date(year or 0, month, day or (calendar.monthrange(year or 0, month)[1] if last else 1))
    except ValueError:
        return None
