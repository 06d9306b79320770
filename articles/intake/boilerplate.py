"""Lines that outlets put among the paragraphs and that are no part of the article, told by what they say.

Each rule is the whole of a line, never a part of one, and short: a paragraph that speaks of Facebook is a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from articles.intake.records import Kind

_CHANNEL: Final = (
    "פייסבוק|טוויטר|טלגרם|וואטסאפ|ווטסאפ|וואטסאפ|אינסטגרם|טיקטוק|יוטיוב|ניוזלטר|אפליקצי|WhatsApp|Telegram|Facebook|"
    "Twitter|Instagram|YouTube|לחצו|הקליקו|כאן|לדף|דף|לעמוד|עמוד|לערוץ|ערוץ|להגדלה|עדכונים|במייל|לקבוצ"
)
_INVITES: Final = (
    "הצטרפו|הצטרפי|הצטרף|עקבו אחרינו|עקבו אחריי|עקבו אחר|הירשמו|הרשמו|להרשמה|להצטרפות|התחברו|לחצו|הקליקו|הורידו|"
    "להורדת|היכנסו|כנסו|לקבלת|לעדכונים|לכל העדכונים|לכל הכתבות|לכל החדשות|לעוד עדכונים|רוצים להתעדכן|רוצים לקבל|"
    "רוצים לדעת|אהבו אותנו|עשו לנו לייק|שתפו|היו הראשונים|הישארו מעודכנים|כל העדכונים|כל החדשות"
)
_SHOT: Final = "צילומים|צילום מסך|צילום ועריכה|צילום|תמונה|תמונות|קרדיט|איור|וידאו|וידיאו|עריכה|גרפיקה|באדיבות"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a whole line of at most `longest` code points says, and the kind of line that makes it."""

    name: str
    kind: Kind
    pattern: re.Pattern[str]
    longest: int = 160


def _rule(name: str, kind: Kind, pattern: str, longest: int = 160) -> Rule:
    return Rule(name, kind, re.compile(pattern), longest)


RULES: Final = (
    _rule("credit", "credit", rf"\(?\s*(?:{_SHOT}|מקור)\s*:\s*[^.!?]{{2,100}}\)?"),
    _rule("caption", "credit", rf"[^.!?]{{2,160}}[(|]\s*(?:{_SHOT})\s*:\s*[^().!?|]{{2,90}}\)?", 260),
    _rule(
        "advert",
        "note",
        r"[-–—*(\s]*(?:פרסומת|תוכן (?:שיווקי|ממומן|פרסומי|מקודם)|כתבה שיווקית|ממומן|מודעה|מקודם|[Aa]dvertisement"
        r"|ADVERTISEMENT"
        r"|המשך (?:הכתבה|הידיעה) (?:מתחת|אחרי|לאחר) ?(?:ל|ה)?(?:פרסומת|מודעה)"
        r"|בשיתוף [^.!?]{2,40} \|? ?תוכן שיווקי)[-–—*):.\s]*",
    ),
    _rule("invitation", "note", rf"(?:{_INVITES})(?=.*(?:{_CHANNEL}))[^.]{{0,120}}[.!]?"),
    _rule("onward", "note", r"(?:לכתבה|לידיעה|לטור|לריאיון|לראיון|לפרק) (?:המלאה?|הקודמת?|הבאה?)[^.!?]{0,40}[.!]?"),
    _rule(
        "correspondence",
        "note",
        r"(?:מצאתם?|נתקלתם|ראיתם|יש לכם|נחשפתם)\b[^.!?]{2,60}\?\s*"
        r"(?:כתבו|שלחו|ספרו|דווחו|פנו|עדכנו|לחצו|דברו)\b.{0,100}",
    ),
    _rule("rights", "note", r"(?:©.{0,80}|(?:\(c\)\s*)?כל הזכויות שמורות.{0,80}|אין (?:להעתיק|לשעתק).{2,100})"),
    _rule(
        "buttons",
        "note",
        r"(?:(?:שתפו?|שיתוף|לשיתוף|הדפסה|הדפיסו|הדפס|שמירה|תגובות|לתגובות|תגובה|הוסיפו תגובה|הוספת תגובה|הגיבו"
        r"|שלחו לחבר|בפייסבוק|בטוויטר|בוואטסאפ|\d{1,5} תגובות|תגובות \(\d{1,5}\))[\s|,:·•]*)+",
        60,
    ),
    _rule("reading time", "note", r"(?:זמן קריאה\s*:?\s*[^.!?]{1,20}|כ?-?\d{1,2} דקות? קריאה)", 40),
)


def rule_of(line: str) -> Rule | None:
    """Return the first rule that a tidy line is, or None."""
    return next((rule for rule in RULES if len(line) <= rule.longest and rule.pattern.fullmatch(line)), None)
