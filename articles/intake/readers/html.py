"""A saved news page: its body by trafilatura, what it says of itself from JSON-LD, OpenGraph and meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import trafilatura
from lxml import html as lxml_html
from lxml.etree import ParserError

from articles.intake import encodings, limits
from articles.intake.readers.flow import depth
from articles.intake.readers.page import Said, said
from articles.intake.records import ArticleRecord, Line, Read, Rejection

_ASCII_TO_SPACE: Final = bytes(0x20 if 0x20 < byte < 0x7F else byte for byte in range(256))
_DECLARED: Final = re.compile(r"(?i)^\s*<\?xml[^>]*\?>")
_HEADINGS: Final = frozenset({"head"})
_BLOCKS: Final = frozenset({"p", "head", "quote", "item", "row"})
_PLACE: Final = "הקובץ"


def read(path: Path) -> Iterator[Read]:
    """Yield the one article of a page."""
    if path.stat().st_size > limits.TEXT_BYTES:
        yield Rejection(_PLACE, f"דף HTML מתקבל עד {limits.TEXT_BYTES // limits.MEBIBYTE} מ״ב.")
        return
    yield from_bytes(path.read_bytes())


def from_bytes(data: bytes, address: str = "") -> Read:
    """Return the article of a page fetched from `address` ("" when unknown), or why there is none."""
    try:
        text = _text(data)
        tree = _tree(text)
    except encodings.Undecided as undecided:
        return Rejection(_PLACE, str(undecided))
    except (ParserError, ValueError):
        return Rejection(_PLACE, "הקובץ אינו דף HTML שאפשר לקרוא.")
    reason = _monstrous(tree)
    return Rejection(_PLACE, reason) if reason else _article(tree, address)


def _monstrous(tree: lxml_html.HtmlElement) -> str:
    """Return why a page is not extracted, or ""."""
    if depth(tree) >= limits.HTML_DEPTH:
        return f"הדף מקונן יותר מ־{limits.HTML_DEPTH} רמות, וחלק מן הטקסט היה אובד. שמרו אותו כטקסט."
    if sum(1 for _ in tree.iter()) > limits.HTML_ELEMENTS:
        return f"בדף יותר מ־{limits.HTML_ELEMENTS:,} רכיבים. העתיקו ממנו את הכתבה והדביקו אותה."
    return ""


def _text(data: bytes) -> str:
    """Return the page's text; the encoding is judged without ASCII: markup says nothing of it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return encodings.decode(data)
    return data.decode(encodings.of_bytes(data.translate(_ASCII_TO_SPACE)))


def _tree(text: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
    page = _DECLARED.sub("", text.replace("\x00", "")).encode("utf-8", "ignore")
    return lxml_html.document_fromstring(page, parser=parser)


def _article(tree: lxml_html.HtmlElement, address: str) -> Read:
    told = said(tree, address)
    lines = _body(tree) or told.body
    if not lines:
        return Rejection(_PLACE, "לא נמצא בדף גוף של כתבה. העתיקו את הטקסט והדביקו אותו.", told.title)
    return _record(told, lines)


def _body(tree: lxml_html.HtmlElement) -> tuple[Line, ...]:
    document = trafilatura.bare_extraction(
        tree, with_metadata=False, include_comments=False, include_tables=False, include_links=False
    )
    body = getattr(document, "body", None)
    return () if body is None else tuple(_lines(body))


def _lines(body: lxml_html.HtmlElement) -> Iterator[Line]:
    """Yield the innermost blocks of trafilatura's tree, in order."""
    for element in body.iter():
        if element.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in element.iterdescendants()):
            text = " ".join("".join(element.itertext()).split())
            if text:
                yield Line("heading" if element.tag in _HEADINGS else "text", text)


def _record(told: Said, lines: tuple[Line, ...]) -> ArticleRecord:
    return ArticleRecord(
        title=told.title,
        source=told.source,
        url=told.url,
        deck=told.deck,
        byline=told.byline,
        section=told.section,
        published=told.published.at if told.published else None,
        time_known=bool(told.published and told.published.time_known),
        date_known_from=told.date_known_from,
        updated=told.updated.at if told.updated else None,
        paragraphs=lines,
        tags=told.tags,
        place=_PLACE,
        notes=told.notes,
    )
