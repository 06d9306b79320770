"""Lines of scraped text that are about the article: when it was updated, when and by whom it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from articles.intake import dates, limits
from articles.intake.dates import Moment

_ORDINAL: Final = "ראשון|שני|שלישי|רביעי|חמישי|שישי|אחרון|נוסף"
_WHEN: Final = r"(?P<when>[\d.,/:\-\s|בשעה]*\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}[\d:,|בשעה\s-]*)"
_UPDATED: Final = re.compile(
    rf"\(?\s*(?:(?:עדכון|עודכן|עודכנה)(?: (?:{_ORDINAL}|לאחרונה|\d+))?(?: ב[-־]?| בשעה)?)\s*[:\-–]?\s*{_WHEN}\s*\)?[.]?"
)
_PUBLISHED: Final = re.compile(
    r"\(?\s*(?:פורסם|פורסמה|תאריך|תאריך פרסום)(?: ב[-־]?)?\s*[:\-–]?\s*(?P<when>.{6,40}?)\s*\)?"
)
_BYLINE: Final = re.compile(r"(?:מאת|כתב|כתבה)\s*:\s*(?P<who>[^.!?]{2,120})|מאת\s+(?P<name>[^.!?:\d]{2,60})")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one line tells of its article."""

    update_stamp: str = ""
    updated: Moment | None = None
    published: Moment | None = None
    byline: str = ""


def read(line: str) -> Stamp | None:
    """Return what a tidy line tells, when telling it is all the line does; else None."""
    if len(line) > _LONGEST:
        return None
    return _updated(line) or _published(line) or _byline(line)


def _updated(line: str) -> Stamp | None:
    found = _UPDATED.fullmatch(line)
    if not found:
        return None
    return Stamp(update_stamp=line.strip("() .")[: limits.STAMP], updated=dates.parse(found["when"].strip(" ,|")))


def _published(line: str) -> Stamp | None:
    found = _PUBLISHED.fullmatch(line)
    moment = dates.parse(found["when"].strip(" ,|.")) if found else None
    return Stamp(published=moment) if moment else None


def _byline(line: str) -> Stamp | None:
    found = _BYLINE.fullmatch(line)
    return Stamp(byline=(found["who"] or found["name"]).strip()) if found else None


def on_day(stamp: str, day: datetime) -> datetime | None:
    """Return the moment of a stamp that names an hour only, taking it for an hour of the day of publication."""
    clock = _CLOCK.search(stamp)
    if not clock:
        return None
    try:
        return datetime.combine(day.astimezone(dates.ZONE), time(int(clock[1]), int(clock[2])), dates.ZONE)
    except ValueError:
        return None
