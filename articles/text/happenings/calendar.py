"""Spans of days: a day, its week, a month, a year."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from articles.text.happenings.place import Days, Precision


def on_day(day: date) -> Days:
    return day, day, Precision.DAY


def month_of(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH


def year_of(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31), Precision.YEAR


def week_of(day: date) -> Days:
    first = day - timedelta(days=(day.weekday() + 1) % 7)  # weeks begin on Sunday
    return first, first + timedelta(days=6), Precision.WEEK


def months_later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
