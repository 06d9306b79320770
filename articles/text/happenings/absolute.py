"""Expressions that name a date, a month, a year, a decade: on their own, or nearest to the day of printing."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from articles.text.dates import MONTHS
from articles.text.happenings.calendar import month_of, months_later, on_day, year_of
from articles.text.happenings.place import Days, Place, Precision


def full(place: Place) -> Days | None:
    day, month = int(place.said("d") or 29), MONTHS.index(place.said("month")) + 1
    if place.said("y"):
        return on_day(date(four_digits(place.said("y"), place.printed), month, day))
    if place.said("year_word"):
        return on_day(date(_year_word(place), month, day))
    nearby = (date(year, month, day) for year in range(place.printed.year - 1, place.printed.year + 2)
              if day <= calendar.monthrange(year, month)[1])  # fmt: skip
    if place.ahead:
        nearby = (one for one in nearby if one >= place.printed)
    meant = min(nearby, key=lambda one: abs((one - place.printed).days), default=None)
    return on_day(meant) if meant else None


def _year_word(place: Place) -> int:
    word = place.said("year_word")
    return place.printed.year + {"אשתקד": -1, "שנה שעברה": -1, "שנה הבאה": 1}.get(word, 0)


def numeric(place: Place) -> Days | None:
    return on_day(date(four_digits(place.said("y"), place.printed), int(place.said("m")), int(place.said("d"))))


def numeric_short(place: Place) -> Days | None:
    day, month = int(place.said("d")), int(place.said("m"))
    nearby = [date(place.printed.year + step, month, day) for step in (-1, 0, 1)]
    return on_day(min(nearby, key=lambda one: abs((one - place.printed).days)))


def four_digits(written: str, printed: date) -> int:
    year = int(written)
    return year if year > 99 else min((year + 1900, year + 2000), key=lambda one: abs(one - printed.year))


def named_month(place: Place) -> Days | None:
    name = place.said("month")
    month, printed = MONTHS.index(name) + 1, place.printed
    if place.said("y"):
        return part_of(place, month_of(four_digits(place.said("y"), printed), month))
    if place.said("year_word"):
        return part_of(place, month_of(_year_word(place), month))
    which = place.said("which")
    if name in ("מאי", "מרץ") and not (which or place.said("part")) and not _alone(place):
        return None
    if which.startswith(("הקרוב", "הבא")) or (not which and place.ahead):
        return part_of(place, month_of(printed.year + (month < printed.month), month))
    if which and month == printed.month:
        return part_of(place, month_of(printed.year - 1, month))
    return part_of(place, month_of(printed.year - (month > printed.month), month))


def _alone(place: Place) -> bool:
    """Whether במאי is the month and no director: nothing that it could direct follows. במרץ may always be vigour."""
    return place.said("month") == "מאי" and bool(re.match(r"\s*(?:[,.;:)]|$)", place.after))


def is_month_phrase(place: Place) -> bool:
    """Whether a month without a year is said of a time: after a preposition, a part of it, or with which."""
    lead = place.text[place.match.start() : place.match.start("span")].strip()
    if re.search(r"\d\s*$", place.text[: place.match.start()]):
        return False
    return bool(place.said("which") or place.said("part") or re.search(r"[במל]$|מאז$|עד$|במהלך$|לאורך$", lead))


def part_of(place: Place, whole: Days) -> Days:
    """Return the part of a month or a year that was named."""
    first, last, precision = whole
    third = ((last - first).days + 1) // 3
    match place.said("part"):
        case "ראשית" | "תחילת" | "תחילת חודש" | "ראשית חודש":
            return first, first + timedelta(days=third - 1), precision
        case "אמצע" | "מחצית" | "אמצע חודש":
            return first + timedelta(days=third), first + timedelta(days=2 * third), precision
        case "סוף" | "שלהי" | "סוף חודש":
            return last - timedelta(days=third - 1), last, precision
    return whole


_COUNTED = re.compile(
    r"\s*(?:ש\"ח|שקל|דולר|אירו|איש|אנשים|אלף|מיליון|מיליארד|אחוז|%|ק\"מ|קמ\"ש|מטר|מ\"ר|דונם|טון|חיילים|תושבים|בני|בתי|"
    r"יחידות|עובדים|מילים|נקודות|קולות|מקומות|פעמים|משפחות|דירות|שנה|שנים|ימים|יום|שעות|גרם|ליטר|מעלות|כלי|מטוסים|"
    r"הרוגים|פצועים|מפגינים|משתתפים|מקרים|קילומטר|קילו|מגוואט|לירות|פרנק|יורו|טילים|רקטות|צעירים|נשים|גברים|ילדים|"
    r"תלמידים|סטודנטים|חברים|משקיעים|מניות|חברות|בתים|כפרים|יישובים|עצים|ספרים|עמודים|מדינות|שוטרים|לוחמים|אזרחים)"
)


def bare_year(place: Place) -> Days | None:
    year = int(place.said("y"))
    if not 1850 <= year <= place.printed.year + 40:
        return None
    if not place.said("word") and (_COUNTED.match(place.after) or re.match(r"\s*[-–]\s*\d", place.after)):
        return None
    return part_of(place, year_of(year))


def decade(place: Place) -> Days | None:
    tens = {"עשרים": 20, "שלושים": 30, "ארבעים": 40, "חמישים": 50, "שישים": 60, "שבעים": 70, "שמונים": 80, "תשעים": 90}
    word = place.said("tens")
    start = int(place.said("y")) if place.said("y") else 1900 + (tens[word] if word else int(place.said("two")))
    if start < 100:
        start += 1900
    return (date(start, 1, 1), date(start + 9, 12, 31), Precision.DECADE) if start % 10 == 0 else None


def quarter(place: Place) -> Days | None:
    number = {"ראשון": 1, "שני": 2, "שלישי": 3, "רביעי": 4}[place.said("quarter")]
    year = four_digits(place.said("y"), place.printed) if place.said("y") else place.printed.year
    first = date(year, 3 * number - 2, 1)
    return first, month_of(year, 3 * number)[1], Precision.YEAR


def season(place: Place) -> Days | None:
    months = {"אביב": (3, 5), "קיץ": (6, 8), "סתיו": (9, 11), "חורף": (12, 14)}[place.said("season")]
    which, printed = place.said("which"), place.printed
    year = four_digits(place.said("y"), printed) if place.said("y") else printed.year
    if not place.said("y"):
        ends = date(year + months[1] // 13, (months[1] - 1) % 12 + 1, 28)
        if which.startswith(("האחרון", "שעבר")) and ends >= printed:
            year -= 1
        if which.startswith(("הקרוב", "הבא")) and date(year, months[0], 1) <= printed:
            year += 1
    return date(year, months[0], 1), months_later(date(year, 1, 28), months[1] - 1).replace(day=28), Precision.YEAR
