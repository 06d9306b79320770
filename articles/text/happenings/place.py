"""What is found, and the surroundings of an expression in which it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How closely an expression tells when."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True)
class Happening:
    """The code points `start` to `end` name the days `first` to `last`; `why` says in Hebrew how that is known."""

    start: int
    end: int
    first: date
    last: date
    precision: Precision
    why: str


Days = tuple[date, date, Precision]
_FUTURE = re.compile(
    r"(?<![א-ת])[וש]?(?:צפוי|אמור|עתיד|מתוכנ|מתעתד|מיועד)(?:ה|ים|ות|נת|נים|נות)?(?![א-ת])"
    r"|(?<![א-ת])[וש]{0,2}(?:י|ת)(?:היה|היו|יערך|יערכו|תקיים|תקיימו|גיע|גיעו|בקר|בקרו|צא|צאו|יצא|יצאו|מריא|יפגש|יפגשו"
    r"|תחיל|תחילו|חל|חלו|יפתח|יפתחו|עלה|עלו|ידון|ידונו|דון|תכנס|תכנסו|וצג|וצגו|יכנס|יכנסו|משיך|משיכו|צביע|צביעו|פורסם"
    r"|פורסמו|ושבע|ושבעו|נאם|ינתן|ימסר|יחתם|חתום|חתמו|חזור|חזרו|שוב|שובו|שוחרר|שוחררו|תחדש|תחדשו|שודר|שחק|שחקו|ארח|ארחו"
    r"|סתיים|סתיימו|מונה|כהן|פרסם|פרסמו|כריע|כריעו|ציג|ציגו|תמודד|שתתף|שתתפו|תפרסם|תארח|ועבר|ימשך|ושק|ושקו|ופעל"
    r"|ערוך|קיים|קיימו|פתח|פתחו|בחר|בחרו|בחן|יבחן|ינשא|טוס|סע|יסע|יסעו|מסור|סגר|יסגר|יסגרו|יבחרו|ראו)(?![א-ת])"
)
_PAST = re.compile(
    r"(?<![א-ת])(?:הי[הו]|היתה|הייתה|נערך|נערכה|התקיים|התקיימה|אמר|אמרה|הודיע|הודיעה|נפתח|נפתחה)(?![א-ת])"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A match in its surroundings: what was printed when, and what stands around it."""

    match: re.Match[str]
    text: str
    printed: date

    def said(self, name: str) -> str:
        return self.match.groupdict().get(name) or ""

    @property
    def before(self) -> str:
        return self.text[max(0, self.match.start() - 30) : self.match.start()]

    @property
    def after(self) -> str:
        return self.text[self.match.end() : self.match.end() + 30]

    @property
    def ahead(self) -> bool:
        """Whether the clause speaks of what is to come."""
        left = re.split(r"[.,;:!?\n–]", self.text[max(0, self.match.start() - 70) : self.match.start()])[-1]
        right = re.split(r"[.,;:!?\n–]", self.text[self.match.end() : self.match.end() + 50])[0]
        return bool(_FUTURE.search(f"{left} {right}")) and not _PAST.search(f"{left} {right}")
