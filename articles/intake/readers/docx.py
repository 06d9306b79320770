"""Word documents: one article. Only the text that readers of the document see: no deleted text, no field codes."""

from __future__ import annotations

import logging
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Final

from lxml import etree

from articles.intake import dates, layout, limits
from articles.intake.punctuation import squeeze
from articles.intake.readers import xml
from articles.intake.records import ArticleRecord, Kind, Line, Read, Rejection

log = logging.getLogger(__name__)

_PLACE: Final = "הקובץ"
_SKIPPED: Final = frozenset({"del", "moveFrom", "Fallback", "delText", "instrText", "sdtPr", "pPr", "rPr"})
_BREAKS: Final = frozenset({"br", "cr"})
_CREATED: Final = "{http://purl.org/dc/terms/}created"

UNREADABLE: Final = "הקובץ אינו מסמך DOCX שאפשר לקרוא. פתחו אותו ב־Word או ב־LibreOffice ושמרו מחדש."
EMPTY: Final = "אין במסמך טקסט. אם הוא תמונה של כתבה, יש להעביר אותו קודם זיהוי תווים (OCR)."
SWOLLEN: Final = f"המסמך נפרש ליותר מ־{limits.PART_BYTES // limits.MEBIBYTE} מ״ב ולא נקרא."
MADE: Final = "לפי המסמך הוא נוצר ב־{}. זה אינו תאריך פרסום, ולא נרשם ככזה."


def read(path: Path) -> Iterator[Read]:
    """Yield the one article of a document."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield _article(archive)
    except xml.Unreadable as error:
        yield Rejection(_PLACE, str(error))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError) as error:
        log.info("%s is unreadable: %r", path, error)
        yield Rejection(_PLACE, UNREADABLE)


def _article(archive: zipfile.ZipFile) -> Read:
    body = _part(archive, "word/document.xml")
    assert body is not None  # `_part` of the document raises KeyError
    styles = _styles(_part(archive, "word/styles.xml", needed=False))
    told = list(_styled(body, styles))
    lines = [line for _, line in told]
    if not any(char.isalnum() for line in lines for char in line.text):
        return Rejection(_PLACE, EMPTY)
    notes = [Line("note", line.text) for _, line in _styled(_part(archive, "word/footnotes.xml", needed=False), {})]
    record = _headed(told)
    return replace(record, paragraphs=(*record.paragraphs, *notes), notes=(*record.notes, *_made(archive)))


def _headed(told: list[tuple[str, Line]]) -> ArticleRecord:
    """The document's own title and subtitle, when it marks them; else its first lines, as in plain text."""
    lines = [line for _, line in told]
    first = told[0][0]
    if first not in ("title", "heading 1") or len(told) < 2:
        return layout.headed([replace(lines[0], kind="text"), *lines[1:]], _PLACE)
    deck = lines[1].text if told[1][0] == "subtitle" else ""
    if not deck:
        return layout.headed([replace(lines[0], kind="text"), *lines[1:]], _PLACE)
    return ArticleRecord(lines[0].text, deck=deck, paragraphs=tuple(lines[2:]), place=_PLACE)


def _part(archive: zipfile.ZipFile, name: str, needed: bool = True) -> etree._Element | None:
    """Return the root of a part. Raises KeyError when it is not there and `needed`."""
    if not needed and name not in archive.namelist():
        return None
    with archive.open(name) as source:
        data = source.read(limits.PART_BYTES + 1)
    if len(data) > limits.PART_BYTES:
        raise xml.Unreadable(SWOLLEN)
    return xml.of_file(BytesIO(data))


def _styles(root: etree._Element | None) -> Mapping[str, str]:
    """Return the names of the styles by their ids, which Word translates; the names are always English."""
    found = {}
    for style in root.iterfind("{*}style") if root is not None else ():
        name = style.find("{*}name")
        if name is not None:
            found[_attribute(style, "styleId")] = _attribute(name, "val").lower()
    return found


def _styled(root: etree._Element | None, styles: Mapping[str, str]) -> Iterator[tuple[str, Line]]:
    """Yield the lines of a part, each with the name of its style."""
    for paragraph in root.iter("{*}p") if root is not None else ():
        if not any(xml.local(above) in _SKIPPED for above in paragraph.iterancestors()):
            style = _style(paragraph, styles)
            kind: Kind = "heading" if style.startswith(("heading", "title")) else "text"
            for text in _text(paragraph).split("\n"):
                if squeeze(text):
                    yield style, Line(kind, squeeze(text))


def _style(paragraph: etree._Element, styles: Mapping[str, str]) -> str:
    given = paragraph.find("{*}pPr/{*}pStyle")
    name = _attribute(given, "val") if given is not None else ""
    return styles.get(name, name.lower())


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph; paragraphs in boxes anchored inside it speak for themselves."""
    parts: list[str] = []
    _gather(paragraph, parts)
    return "".join(parts)


def _gather(element: etree._Element, parts: list[str]) -> None:
    for child in element:
        name = xml.local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "tab":
            parts.append(" ")
        elif name in _BREAKS:
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name not in _SKIPPED and name != "p":
            _gather(child, parts)


def _made(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Say when the document was made: an archivist may want to know, but no article was published by it."""
    core = _part(archive, "docProps/core.xml", needed=False)
    made = dates.parse(xml.find(core, _CREATED)) if core is not None else None
    return (MADE.format(made.at.strftime("%d.%m.%Y")),) if made else ()


def _attribute(element: etree._Element, name: str) -> str:
    found = (value for key, value in element.attrib.items() if etree.QName(key).localname == name)
    return str(next(found, ""))
