"""Dates as a Hebrew reader writes them, in both calendars. Pure."""

from datetime import date

from pyluach import dates as luach

MONTHS = ("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר")


def long_date(day: date) -> str:
    """Return `day` as in 4 בינואר 2019."""
    return f"{day.day} ב{MONTHS[day.month - 1]} {day.year}"


def hebrew_date(day: date) -> str:
    """Return `day` in the Hebrew calendar, as in כ״ז טבת תשע״ט."""
    return str(luach.GregorianDate(day.year, day.month, day.day).to_heb().hebrew_date_string())


def month_name(period: str) -> str:
    """Return the name of a month written `YYYY-MM`, as in ינואר 2019."""
    year, month = period.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"
