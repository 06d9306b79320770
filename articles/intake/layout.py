"""Scraped or pasted text laid out: title, deck, paragraphs; what is not the article set apart, never lost silently.

Every rule is here or in `punctuation`, `related` and `stamps`, and each leaves a note in Hebrew for the archivist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from articles.hebrew.normalise import clean, fold
from articles.intake import boilerplate, related, stamps
from articles.intake.fingerprint import essence
from articles.intake.naming import retold
from articles.intake.punctuation import squeeze, tidy
from articles.intake.records import ArticleRecord, Kind, Line, Link, Rejection

_LONGEST_TITLE: Final = 300
_LONGEST_DECK: Final = 450
_WRAPPED_AT: Final = 100
_HEAD: Final = 3  # lines at the beginning, and below half as many at the end, where dates and names stand alone
_GAP: Final = re.compile(r"\n[^\S\n]*\n")

TIDIED: Final = "תוקנו רווחים סביב סימני פיסוק."
RELATED: Final = "קטע ״עוד ב…״ הופרד מגוף הכתבה: {} פריטים קשורים."
STAMPED: Final = "חותמת העדכון הופרדה מגוף הכתבה: {}."
DATED: Final = "מועד הפרסום נלקח מתוך הטקסט: {}."
SIGNED: Final = "שם הכותב הופרד מגוף הכתבה: {}."
REPEATED: Final = "הכותרת וכותרת המשנה חוזרות בסוף הטקסט ולא נשמרו פעמיים."
REPEATED_TITLE: Final = "הכותרת חוזרת בטקסט ולא נשמרה פעמיים."
CREDIT: Final = "שורת קרדיט אחת הופרדה מגוף הכתבה."
CALL: Final = "שורה אחת שאינה מגוף הכתבה (פרסומת, הזמנה או הפניה) סומנה כהערה."
CREDITS: Final = "{} שורות קרדיט הופרדו מגוף הכתבה."
CALLS: Final = "{} שורות שאינן מגוף הכתבה (פרסומות, הזמנות והפניות) סומנו כהערות."
UNTITLED: Final = "השורה הראשונה ארוכה מכותרת; הכותרת נלקחה מתחילתה, והטקסט נשמר במלואו בגוף הכתבה."


@dataclass(slots=True)
class _Sorted:
    """The lines of an article as they are told apart."""

    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    told: list[stamps.Stamp] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def from_text(text: str, place: str = "") -> ArticleRecord | Rejection:
    """Lay out one pasted article: the first line is its title, the second its deck when more follows."""
    record = unarranged(text, place)
    return arrange(record) if isinstance(record, ArticleRecord) else record


def unarranged(text: str, place: str = "") -> ArticleRecord | Rejection:
    """Return title, deck and paragraphs of one article, not yet arranged."""
    lines = paragraphs(text)
    if not any(char.isalnum() for line in lines for char in line):
        return Rejection(place, "אין בקובץ טקסט. ודאו שהוא מכיל כותרת, ובשורות שאחריה את גוף הכתבה.")
    return headed([Line("text", line) for line in lines], place)


def headed(lines: Sequence[Line], place: str) -> ArticleRecord:
    """Return the article of these lines, at least one: its title, its deck when more follows, its body."""
    title, notes = _title(lines[0].text)
    rest = lines if notes else lines[1:]
    takes_deck = not notes and len(rest) > 1 and _is_deck(rest[0])
    deck, body = (rest[0].text, rest[1:]) if takes_deck else ("", rest)
    return ArticleRecord(title, deck=deck, paragraphs=tuple(body), place=place, notes=notes)


def _is_deck(line: Line) -> bool:
    return line.kind == "text" and len(line.text) <= _LONGEST_DECK and not _is_about(tidy(line.text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of cleaned `text`, squeezed: its lines, or its blocks when its lines are merely wrapped."""
    whole = clean(text)
    lines = [line for raw in whole.split("\n") if (line := squeeze(raw))]
    blocks = [block for raw in _GAP.split(whole) if (block := squeeze(raw))]
    return blocks if _is_wrapped(lines, blocks) else lines


def arrange(record: ArticleRecord) -> ArticleRecord:
    """Return `record` with its text tidy and what is not its body set apart, with a note for each thing done."""
    tidied = [retold(line, tidy(line.text)) for line in record.paragraphs]
    title, deck = tidy(record.title), tidy(record.deck)
    kept = _without_repeats(title, deck, [line for line in tidied if line.text])
    told = _sort(title, deck, kept)
    notes = [*record.notes, *_changes(record, title, deck, tidied), *_repeat_notes(title, deck, tidied, kept)]
    laid = replace(record, title=title, deck=deck, byline=tidy(record.byline), paragraphs=tuple(told.lines))
    laid = replace(laid, related=(*record.related, *told.links), notes=(*notes, *told.notes))
    return _with_stamps(laid, told.told)


def _title(line: str) -> tuple[str, tuple[str, ...]]:
    if len(line) <= _LONGEST_TITLE:
        return line, ()
    return line[:100].rsplit(" ", 1)[0] + "…", (UNTITLED,)


def _is_wrapped(lines: Sequence[str], blocks: Sequence[str]) -> bool:
    """Mail and old terminals break lines at some 70 characters and leave an empty line between paragraphs."""
    long_enough = [line for line in lines if len(line) > 40]
    return len(blocks) > 2 and max(map(len, lines)) <= _WRAPPED_AT and len(long_enough) > 2 * len(blocks)


def _is_about(line: str) -> bool:
    return bool(stamps.read(line, at_edge=True) or boilerplate.rule_of(line) or related.lead(line))


def _without_repeats(title: str, deck: str, lines: list[Line]) -> list[Line]:
    """Drop a first line that is the title, and last lines that are the title and the deck once more."""
    said = {essence(title), essence(deck)} - {""}
    kept = lines[1:] if lines and len(lines) > 1 and essence(lines[0].text) == essence(title) else lines[:]
    end = len(kept)
    while end > 1 and essence(kept[end - 1].text) in said:
        end -= 1
    repeats_title = any(essence(line.text) == essence(title) for line in kept[end:])
    return kept[:end] if repeats_title else kept


def _sort(title: str, deck: str, lines: list[Line]) -> _Sorted:
    """Tell each line apart: body, related items, stamps, credits, calls."""
    told, at = _Sorted(), 0
    texts = [line.text for line in lines]
    known = _words([title, deck, *texts]) if any(map(related.lead, texts)) else frozenset()
    while at < len(lines):
        if lines[at].kind == "text" and related.lead(texts[at]):
            told.lines.append(Line("note", related.lead(texts[at]).strip()))
            items, at = related.block(texts, at, known)
            told.links += [Link(item) for item in items]
            continue
        _sort_line(lines[at], told, at_edge=at < _HEAD or len(lines) - at <= _HEAD // 2 + 1)
        at += 1
    told.notes += _counted(told)
    return told


def _sort_line(line: Line, told: _Sorted, at_edge: bool) -> None:
    stamp = stamps.read(line.text, at_edge) if line.kind == "text" else None
    if stamp:
        told.told.append(stamp)
    if not stamp:
        told.lines.append(replace(line, kind=_kind(line)))
    elif stamp.byline or stamp.published:
        told.lines.append(replace(line, kind="credit" if stamp.byline else "note"))


def _kind(line: Line) -> Kind:
    rule = boilerplate.rule_of(line.text) if line.kind == "text" else None
    return rule.kind if rule else line.kind


def _words(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded words of the article itself, blocks of related items left out."""
    own = (text for text in texts if not related.lead(text))
    return frozenset(fold(word.strip("\"'.,:;!?()-")) for text in own for word in text.split())


def _counted(told: _Sorted) -> list[str]:
    credits = sum(line.kind == "credit" for line in told.lines)
    calls = sum(line.kind == "note" and bool(boilerplate.rule_of(line.text)) for line in told.lines)
    notes = [RELATED.format(len(told.links))] if told.links else []
    notes += [CREDITS.format(credits) if credits > 1 else CREDIT] if credits else []
    return notes + ([CALLS.format(calls) if calls > 1 else CALL] if calls else [])


def _changes(record: ArticleRecord, title: str, deck: str, tidied: Sequence[Line]) -> list[str]:
    pairs = [(record.title, title), (record.deck, deck)]
    pairs += [(old.text, new.text) for old, new in zip(record.paragraphs, tidied, strict=True)]
    return [TIDIED] if any(squeeze(old) != new for old, new in pairs) else []


def _repeat_notes(title: str, deck: str, tidied: Sequence[Line], kept: Sequence[Line]) -> list[str]:
    dropped = sum(1 for line in tidied if line.text) - len(kept)
    if not dropped:
        return []
    return [REPEATED if dropped > 1 and deck else REPEATED_TITLE]


def _with_stamps(record: ArticleRecord, told: Sequence[stamps.Stamp]) -> ArticleRecord:
    for stamp in told:
        record = _with_stamp(record, stamp)
    return record


def _with_stamp(record: ArticleRecord, stamp: stamps.Stamp) -> ArticleRecord:
    if stamp.update_stamp:
        at = stamp.updated.at if stamp.updated else record.updated
        note = STAMPED.format(stamp.update_stamp)
        record = replace(record, update_stamp=stamp.update_stamp, updated=at, notes=(*record.notes, note))
    if stamp.published:
        record = _dated(record, stamp)
    if not stamp.byline:
        return record
    note = SIGNED.format(stamp.byline)
    return replace(record, byline=record.byline or stamp.byline, notes=(*record.notes, note))


def _dated(record: ArticleRecord, stamp: stamps.Stamp) -> ArticleRecord:
    """A date in the text is used when the file states none."""
    moment = stamp.published
    if record.published or not moment:
        return record
    note = DATED.format(moment.at.strftime("%d.%m.%Y"))
    return replace(
        record,
        published=moment.at,
        time_known=moment.time_known,
        date_known_from="text",
        notes=(*record.notes, note),
    )
