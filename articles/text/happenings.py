"""When a text says that things happened: its date expressions, resolved against the day it was printed. Pure.

Each rule is a pattern and a function that gives the days meant, or None when it does not dare. An expression that can
be read two ways and whose surroundings do not decide is left out: a missing date is a smaller evil than a wrong one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from articles.text import luach
from articles.text.dates import MONTHS

VERSION = 1  # raised when what is found changes; archives then read their articles anew


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


@dataclass(frozen=True, slots=True)
class _Place:
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


_P = r"(?<![א-ת\w\"״'׳-])(?:ו?ש?(?:מ?[בהלמכ])?[-־]?)"  # prefix letters, with or without a hyphen
_E = r"(?![א-ת\"״][א-ת]*|['׳][א-ת]|[-־][א-ת\d])"  # the end of a word
_MONTH = "|".join(MONTHS)
_WEEKDAYS = {"ראשון": 6, "שני": 0, "שלישי": 1, "רביעי": 2, "חמישי": 3, "שישי": 4, "ששי": 4, "שבת": 5,
             "א": 6, "ב": 0, "ג": 1, "ד": 2, "ה": 3, "ו": 4}  # fmt: skip
_WEEKDAY = "ראשון|שני|שלישי|רביעי|חמישי|שישי|ששי|שבת"
_ONES = {
    "אחד": 1, "אחת": 1, "שני": 2, "שתי": 2, "שניים": 2, "שתיים": 2, "שלושה": 3, "שלוש": 3, "שלושת": 3, "ארבעה": 4,
    "ארבע": 4, "ארבעת": 4, "חמישה": 5, "חמש": 5, "חמשת": 5, "שישה": 6, "שש": 6, "ששת": 6, "שבעה": 7, "שבע": 7,
    "שבעת": 7, "שמונה": 8, "שמונת": 8, "תשעה": 9, "תשע": 9, "תשעת": 9, "עשרה": 10, "עשר": 10, "עשרת": 10,
    "עשרים": 20, "שלושים": 30, "ארבעים": 40, "חמישים": 50, "שישים": 60, "שבעים": 70, "שמונים": 80, "תשעים": 90,
}  # fmt: skip
_NUMBER = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_ONES, key=len, reverse=True))})(?:\s+(?P<teen>עשר|עשרה))?"
_UNITS = {
    "דקה": "hour", "דקות": "hour", "שעה": "hour", "שעות": "hour", "יום": "day", "ימים": "day", "יממה": "day",
    "יממות": "day", "שבוע": "week", "שבועות": "week", "חודש": "month", "חודשים": "month", "חדשים": "month",
    "שנה": "year", "שנים": "year", "שנות": "year", "עשור": "decade", "עשורים": "decade",
}  # fmt: skip
_DUALS = {"שעתיים": ("hour", 2), "יומיים": ("day", 2), "שבועיים": ("week", 2), "חודשיים": ("month", 2),
          "שנתיים": ("year", 2)}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_ONE = "דקה|שעה|יממה|יום|שבוע|חודש|שנה|עשור"
_AMOUNT = (
    rf"(?:(?:כ-?|כ־|יותר מ-?|למעלה מ-?|מעט יותר מ-?|פחות מ-?)?"
    rf"(?:(?P<half>חצי)\s+(?P<halfunit>שנה|שעה|יום)|(?P<dual>{'|'.join(_DUALS)})|{_NUMBER}\s+(?P<unit>{_UNIT})"
    rf"|(?P<one>{_ONE})))(?:\s+(?P<andhalf>וחצי))?"
)
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


def happenings(text: str, printed: date) -> list[Happening]:
    """Return the dates that a text of the day `printed` names, in order; those that overlap a longer one left out."""
    found = [one for pattern, read, why in _RULES for one in _by(pattern, read, why, text, printed)]
    found += _hebrew(text, printed)
    return _apart(found)


def _by(
    pattern: re.Pattern[str], read: Callable[[_Place], Days | None], why: str, text: str, printed: date
) -> Iterator[Happening]:
    for match in pattern.finditer(text):
        try:
            days = read(_Place(match, text, printed))
        except (ValueError, OverflowError):  # no such day
            continue
        if days and days[0].year > 1000 and days[1].year < 3000:
            start = match.start("span")
            yield Happening(start, match.end("span"), *days, why)


def _hebrew(text: str, printed: date) -> Iterator[Happening]:
    for start, end, day in luach.hebrew_days(text):
        if meant := day.nearest(printed):
            yield Happening(start, end, meant, meant, Precision.DAY, "תאריך עברי")


def _apart(found: list[Happening]) -> list[Happening]:
    chosen: list[Happening] = []
    for one in sorted(found, key=lambda it: (it.start - it.end, it.start)):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda it: it.start)


def _on(day: date) -> Days:
    return day, day, Precision.DAY


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31), Precision.YEAR


def _week(day: date) -> Days:
    first = day - timedelta(days=(day.weekday() + 1) % 7)  # weeks begin on Sunday
    return first, first + timedelta(days=6), Precision.WEEK


def _moved(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# Absolute dates


def _full(place: _Place) -> Days | None:
    day, month = int(place.said("d") or 29), MONTHS.index(place.said("month")) + 1
    if place.said("y"):
        return _on(date(_four(place.said("y"), place.printed), month, day))
    if place.said("year_word"):
        return _on(date(_year_word(place), month, day))
    nearby = (date(year, month, day) for year in range(place.printed.year - 1, place.printed.year + 2)
              if day <= calendar.monthrange(year, month)[1])  # fmt: skip
    if place.ahead:
        nearby = (one for one in nearby if one >= place.printed)
    meant = min(nearby, key=lambda one: abs((one - place.printed).days), default=None)
    return _on(meant) if meant else None


def _year_word(place: _Place) -> int:
    word = place.said("year_word")
    return place.printed.year + {"אשתקד": -1, "שנה שעברה": -1, "שנה הבאה": 1}.get(word, 0)


def _numeric(place: _Place) -> Days | None:
    return _on(date(_four(place.said("y"), place.printed), int(place.said("m")), int(place.said("d"))))


def _numeric_short(place: _Place) -> Days | None:
    day, month = int(place.said("d")), int(place.said("m"))
    nearby = [date(place.printed.year + step, month, day) for step in (-1, 0, 1)]
    return _on(min(nearby, key=lambda one: abs((one - place.printed).days)))


def _four(written: str, printed: date) -> int:
    year = int(written)
    return year if year > 99 else min((year + 1900, year + 2000), key=lambda one: abs(one - printed.year))


def _named_month(place: _Place) -> Days | None:
    name = place.said("month")
    month, printed = MONTHS.index(name) + 1, place.printed
    if place.said("y"):
        return _part(place, _month(_four(place.said("y"), printed), month))
    if place.said("year_word"):
        return _part(place, _month(_year_word(place), month))
    which = place.said("which")
    if name in ("מאי", "מרץ") and not (which or place.said("part")) and not _alone(place):
        return None
    if which.startswith(("הקרוב", "הבא")) or (not which and place.ahead):
        return _part(place, _month(printed.year + (month < printed.month), month))
    if which and month == printed.month:
        return _part(place, _month(printed.year - 1, month))
    return _part(place, _month(printed.year - (month > printed.month), month))


def _alone(place: _Place) -> bool:
    """Whether במאי is the month and no director: nothing that it could direct follows. במרץ may always be vigour."""
    return place.said("month") == "מאי" and bool(re.match(r"\s*(?:[,.;:)]|$)", place.after))


def _part(place: _Place, whole: Days) -> Days:
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


def _bare_year(place: _Place) -> Days | None:
    year = int(place.said("y"))
    if not 1850 <= year <= place.printed.year + 40:
        return None
    if not place.said("word") and (_COUNTED.match(place.after) or re.match(r"\s*[-–]\s*\d", place.after)):
        return None
    return _part(place, _year(year))


def _decade(place: _Place) -> Days | None:
    tens = {"עשרים": 20, "שלושים": 30, "ארבעים": 40, "חמישים": 50, "שישים": 60, "שבעים": 70, "שמונים": 80, "תשעים": 90}
    word = place.said("tens")
    start = int(place.said("y")) if place.said("y") else 1900 + (tens[word] if word else int(place.said("two")))
    if start < 100:
        start += 1900
    return (date(start, 1, 1), date(start + 9, 12, 31), Precision.DECADE) if start % 10 == 0 else None


def _quarter(place: _Place) -> Days | None:
    number = {"ראשון": 1, "שני": 2, "שלישי": 3, "רביעי": 4}[place.said("quarter")]
    year = _four(place.said("y"), place.printed) if place.said("y") else place.printed.year
    first = date(year, 3 * number - 2, 1)
    return first, _month(year, 3 * number)[1], Precision.YEAR


def _season(place: _Place) -> Days | None:
    months = {"אביב": (3, 5), "קיץ": (6, 8), "סתיו": (9, 11), "חורף": (12, 14)}[place.said("season")]
    which, printed = place.said("which"), place.printed
    year = _four(place.said("y"), printed) if place.said("y") else printed.year
    if not place.said("y"):
        ends = date(year + months[1] // 13, (months[1] - 1) % 12 + 1, 28)
        if which.startswith(("האחרון", "שעבר")) and ends >= printed:
            year -= 1
        if which.startswith(("הקרוב", "הבא")) and date(year, months[0], 1) <= printed:
            year += 1
    return date(year, months[0], 1), _moved(date(year, 1, 28), months[1] - 1).replace(day=28), Precision.YEAR


# Dates relative to the day of printing


_NEAR = {"היום": 0, "אתמול": -1, "אמש": -1, "שלשום": -2, "מחר": 1, "מחרתיים": 2, "הבוקר": 0, "הערב": 0,
         "הלילה": 0, "הצהריים": 0, "הצהרים": 0}  # fmt: skip
_NEAR_WORDS = "|".join(sorted(_NEAR, key=len, reverse=True))
_NOT_TODAY_BEFORE = re.compile(
    r"(?:סדר|יומו?|כל|באותו|אותו|אור|חצות|שעות|אמצע|שלהי|של|חיי|עצם|במשך|במהלך|עד|מדי|רחבי|הנה|תנועת|מעבר|ימינו|בחצי"
    r"|עיתון|לאורך|בתוך|בסוף|סוף|תחילת|אורך|פרוס|מחצית|מערכון|אנשי)\s+$"
)
_NOT_TODAY_AFTER = re.compile(
    r"\s+(?:ה(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שביעי|שמיני|אחרון|גדול|בינלאומי|זה|הוא|ההוא|קודם|קצר|ארוך|לאומי|"
    r"מיוחל|מאה|חם|טוב|גורלי|קשה|קובע|עצוב|שחור|ש)[א-ת]*|ש(?:בו|ל?אחרי|ל?מחרת|לפני)[א-ת]*|יום)(?![א-ת])"
)


def _near(place: _Place) -> Days | None:
    word, weekday = place.said("word"), place.said("weekday")
    doubtful = not weekday and word in ("היום", "הלילה", "הערב", "הבוקר", "הצהריים", "הצהרים")
    if doubtful and (_NOT_TODAY_BEFORE.search(place.before) or _NOT_TODAY_AFTER.match(place.after)):
        return None
    day = place.printed + timedelta(days=_NEAR[word])
    if weekday:
        off = (day.weekday() - _WEEKDAYS[weekday]) % 7
        if off not in (0, 1, 6):
            return None
        day += timedelta(days={0: 0, 1: -1, 6: 1}[off])
    return _on(day)


def _on_weekday(place: _Place) -> Days | None:
    which, printed = place.said("which"), place.printed
    if re.search(r"(?:כל|מדי|בכל|מידי)\s+$", place.before):
        return None
    wanted = _WEEKDAYS[place.said("weekday")]
    back, on = (printed.weekday() - wanted) % 7, (wanted - printed.weekday()) % 7
    if which in ("שעבר", "שעברה", "האחרון", "האחרונה", "שחלף"):
        return _on(printed - timedelta(days=back or 7))
    if which in ("הקרוב", "הקרובה"):
        return _on(printed + timedelta(days=on or 7))
    if which in ("הבא", "הבאה"):
        return _on(printed + timedelta(days=on or 7))
    if which in ("בשבוע שעבר", "בשבוע הקודם"):
        return _on(_week(printed - timedelta(days=7))[0] + timedelta(days=(wanted + 1) % 7))
    if which == "בשבוע הבא":
        return _on(_week(printed + timedelta(days=7))[0] + timedelta(days=(wanted + 1) % 7))
    if which == "השבוע":
        return _on(_week(printed)[0] + timedelta(days=(wanted + 1) % 7))
    return _on(printed + timedelta(days=on or 7) if place.ahead else printed - timedelta(days=back))


def _weekend(place: _Place) -> Days | None:
    which, printed = place.said("which"), place.printed
    friday = _week(printed)[0] + timedelta(days=5)
    ahead = which.startswith(("הקרוב", "הבא")) or (not which and place.ahead)
    coming = printed < friday
    now = bool(which) and friday <= printed <= friday + timedelta(days=1)
    if not ahead and (coming or now):
        friday -= timedelta(days=7)
    return friday, friday + timedelta(days=1), Precision.DAY


def _this(place: _Place) -> Days | None:
    """השבוע, החודש, השנה, and those beside them."""
    unit, which, printed = place.said("period"), place.said("which"), place.printed
    step = -1 if which.startswith(("שעבר", "הקודם", "שחלף")) else 1 if which.startswith("הבא") else 0
    if unit == "שבוע":
        return _week(printed + timedelta(days=7 * step))
    if unit == "חודש":
        moved = _moved(printed.replace(day=1), step)
        return _part(place, _month(moved.year, moved.month))
    if not which and _NOT_THIS_YEAR.search(place.before):
        return None
    return _part(place, _year(printed.year + step))


_NOT_THIS_YEAR = re.compile(r"(?:ראש|כל|לאורך|שיא|איש|אשת|שחקן|שחקנית|ספר|ימות|עונות|ספורטאי|ספורטאית|חגי|מאמן|של)\s+$")


def _last_while(place: _Place) -> Days | None:
    """בחודש האחרון, בשלושת החודשים האחרונים: up to the day of printing."""
    amount = _amount(place)
    if amount is None:
        return None
    first = _ago(place.printed, *amount)
    return (first, place.printed, _precision(amount[0])) if first else None


def _next_while(place: _Place) -> Days | None:
    amount = _amount(place)
    if amount is None:
        return None
    last = _ago(place.printed, amount[0], -amount[1])
    return (place.printed, last, _precision(amount[0])) if last else None


def _before_now(place: _Place) -> Days | None:
    return _around(place, 1)


def _after_now(place: _Place) -> Days | None:
    return _around(place, -1)


def _around(place: _Place, sign: int) -> Days | None:
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


def _amount(place: _Place) -> tuple[str, float] | None:
    half = 0.5 if place.said("andhalf") else 0
    if place.said("half"):
        return {"שנה": ("month", 6.0), "שעה": ("hour", 0.0), "יום": ("day", 0.0)}[place.said("halfunit")]
    if place.said("dual"):
        unit, number = _DUALS[place.said("dual")]
        return unit, number + half
    if place.said("one"):
        return _UNITS[place.said("one")], 1 + half
    written = place.said("n")
    count = float(written) if written.isdecimal() else _ONES[written] + (10 if place.said("teen") else 0)
    unit = _UNITS[place.said("unit")]
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
            return _moved(printed, -int(count)) - timedelta(days=round(30 * (count - int(count))))
        case "year":
            return _moved(printed, -round(12 * count))
    return _moved(printed, -round(120 * count))


def _precision(unit: str) -> Precision:
    return {"hour": Precision.DAY, "decade": Precision.DECADE}.get(unit) or Precision(unit)


_WHICH = r"(?:ה?אחרונ?[הן]?|האחרון|האחרונה|שעבר|שעברה|הקודם|הקודמת|הקרוב|הקרובה|הבא|הבאה|שחלף)"
_PART = r"(?:(?P<part>ראשית|תחילת|אמצע|מחצית|סוף|שלהי)\s+(?:חודש\s+)?)"
_YEAR_WORD = r"(?P<year_word>השנה|אשתקד|שנה שעברה|שנה הבאה)"
_Y4 = r"(?P<y>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d)"


_NAMED_DAY = rf"(?P<weekday>{_WEEKDAY}|[א-ו](?=['׳]))['׳]?"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_RULES: tuple[tuple[re.Pattern[str], Callable[[_Place], Days | None], str], ...] = (
    (
        _rule(rf"{_P}(?P<span>(?<!\d)(?<!\d[.,:/])(?:(?P<d>\d{{1,2}})|כ[\"״]ט)\s+ב?(?P<month>{_MONTH}){_E}"
              rf"(?:,?\s+(?:ב?שנת\s+)?(?:{_Y4}|ב?{_YEAR_WORD}{_E}))?)"),
        _full, "תאריך מלא",
    ),
    (
        _rule(r"(?<![\d./])(?<!\d-)(?P<span>(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2}))(?![\d/]|\.\d)"),
        _numeric, "תאריך במספרים",
    ),
    (
        _rule(rf"(?:יום\s+(?:{_WEEKDAY}|[א-ו]['׳])|{_WEEKDAY})[,\s]+(?:ה-?|ב-?)?\(?(?P<span>(?P<d>\d{{1,2}})[./]"
              r"(?P<m>1[0-2]|0?[1-9]))(?![\d/]|[.,]\d)"),
        _numeric_short, "תאריך במספרים, בשנה הקרובה לפרסום",
    ),
    (
        _rule(rf"{_P}(?P<span>{_PART}?ב?(?P<month>{_MONTH}){_E}(?:,?\s+(?:ב?שנת\s+)?(?:{_Y4}|ב?{_YEAR_WORD}{_E})))"),
        _named_month, "חודש ושנה",
    ),
    (
        _rule(rf"(?<![א-ת\w\"״'׳-])(?:ו?ש?(?:מ?ב|מאז|מ|ל|עד)?\s?)(?<=[בלמזד ])(?P<span>{_PART}?(?P<month>{_MONTH}){_E}"
              rf"(?:\s+(?P<which>{_WHICH}){_E})?)"),
        lambda place: _named_month(place) if _is_month_phrase(place) else None, "חודש, לפי מועד הפרסום",
    ),
    (
        _rule(rf"(?P<word>שנת\s+|שנת־)(?P<span>{_Y4})"),
        _bare_year, "שנה",
    ),
    (
        _rule(rf"(?<![א-ת\w])(?:ו?ש?(?:ב|מ|ל|מאז|עד|מאז ה|עד ל|בין)[-־ ])(?P<span>{_Y4}){_E}"),
        _bare_year, "שנה",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במל]?{_PART}(?P<span>{_Y4})"),
        _bare_year, "שנה",
    ),
    (
        _rule(r"(?P<span>שנות\s+(?:ה-?|ה־)?(?:(?P<tens>עשרים|שלושים|ארבעים|חמישים|שישים|שבעים|שמונים|תשעים)"
              r"|(?P<y>1[89]\d0|20\d0)|(?P<two>[2-9]0)))(?![א-ת\d])(?!\s+ל(?:חיי|מאה ה-?(?:18|19)))"),
        _decade, "עשור",
    ),
    (
        _rule(rf"(?P<span>רבעון\s+ה(?P<quarter>ראשון|שני|שלישי|רביעי)(?:\s+(?:של\s+)?(?:שנת\s+)?{_Y4})?)"),
        _quarter, "רבעון",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במ](?P<span>(?P<season>אביב|קיץ|סתיו|חורף)\s+(?:{_Y4}|(?P<which>האחרון|שעבר|הקרוב|הבא){_E}))"),
        _season, "עונה",
    ),
    (
        _rule(rf"(?<![א-ת\"״-])[וש]?[לכמ]?(?P<span>(?P<word>{_NEAR_WORDS})(?![א-ת\"״'׳]|-[א-ת])"
              rf"(?:\s*\(\s*(?:יום\s+)?(?P<weekday>{_WEEKDAY}|[א-ו](?=['׳]))['׳]?\s*\))?)"),
        _near, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במלה]?(?P<span>(?:יום|ליל|מוצאי|בוקר יום)\s+{_NAMED_DAY}{_E}"
              rf"(?:\s+(?P<which>האחרונה?|שעברה?|שחלף|הקרובה?|הבאה?|בשבוע שעבר|בשבוע הקודם|בשבוע הבא|השבוע){_E})?)"),
        lambda place: _on_weekday(place) if _is_weekday(place) else None, "יום בשבוע, יחסית לפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?P<span>(?P<weekday>{_WEEKDAY})\s+(?P<which>האחרונה?|שעברה?|הקרובה?|הבאה?)){_E}"),
        _on_weekday, "יום בשבוע, יחסית לפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במל]?(?P<span>סוף[- ]?השבוע(?:\s+(?P<which>האחרון|שעבר|שחלף|הקרוב|הבא){_E})?)"),
        _weekend, "סוף שבוע, יחסית לפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?:ב(?P<span>(?P<period>שבוע|חודש|שנה)\s+(?P<which>שעברה?|הקודמת?|הבאה?|שחלפה?)){_E})"),
        _this, "יחסית ליום הפרסום",
    ),
    (
        _rule(r"(?<![א-ת])[וש]?[למ]?(?P<span>ה(?P<period>שבוע|חודש|שנה)(?:\s+(?P<which>שעברה?|הקודמת?|הבאה?|שחלפה?))?)(?![א-ת])"
              r"(?!\s+ה(?:אחרון|אחרונה|קרוב|קרובה|ראשון|ראשונה|שני|שנייה|שלישי|שלישית|רביעי|רביעית|חולף|חולפת|[א-ת]+ית|"
              r"ספר|זה|זו|ש))"),
        lambda place: _this(place) if _is_this(place) else None, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במל]?(?P<span>{_PART}ה(?P<period>חודש|שנה)(?:\s+(?P<which>שעברה?|הבאה?))?){_E}"),
        _this, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?P<span>אשתקד){_E}"),
        lambda place: _year(place.printed.year - 1), "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?:מהלך\s+ה)?(?P<span>(?P<one>יממה|שבוע|חודש|שנה|עשור)\s+ה(?:אחרון|אחרונה|חולף|חולפת)){_E}"),
        _last_while, "עד יום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?:מהלך\s+)?(?P<span>ה?(?:(?P<dual>{'|'.join(_DUALS)})|{_NUMBER}\s+ה?(?P<unit>{_UNIT}))"
              rf"\s+ה(?:אחרונים|אחרונות|חולפים|חולפות)){_E}"),
        _last_while, "עד יום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?P<span>(?:(?P<one>יממה|שבוע|חודש|שנה)\s+ה(?:קרוב|קרובה)|(?:(?P<dual>{'|'.join(_DUALS)})"
              rf"|{_NUMBER}\s+ה?(?P<unit>{_UNIT}))\s+ה(?:קרובים|קרובות|באים|באות))){_E}"),
        _next_while, "מיום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[מכ]?(?P<span>לפני\s+{_AMOUNT}){_E}(?!\s+(?:ש|כן|מותו|מועד|תום|סוף|תחילת|פתיחת))"),
        lambda place: _before_now(place) if _is_before_now(place) else None, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?P<span>בעוד\s+{_AMOUNT}){_E}"),
        _after_now, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?P<span>אחרי\s+(?:כ-?)?(?:(?P<dual>{'|'.join(_DUALS)})|{_NUMBER}\s+(?P<unit>{_UNIT})))"
              r"\s+(?:ב|שב)ה[םן]"),
        _last_while, "עד יום הפרסום",
    ),
)  # fmt: skip


def _is_month_phrase(place: _Place) -> bool:
    """Whether a month without a year is said of a time: after a preposition, a part of it, or with which."""
    lead = place.text[place.match.start() : place.match.start("span")].strip()
    if re.search(r"\d\s*$", place.text[: place.match.start()]):
        return False
    return bool(place.said("which") or place.said("part") or re.search(r"[במל]$|מאז$|עד$", lead))


def _is_weekday(place: _Place) -> bool:
    """Whether it is a day of the week, no first or second day of something."""
    said = place.match[0].lstrip()
    if place.said("which"):
        return True
    if re.match(r"\s+(?:ל(?!י)[א-ת]+|של|ברציפות|בלבד|אחד|נוסף|קשה|ארוך)", place.after) and not re.match(
        r"\s+ל(?:פנות|קראת)", place.after
    ):
        return False
    return bool(re.match(r"[וש]?[במל]", said))


def _is_this(place: _Place) -> bool:
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


def _is_before_now(place: _Place) -> bool:
    """Whether לפני שנה is said of now, and not of another moment: a year before the elections."""
    return not re.search(
        r"(?:עוד|כבר|גם|רק)?\s*(?:שבוע|יום|שנה|חודש|שבועיים|יומיים|שנתיים|חודשיים|שעות|דקות|ימים)\s+$", place.before
    )
