"""Dates as files write them, day before month. A moment without an hour stands at midnight in Jerusalem."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import dateparser

from articles.hebrew.normalise import clean
from articles.intake import limits
from articles.text import calendar

ZONE: Final = ZoneInfo("Asia/Jerusalem")
_EXCEL_EPOCH: Final = datetime(1899, 12, 30)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("ינואר",),
            ("פברואר",),
            ("מרץ", "מרס", "מארס"),
            ("אפריל",),
            ("מאי",),
            ("יוני",),
            ("יולי",),
            ("אוגוסט",),
            ("ספטמבר",),
            ("אוקטובר",),
            ("נובמבר",),
            ("דצמבר",),
        ),
        start=1,
    )
    for name in names
}
_TIME: Final = r"(?:[T,;|\-–\s]*(?:בשעה|שעה)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
_DAY_FIRST: Final = re.compile(rf"(?P<day>\d{{1,2}})([./-])(?P<month>\d{{1,2}})\2(?P<year>\d{{4}}|\d{{2}}){_TIME}")
_YEAR_FIRST: Final = re.compile(rf"(?P<year>\d{{4}})([./-])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_TIME}")
_HEBREW: Final = re.compile(
    rf"(?:יום\s+\S+?,?\s+)?ה?-?(?P<day>\d{{1,2}})\s+[בל]?(?P<name>{'|'.join(_MONTHS)}),?\s+(?P<year>\d{{4}}){_TIME}"
)
_ADDRESS: Final = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_BESIDE: Final = re.compile(r"\s*[,()|–-]\s*")
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?")
_PIVOT: Final = 30  # years past the present: 2-digit years beyond it belong to the last century


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, aware; `time_known` is False when only its day was given."""

    at: datetime
    time_known: bool


def parse(value: object) -> Moment | None:
    """Return the moment that a cell, a field or a line states, or None when it states none that can be believed."""
    if isinstance(value, datetime):
        return _believable(value, _has_hour(value))
    if isinstance(value, date):
        return _believable(datetime.combine(value, time()), False)
    if isinstance(value, bool) or value is None:
        return None
    return _parse_text(" ".join(clean(str(value)[:80]).split()))


def in_address(url: str) -> Moment | None:
    """Return the day that a web address states as year, month and day, or None."""
    found = _ADDRESS.search(url)
    return _parse_text("-".join(found.groups())) if found else None


@lru_cache(maxsize=4096)
def _parse_text(text: str) -> Moment | None:
    ways: tuple[Callable[[str], Moment | None], ...] = (
        _numeric,
        _iso,
        _hebrew,
        _hebrew_calendar,
        _number,
        _mail,
        _any_language,
    )
    return next((moment for way in ways if (moment := way(text))), None) if text else None


def _numeric(text: str) -> Moment | None:
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    return _from_parts(found, int(found["month"])) if found else None


def _hebrew(text: str) -> Moment | None:
    found = _HEBREW.fullmatch(text)
    return _from_parts(found, _MONTHS[found["name"]]) if found else None


def _hebrew_calendar(text: str) -> Moment | None:
    """A date of the Hebrew calendar; a common date beside it, in brackets or after a comma, must agree."""
    day = calendar.parse(text)
    if day:
        return _believable(datetime.combine(day, time()), False)
    for part in _BESIDE.split(text):
        other = calendar.parse(part)
        if other:
            rest = text.replace(part, "", 1).strip(" ,()|-–")
            moment = _numeric(rest) or _hebrew(rest)
            return moment if moment and moment.at.date() == other else None
    return None


def _from_parts(found: re.Match[str], month: int) -> Moment | None:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    try:
        at = datetime(_full_year(found["year"]), month, int(found["day"]), hour, minute, second)
    except ValueError:
        return None
    return _believable(at, found["hour"] is not None and (found["second"] is None or _has_hour(at)))


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    current = datetime.now(ZONE).year
    full = current // 100 * 100 + int(year)
    return full - 100 if full > current + _PIVOT else full


def _iso(text: str) -> Moment | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _believable(at, len(text) > 10 and _has_hour(at))


def _number(text: str) -> Moment | None:
    """Excel's count of days, or seconds or milliseconds since 1970."""
    if _SERIAL.fullmatch(text):
        at = _EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86_400))
        return _believable(at, _has_hour(at))
    if _EPOCH.fullmatch(text):
        return _believable(datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC), True)
    return None


def _mail(text: str) -> Moment | None:
    """The form of e-mail and RSS: Fri, 04 Jan 2019 14:26:00 +0200."""
    try:
        return _believable(parsedate_to_datetime(text), True) if ":" in text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _any_language(text: str) -> Moment | None:
    """Month names of English and Hebrew in whatever order; words relative to today say nothing of an old file."""
    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    try:
        at = dateparser.parse(
            text,
            languages=["en", "he"],
            settings={"DATE_ORDER": "DMY", "PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]},
        )
    except Exception:  # dateparser raises many kinds on odd input; none of them is a date
        return None
    return _believable(at, ":" in text) if at else None


def _has_hour(at: datetime) -> bool:
    """Midnight to the second is how programs write a day without an hour."""
    return at.time().replace(tzinfo=None) != time()


def _believable(at: datetime, time_known: bool) -> Moment | None:
    try:
        aware = at if at.tzinfo else at.replace(tzinfo=ZONE)
        year = aware.astimezone(ZONE).year
    except (OverflowError, ValueError):
        return None
    tomorrow = datetime.now(ZONE) + timedelta(days=400)
    return Moment(aware, time_known) if year >= limits.FIRST_YEAR and aware <= tomorrow else None
