"""PDF files with text: one article, in reading order, whatever order the file draws it in; doubts are said."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from articles.intake import layout, limits
from articles.intake.readers import glyphs
from articles.intake.readers.glyphs import Glyph, TextLine
from articles.intake.records import ArticleRecord, Line, Read, Rejection
from articles.text import visual

log = logging.getLogger(__name__)
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every odd glyph

_PLACE: Final = "הקובץ"
_UNMAPPED: Final = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_PAGE_NUMBER: Final = re.compile(r"[-–\s]*(?:עמוד\s*)?\d{1,4}(?:\s*(?:מתוך|/)\s*\d{1,4})?[-–\s]*")
_HEBREW: Final = re.compile("[א-ת]")
_AS_LATIN: Final = re.compile("[à-ú]")  # the bytes of Windows Hebrew, taken for Latin-1
_SENTENCE_END: Final = re.compile(r"[.!?:…][\"״')\]]*$")
_SHORTEST_BROKEN: Final = 40
_LARGE_TYPE: Final = 1.15
_EDGE: Final = 0.1  # of the page's height: where running heads stand

SCANNED: Final = "אין ב־PDF טקסט אלא תמונות של עמודים (סריקה). העבירו אותו זיהוי תווים (OCR) והעלו שוב."
LOCKED: Final = "ה־PDF מוגן בסיסמה. הסירו את ההגנה והעלו שוב."
UNREADABLE: Final = "הקובץ אינו PDF שאפשר לקרוא, או שהוא קטוע. הפיקו אותו מחדש, או הדביקו את הטקסט."
NO_LETTERS: Final = "הגופנים שב־PDF אינם אומרים אילו אותיות הם מציירים, ולכן אי אפשר לקרוא ממנו טקסט. העבירו אותו OCR."
REVERSED: Final = "סדר האותיות ב־PDF הפוך ואי אפשר להכריע בו. הדביקו את הטקסט."
LONG: Final = f"ב־PDF יותר מ־{limits.PDF_PAGES} עמודים. כתבה אחת בכל קובץ; חלקו אותו והעלו שוב."
COLUMNS: Final = "לבדיקה: ה־PDF ערוך בטורים, והטקסט נקרא מן הטור הימני אל השמאלי. ודאו שהסדר נכון."
LOST_GLYPHS: Final = "לבדיקה: {} תווים ב־PDF אינם ידועים והושמטו."
EMPTY_PAGES: Final = "לבדיקה: אין טקסט בעמודים {} (אולי תמונה)."
TURNED: Final = "לבדיקה: טקסט שנכתב ב־PDF באלכסון או לאורך השוליים הושמט ({} תווים)."
MISREAD: Final = "לבדיקה: הגופנים ב־PDF ישנים, והאותיות שוחזרו מקידוד של Windows."


@dataclass(slots=True)
class _Document:
    """The pages as lines, and what was met on the way."""

    pages: list[list[TextLine]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    letters: int = 0
    lost: int = 0
    turned: int = 0
    misread: bool = False
    columns: int = 0


def read(path: Path) -> Iterator[Read]:
    """Yield the one article of a file."""
    try:
        yield _article(_document(path))
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed):
        yield Rejection(_PLACE, LOCKED)
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file leads it to
        log.info("%s is unreadable: %r", path, error)
        yield Rejection(_PLACE, UNREADABLE)


def _document(path: Path) -> _Document:
    document = _Document()
    for page in islice(extract_pages(path, laparams=None), limits.PDF_PAGES + 1):
        found = list(_glyphs(page, document))
        lines = glyphs.lines(found)
        document.columns = max(document.columns, glyphs.columns(lines))
        document.pages.append(lines)
        document.heights.append(page.height)
    return document


def _glyphs(container: Iterable[Any], document: _Document) -> Iterator[Glyph]:
    """Yield the upright characters of a page, those inside its figures included."""
    for thing in container:
        if isinstance(thing, LTChar):
            yield from _glyph(thing, document)
        elif isinstance(thing, LTContainer):
            yield from _glyphs(thing, document)


def _glyph(char: LTChar, document: _Document) -> Iterator[Glyph]:
    text = char.get_text()
    if _UNMAPPED.search(text):
        document.lost += 1
        return
    _, b, c, _, _, baseline = char.matrix
    if abs(b) > 0.01 or abs(c) > 0.3:  # a slant of 0.3 is an italic
        document.turned += bool(text.strip())
        return
    document.letters += text.isalpha()
    yield Glyph(text, char.x0, char.x1, baseline, char.size)


def _article(document: _Document) -> Read:
    reason = _reason(document)
    if reason:
        return Rejection(_PLACE, reason)
    document = _restored(document)
    text = "\n".join(line.text for page in document.pages for line in page)
    if visual.is_visual(text):
        return Rejection(_PLACE, REVERSED)
    lines = list(_lines(document))
    if not lines:
        return Rejection(_PLACE, SCANNED)
    record = _headed(lines, document)
    return replace(record, notes=(*record.notes, *_doubts(document)))


def _reason(document: _Document) -> str:
    """Return why a document is not read, or ""."""
    if len(document.pages) > limits.PDF_PAGES:
        return LONG
    if document.lost > max(20, document.letters / 10):
        return NO_LETTERS
    return "" if document.letters >= 20 else SCANNED


def _restored(document: _Document) -> _Document:
    """Return the document with letters of old Hebrew fonts, which call themselves Latin, read as what they show."""
    text = "".join(line.text for page in document.pages for line in page)
    if _HEBREW.search(text) or len(_AS_LATIN.findall(text)) * 2 < document.letters:
        return document
    pages = [[replace(line, text=_as_hebrew(line.text)) for line in page] for page in document.pages]
    return replace(document, pages=pages, misread=True)


def _as_hebrew(text: str) -> str:
    return visual.to_logical(_AS_LATIN.sub(lambda found: found[0].encode("latin-1").decode("cp1255"), text))


def _lines(document: _Document) -> Iterator[tuple[float, Line]]:
    """Yield the paragraphs with their type sizes, those that a column's end broke made whole again."""
    held: list[tuple[float, Line]] = []
    for size, line, begins in _parts(document):
        last = next((at for at in range(len(held) - 1, -1, -1) if held[at][1].kind != "note"), None)
        if begins and last is not None and _goes_on(held[last], (size, line)):
            held[last] = held[last][0], replace(line, text=f"{held[last][1].text} {line.text}")
        else:
            held.append((size, line))
    return iter(held)


def _parts(document: _Document) -> Iterator[tuple[float, Line, bool]]:
    """Yield the parts of each column with their type sizes and whether they begin it; running heads are notes."""
    running = _running(document)
    body = median(line.size for page in document.pages for line in page)
    for page, height in zip(document.pages, document.heights, strict=True):
        column = -1
        for part in glyphs.paragraphs(page):
            text = glyphs.joined(part)
            at_edge = not _EDGE * height < part[0].y < (1 - _EDGE) * height
            if text in running or (at_edge and _PAGE_NUMBER.fullmatch(text)):
                yield part[0].size, Line("note", text), False
                continue
            large = part[0].size >= _LARGE_TYPE * body and len(text) < 200
            yield part[0].size, Line("heading" if large else "text", text), part[0].column != column
            column = part[0].column


def _goes_on(before: tuple[float, Line], after: tuple[float, Line]) -> bool:
    """Tell whether a column begins in the middle of the paragraph that the one before it ends with."""
    (size, line), (next_size, next_line) = before, after
    alike = line.kind == next_line.kind == "text" and abs(size - next_size) < 0.12 * size
    return alike and len(line.text) > _SHORTEST_BROKEN and not _SENTENCE_END.search(line.text)


def _running(document: _Document) -> frozenset[str]:
    """Return the lines that stand at the edge of three pages or more."""
    seen: Counter[str] = Counter()
    for page, height in zip(document.pages, document.heights, strict=True):
        seen.update({line.text for line in page if not _EDGE * height < line.y < (1 - _EDGE) * height})
    return frozenset(text for text, count in seen.items() if count >= 3)


def _headed(lines: list[tuple[float, Line]], document: _Document) -> ArticleRecord:
    """The title is the largest type of the first page when it stands among its first lines; else the first line."""
    first = [at for at, (_, line) in enumerate(lines[:6]) if line.kind != "note"]
    if not first:
        return layout.headed([line for _, line in lines], _PLACE)
    top = max(first, key=lambda at: (lines[at][0], -at))
    before = [replace(line, kind="note") for _, line in lines[:top]]
    title, after = replace(lines[top][1], kind="text"), [line for _, line in lines[top + 1 :]]
    if after and after[0].kind == "heading":
        after[0] = replace(after[0], kind="text")  # a deck, set larger than the body
    record = layout.headed([title, *after], _PLACE)
    return replace(record, paragraphs=(*before, *record.paragraphs))


def _doubts(document: _Document) -> Iterator[str]:
    empty = [str(number) for number, page in enumerate(document.pages, start=1) if not page]
    if document.columns > 1:
        yield COLUMNS
    if document.misread:
        yield MISREAD
    if document.lost:
        yield LOST_GLYPHS.format(document.lost)
    if document.turned:
        yield TURNED.format(document.turned)
    if empty:
        yield EMPTY_PAGES.format(", ".join(empty[:20]))
