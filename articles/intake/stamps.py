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
_PARTS: Final = re.compile(r"\s*[|,]\s*(?=עודכן|עדכון|פורסם)")
_YEAR: Final = re.compile(r"\d[./]\d{2,4}(?!\d)|\d{4}|ת[א-ת]{1,2}[\"״][א-ת]")
_NAME: Final = r"[א-ת][א-ת'׳\"״־-]{1,15}"
_SIGNED: Final = re.compile(
    rf"(?P<who>{_NAME}(?:\s{_NAME}){{1,3}}(?:,\s[^|\d.!?]{{2,40}}?)?)\s*[|,]\s*(?P<when>(?:יום\s|\d).{{5,40}})"
)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one line tells of its article."""

    update_stamp: str = ""
    updated: Moment | None = None
    published: Moment | None = None
    byline: str = ""


def read(line: str, at_edge: bool = False) -> Stamp | None:
    """Return what a tidy line tells, when telling it is all the line does; else None.

    A bare date, alone or after a name, counts at the edge of an article only: inside it heads a chronology.
    """
    if len(line) > _LONGEST:
        return None
    told = _updated(line) or _published(line) or _byline(line) or _both(line)
    return told or (_bare(line) if at_edge else None)


def _both(line: str) -> Stamp | None:
    """`פורסם: 04.01.19, 14:26 | עודכן: 15:02`, in either order."""
    parts = [part.strip(" ,") for part in _PARTS.split(line) if part.strip(" ,")]
    told = [_updated(part) or _published(part) for part in parts]
    if len(parts) != 2 or not all(told):
        return None
    first, second = told
    assert first and second
    return Stamp(
        first.update_stamp or second.update_stamp,
        first.updated or second.updated,
        first.published or second.published,
    )


def _bare(line: str) -> Stamp | None:
    """A date, or a name and a date (`יוסי לוין | 04.01.19 | 14:26`), and nothing else."""
    moment = dates.parse(line.replace(" |", ",")) if _YEAR.search(line) else None
    if moment:
        return Stamp(published=moment)
    signed = _SIGNED.fullmatch(line)
    moment = dates.parse(signed["when"].replace(" |", ",").strip(" ,|")) if signed else None
    return Stamp(published=moment, byline=signed["who"].strip(" ,")) if signed and moment else None


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
