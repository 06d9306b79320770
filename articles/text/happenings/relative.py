"""Expressions that count from the day of printing: yesterday, on Sunday, next week, this year."""

from __future__ import annotations

import re
from datetime import timedelta

from articles.text.happenings.absolute import part_of
from articles.text.happenings.calendar import month_of, months_later, on_day, week_of, year_of
from articles.text.happenings.place import Days, Place, Precision
from articles.text.happenings.words import NEAR, WEEKDAYS

_NOT_TODAY_BEFORE = re.compile(
    r"(?:סדר|יומו?|כל|באותו|אותו|אור|חצות|שעות|אמצע|שלהי|של|חיי|עצם|במשך|במהלך|עד|מדי|רחבי|הנה|תנועת|מעבר|ימינו|בחצי"
    r"|עיתון|לאורך|בתוך|בסוף|סוף|תחילת|אורך|פרוס|מחצית|מערכון|אנשי)\s+$"
)
_NOT_TODAY_AFTER = re.compile(
    r"\s+(?:ה(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שביעי|שמיני|אחרון|גדול|בינלאומי|זה|הוא|ההוא|קודם|קצר|ארוך|לאומי|"
    r"מיוחל|מאה|חם|טוב|גורלי|קשה|קובע|עצוב|שחור|ש)[א-ת]*|ש(?:בו|ל?אחרי|ל?מחרת|לפני)[א-ת]*|יום)(?![א-ת])"
)


def near(place: Place) -> Days | None:
    word, weekday = place.said("word"), place.said("weekday")
    doubtful = not weekday and word in ("היום", "הלילה", "הערב", "הבוקר", "הצהריים", "הצהרים")
    if doubtful and (_NOT_TODAY_BEFORE.search(place.before) or _NOT_TODAY_AFTER.match(place.after)):
        return None
    day = place.printed + timedelta(days=NEAR[word])
    if weekday:
        off = (day.weekday() - WEEKDAYS[weekday]) % 7
        if off not in (0, 1, 6):
            return None
        day += timedelta(days={0: 0, 1: -1, 6: 1}[off])
    return on_day(day)


def on_weekday(place: Place) -> Days | None:
    which, printed = place.said("which"), place.printed
    if re.search(r"(?:כל|מדי|בכל|מידי)\s+$", place.before):
        return None
    wanted = 4 if place.said("span").startswith("ליל שבת") else WEEKDAYS[place.said("weekday")]
    back, on = (printed.weekday() - wanted) % 7, (wanted - printed.weekday()) % 7
    if which in ("שעבר", "שעברה", "האחרון", "האחרונה", "שחלף"):
        return on_day(printed - timedelta(days=back or 7))
    if which in ("הקרוב", "הקרובה"):
        return on_day(printed + timedelta(days=on or 7))
    if which in ("הבא", "הבאה"):
        return on_day(printed + timedelta(days=on or 7))
    if which in ("בשבוע שעבר", "בשבוע הקודם"):
        return on_day(week_of(printed - timedelta(days=7))[0] + timedelta(days=(wanted + 1) % 7))
    if which == "בשבוע הבא":
        return on_day(week_of(printed + timedelta(days=7))[0] + timedelta(days=(wanted + 1) % 7))
    if which == "השבוע":
        return on_day(week_of(printed)[0] + timedelta(days=(wanted + 1) % 7))
    return on_day(printed + timedelta(days=on or 7) if place.ahead else printed - timedelta(days=back))


def is_weekday(place: Place) -> bool:
    """Whether it is a day of the week, no first or second day of something."""
    said = place.match[0].lstrip()
    if place.said("which"):
        return True
    if re.match(r"\s+(?:ל(?!י)[א-ת]+|של|ברציפות|בלבד|אחד|נוסף|קשה|ארוך)", place.after) and not re.match(
        r"\s+ל(?:פנות|קראת)", place.after
    ):
        return False
    return bool(re.match(r"[וש]?[במל]", said))


def weekend(place: Place) -> Days | None:
    which, printed = place.said("which"), place.printed
    friday = week_of(printed)[0] + timedelta(days=5)
    ahead = which.startswith(("הקרוב", "הבא")) or (not which and place.ahead)
    coming = printed < friday
    now = bool(which) and friday <= printed <= friday + timedelta(days=1)
    if not ahead and (coming or now):
        friday -= timedelta(days=7)
    return friday, friday + timedelta(days=1), Precision.DAY


_NOT_THIS_YEAR = re.compile(r"(?:ראש|כל|לאורך|שיא|איש|אשת|שחקן|שחקנית|ספר|ימות|עונות|ספורטאי|ספורטאית|חגי|מאמן|של)\s+$")


def this(place: Place) -> Days | None:
    """השבוע, החודש, השנה, and those beside them."""
    unit, which, printed = place.said("period"), place.said("which"), place.printed
    step = -1 if which.startswith(("שעבר", "הקודם", "שחלף")) else 1 if which.startswith("הבא") else 0
    if unit == "שבוע":
        return week_of(printed + timedelta(days=7 * step))
    if unit == "חודש":
        moved = months_later(printed.replace(day=1), step)
        return part_of(place, month_of(moved.year, moved.month))
    if not which and _NOT_THIS_YEAR.search(place.before):
        return None
    return part_of(place, year_of(printed.year + step))


def is_this(place: Place) -> bool:
    period, which = place.said("period"), place.said("which")
    if which:
        return True
    if re.search(
        r"(?:סוף|כל|ימי|באותו|אותו|אותה|במשך|לאורך|של|פעמיים|פעם|ראש|חדשות|באותה|איש|אשת|שיר|ימות|בן|בת|בני)\s+$",
        place.before,
    ):
        return False
    if re.search(r"[א-ת]\s+$", place.before) and re.search(
        r"(?:מדד|פרשת|שכר|שחקן|ספר|תוכנית|גיבור|תמונת|מבצע)\s+$", place.before
    ):
        return False
    return period != "חודש" or not re.match(r"\s+(?:ה|ש(?!ל)|של)", place.after)
