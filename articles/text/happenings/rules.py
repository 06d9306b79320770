"""Every rule: the pattern of an expression, what reads its days, and how they are known, in Hebrew."""

from __future__ import annotations

import re
from collections.abc import Callable

from articles.text.happenings.absolute import (
    bare_year,
    decade,
    full,
    is_month_phrase,
    named_month,
    numeric,
    numeric_short,
    quarter,
    season,
)
from articles.text.happenings.amounts import after_now, before_now, is_before_now, last_while, next_while
from articles.text.happenings.calendar import on_day, year_of
from articles.text.happenings.place import Days, Place
from articles.text.happenings.relative import is_this, is_weekday, near, on_weekday, this, weekend
from articles.text.happenings.words import (
    AMOUNT,
    DUALS,
    END,
    MONTH,
    NAMED_DAY,
    NEAR_WORDS,
    NUMBER,
    PART,
    PREFIX,
    UNIT,
    WEEKDAY,
    WHICH,
    Y4,
    YEAR_WORD,
)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


RULES: tuple[tuple[re.Pattern[str], Callable[[Place], Days | None], str], ...] = (
    (
        _rule(rf"{PREFIX}(?P<span>(?<!\d)(?<!\d[.,:/])(?:(?P<d>\d{{1,2}})|כ[\"״]ט)\s+ב?(?P<month>{MONTH}){END}"
              rf"(?:,?\s+(?:ב?שנת\s+)?(?:{Y4}|ב?{YEAR_WORD}{END}))?)"),
        full, "תאריך מלא",
    ),
    (
        _rule(r"(?<![\d./])(?<!\d-)(?P<span>(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2}))(?![\d/]|\.\d)"),
        numeric, "תאריך במספרים",
    ),
    (
        _rule(rf"(?:יום\s+(?:{WEEKDAY}|[א-ו]['׳])|{WEEKDAY})[,\s]+(?:ה-?|ב-?)?\(?(?P<span>(?P<d>\d{{1,2}})[./]"
              r"(?P<m>1[0-2]|0?[1-9]))(?![\d/]|[.,]\d)"),
        numeric_short, "תאריך במספרים, בשנה הקרובה לפרסום",
    ),
    (
        _rule(rf"{PREFIX}(?P<span>{PART}?ב?(?P<month>{MONTH}){END}(?:,?\s+(?:ב?שנת\s+)?(?:{Y4}|ב?{YEAR_WORD}{END})))"),
        named_month, "חודש ושנה",
    ),
    (
        _rule(rf"(?<![א-ת\w\"״'׳-])(?:ו?ש?(?:מ?ב|מאז|במהלך|לאורך|מ|ל|עד)?\s?)(?<=[בלמזד ])"
              rf"(?P<span>{PART}?(?P<month>{MONTH}){END}"
              rf"(?:\s+(?P<which>{WHICH}){END})?)"),
        lambda place: named_month(place) if is_month_phrase(place) else None, "חודש, לפי מועד הפרסום",
    ),
    (
        _rule(rf"(?P<word>שנים\s+)(?P<span>{Y4})"),
        bare_year, "שנה",
    ),
    (
        _rule(rf"(?P<word>שנים\s+(?:1[5-9]|20)\d\d\s*(?:[-–־]|ו-?|ל-?|עד\s)\s*)(?P<span>{Y4})"),
        bare_year, "שנה",
    ),
    (
        _rule(rf"(?P<word>שנת\s+|שנת־)(?P<span>{Y4})"),
        bare_year, "שנה",
    ),
    (
        _rule(rf"(?<![א-ת\w])(?:ו?ש?(?:ב|מ|ל|מאז|עד|מאז ה|עד ל|בין)[-־ ])(?P<span>{Y4}){END}"),
        bare_year, "שנה",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במל]?{PART}(?P<span>{Y4})"),
        bare_year, "שנה",
    ),
    (
        _rule(r"(?P<span>שנות\s+(?:ה-?|ה־)?(?:(?P<tens>עשרים|שלושים|ארבעים|חמישים|שישים|שבעים|שמונים|תשעים)"
              r"|(?P<y>1[89]\d0|20\d0)|(?P<two>[2-9]0)))(?![א-ת\d])(?!\s+ל(?:חיי|מאה ה-?(?:18|19)))"),
        decade, "עשור",
    ),
    (
        _rule(rf"(?P<span>רבעון\s+ה(?P<quarter>ראשון|שני|שלישי|רביעי)(?:\s+(?:של\s+)?(?:שנת\s+)?{Y4})?)"),
        quarter, "רבעון",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?:[במל]|(?:מאז\s|עד\s|[מל])?ה)(?P<span>(?P<season>אביב|קיץ|סתיו|חורף)\s+(?:{Y4}|(?P<which>האחרון|שעבר|הקרוב|הבא){END}))"),
        season, "עונה",
    ),
    (
        _rule(rf"(?<![א-ת\"״-])[וש]?[לכמ]?(?P<span>(?P<word>{NEAR_WORDS})(?![א-ת\"״'׳]|-[א-ת])"
              rf"(?:\s*\(\s*(?:יום\s+)?(?P<weekday>{WEEKDAY}|[א-ו](?=['׳]))['׳]?\s*\))?)"),
        near, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במלה]?(?P<span>(?:יום|ליל|מוצאי|בוקר יום)\s+{NAMED_DAY}{END}"
              rf"(?:\s+(?P<which>האחרונה?|שעברה?|שחלף|הקרובה?|הבאה?|בשבוע שעבר|בשבוע הקודם|בשבוע הבא|השבוע){END})?)"),
        lambda place: on_weekday(place) if is_weekday(place) else None, "יום בשבוע, יחסית לפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?P<span>(?P<weekday>{WEEKDAY})\s+(?P<which>האחרונה?|שעברה?|הקרובה?|הבאה?)){END}"),
        on_weekday, "יום בשבוע, יחסית לפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במל]?(?P<span>סוף[- ]?השבוע(?:\s+(?P<which>האחרון|שעבר|שחלף|הקרוב|הבא){END})?)"),
        weekend, "סוף שבוע, יחסית לפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?:ב(?P<span>(?P<period>שבוע|חודש|שנה)\s+(?P<which>שעברה?|הקודמת?|הבאה?|שחלפה?)){END})"),
        this, "יחסית ליום הפרסום",
    ),
    (
        _rule(r"(?<![א-ת])[וש]?[למ]?(?P<span>ה(?P<period>שבוע|חודש|שנה)(?:\s+(?P<which>שעברה?|הקודמת?|הבאה?|שחלפה?))?)(?![א-ת])"
              r"(?!\s+ה(?:אחרון|אחרונה|קרוב|קרובה|ראשון|ראשונה|שני|שנייה|שלישי|שלישית|רביעי|רביעית|חולף|חולפת|[א-ת]+ית|"
              r"ספר|זה|זו|ש))"),
        lambda place: this(place) if is_this(place) else None, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[במל]?(?P<span>{PART}ה(?P<period>חודש|שנה)(?:\s+(?P<which>שעברה?|הבאה?))?){END}"),
        this, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?P<span>שעות\s+ה(?:אחרונות|קרובות)){END}"),
        lambda place: on_day(place.printed), "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?P<span>אשתקד){END}"),
        lambda place: year_of(place.printed.year - 1), "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?:מהלך\s+ה)?(?P<span>(?P<one>יממה|שבוע|חודש|שנה|עשור)\s+ה(?:אחרון|אחרונה|חולף|חולפת)){END}"),
        last_while, "עד יום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?:מהלך\s+)?(?P<span>ה?(?:(?P<dual>{'|'.join(DUALS)})|{NUMBER}\s+ה?(?P<unit>{UNIT}))"
              rf"\s+ה(?:אחרונים|אחרונות|חולפים|חולפות)){END}"),
        last_while, "עד יום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?ב(?P<span>(?:(?P<one>יממה|שבוע|חודש|שנה)\s+ה(?:קרוב|קרובה)|(?:(?P<dual>{'|'.join(DUALS)})"
              rf"|{NUMBER}\s+ה?(?P<unit>{UNIT}))\s+ה(?:קרובים|קרובות|באים|באות))){END}"),
        next_while, "מיום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?[מכ]?(?P<span>לפני\s+{AMOUNT}){END}(?!\s+(?:ש|כן|מותו|מועד|תום|סוף|תחילת|פתיחת))"),
        lambda place: before_now(place) if is_before_now(place) else None, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?P<span>בעוד\s+{AMOUNT}){END}"),
        after_now, "יחסית ליום הפרסום",
    ),
    (
        _rule(rf"(?<![א-ת])[וש]?(?P<span>אחרי\s+(?:כ-?)?(?:(?P<dual>{'|'.join(DUALS)})|{NUMBER}\s+(?P<unit>{UNIT})))"
              r"\s+(?:ב|שב)ה[םן]"),
        last_while, "עד יום הפרסום",
    ),
)  # fmt: skip
