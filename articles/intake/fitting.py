"""A record made fit for the database: cleaned, laid out, within the limits of its fields; or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles.hebrew.letters import FINALS, LETTERS
from articles.hebrew.normalise import clean
from articles.intake import dates, limits, stamps
from articles.intake.layout import arrange
from articles.intake.naming import kinds_of, names_of, retold
from articles.intake.punctuation import squeeze
from articles.intake.records import ArticleRecord, Line, Link, Read, Rejection

_HEBREW: Final = re.compile(f"[{LETTERS}{''.join(FINALS)}]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_valid_url: Final = URLValidator(schemes=["http", "https"])

NOT_HEBREW: Final = "אין בכתבה אותיות עבריות."
BAD_URL: Final = "הכתובת אינה תקינה ולא נשמרה: {}"
LONG_BYLINE: Final = "שורת הכותב ארוכה מ־300 תווים; במלואה היא נשמרה כקרדיט."
LONG_SECTION: Final = "שם המדור קוצר ל־100 תווים: {}"
HAS_TAGS: Final = "תגיות שבאו עם הקובץ: {}"


def fit(item: Read) -> Read:
    """Return `item` as it will be stored, or why it cannot be. A rejection passes through."""
    if isinstance(item, Rejection):
        return item
    cleaned = _cleaned(item)
    reason = _reason(cleaned)
    if reason:
        return Rejection(item.place, reason, cleaned.title[: limits.TITLE], item.raw)
    return _noted(_with_byline(_with_url(_dated(arrange(cleaned)))))


def with_defaults(record: ArticleRecord, source: str, published: datetime | None) -> ArticleRecord:
    """Fill in what the file does not say: its source, and the day that the archivist gives."""
    filled = record if record.source else replace(record, source=source)
    if published and not filled.published:
        filled = replace(filled, published=published, time_known=False, date_known_from="archivist")
    if filled.update_stamp and filled.published and not filled.updated:
        filled = replace(filled, updated=stamps.on_day(filled.update_stamp, filled.published))
    return filled


def storable(value: Any) -> Any:
    """Return JSON `value` with every text cleaned, so that PostgreSQL takes it; dates become ISO text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): storable(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(member) for member in value]
    if isinstance(value, float) and value - value != 0:  # NaN and infinity are no JSON
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float)) else clean(str(value))


def _cleaned(record: ArticleRecord) -> ArticleRecord:
    one: dict[str, Any] = {name: squeeze(clean(getattr(record, name))) for name in _ONE_LINERS}
    lines = (retold(line, squeeze(clean(line.text))) for line in record.paragraphs)
    links = (Link(squeeze(clean(link.text)), squeeze(clean(link.url))) for link in record.related)
    tags = dict.fromkeys(squeeze(clean(tag)) for tag in (*record.tags, *names_of(record.paragraphs)))
    kinds = {squeeze(clean(tag)): kind for tag, kind in (*record.tag_kinds, *kinds_of(record.paragraphs)) if kind}
    return replace(
        record,
        paragraphs=tuple(line for line in lines if line.text),
        related=tuple(link for link in links if link.text),
        tags=tuple(tag for tag in tags if tag),
        tag_kinds=tuple((tag, kinds[tag]) for tag in tags if tag in kinds),
        **one,
    )


_ONE_LINERS: Final = ("title", "source", "external_id", "url", "deck", "byline", "section", "update_stamp")


def _reason(record: ArticleRecord) -> str:
    """Return why the record cannot be stored, or ""."""
    if not record.title:
        return "אין כותרת. השלימו אותה בקובץ, או בחרו בתצוגה המקדימה את העמודה שבה היא נמצאת."
    for name, most, what in (
        ("title", limits.TITLE, "הכותרת"),
        ("external_id", limits.EXTERNAL_ID, "המזהה"),
        ("source", limits.SOURCE, "שם המקור"),
    ):
        if len(getattr(record, name)) > most:
            return f"{what} ארוך מ־{most:,} תווים. בדקו שהשדה הנכון נבחר, קצרו והעלו שוב."
    if len(record.paragraphs) > limits.PARAGRAPHS:
        return f"בכתבה יותר מ־{limits.PARAGRAPHS:,} פסקאות. חלקו אותה והעלו שוב."
    return _garbled(record)


def _garbled(record: ArticleRecord) -> str:
    """Refuse text in which another program has already lost letters to U+FFFD."""
    text = "".join((record.title, record.deck, *(line.text for line in record.paragraphs)))
    lost = text.count("\ufffd")
    if not lost or lost * 50 < len(_LETTER.findall(text)):
        return ""
    return f"הטקסט משובש: {lost:,} תווים אבדו בהמרת קידוד (�). הפיקו את הקובץ מחדש בקידוד UTF-8."


def _dated(record: ArticleRecord) -> ArticleRecord:
    """A day in the address is used when neither the file nor the text states one."""
    moment = None if record.published else dates.in_address(record.url)
    if not moment:
        return record
    return replace(record, published=moment.at, time_known=False, date_known_from="address")


def _with_url(record: ArticleRecord) -> ArticleRecord:
    links = tuple(link if _is_url(link.url) else Link(link.text) for link in record.related)
    record = replace(record, related=links)
    if not record.url or _is_url(record.url):
        return record
    return replace(record, url="", notes=(*record.notes, BAD_URL.format(record.url[:200])))


def _is_url(url: str) -> bool:
    if len(url) > limits.URL:
        return False
    try:
        _valid_url(url)
    except ValidationError:
        return False
    return True


def _with_byline(record: ArticleRecord) -> ArticleRecord:
    if len(record.byline) <= limits.BYLINE:
        return record
    return replace(
        record,
        byline=record.byline[: limits.BYLINE].rsplit(" ", 1)[0],
        paragraphs=(*record.paragraphs, Line("credit", record.byline)),
        notes=(*record.notes, LONG_BYLINE),
    )


def _noted(record: ArticleRecord) -> ArticleRecord:
    notes = list(record.notes)
    if len(record.section) > limits.SECTION:
        notes.append(LONG_SECTION.format(record.section[:300]))
    if not any(_HEBREW.search(text) for text in (record.title, record.deck, *(p.text for p in record.paragraphs))):
        notes.append(NOT_HEBREW)
    if record.tags:
        notes.append(HAS_TAGS.format(", ".join(record.tags)[:1_000]))
    return replace(
        record,
        section=record.section[: limits.SECTION],
        update_stamp=record.update_stamp[: limits.STAMP],
        notes=tuple(notes),
    )
