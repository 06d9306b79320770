"""NITF 3.6, the XML of newspapers and agencies."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from django.utils.timezone import localtime

from articles.models import Article, Paragraph
from articles.models.entity import Kind
from articles.text.citations.citation import Citation
from articles.text.spans import Piece
from articles.views.article.exchange import marked

VERSION: Final = "-//IPTC//DTD NITF 3.6//EN"
NAMESPACE: Final = "http://iptc.org/std/NITF/2006-10-18/"
ELEMENTS: Final = {
    Kind.PERSON: "person",
    Kind.ORGANISATION: "org",
    Kind.PLACE: "location",
    Kind.EVENT: "event",
    Kind.PRODUCT: "object.title",
    Kind.WORK: "object.title",
}
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def nitf(article: Article, citation: Citation, root: str) -> str:
    """Return a published article as a NITF document; `root` is the address of the site."""
    document = ET.Element("nitf", {"xmlns": NAMESPACE, "version": VERSION, "xml:lang": "he"})
    _head(ET.SubElement(document, "head"), article, citation)
    body = ET.SubElement(document, "body")
    _body_head(ET.SubElement(body, "body.head"), article, citation)
    content = ET.SubElement(body, "body.content")
    for paragraph, pieces in marked.paragraphs(article):
        _paragraph(content, paragraph, pieces, root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(document, encoding="unicode") + "\n"


def _head(head: ET.Element, article: Article, citation: Citation) -> None:
    _text(head, "title", article.title)
    data = ET.SubElement(head, "docdata")
    ET.SubElement(data, "doc-id", {"id-string": _plain(article.external_id or citation.key)})
    if stamp := _stamp(article):
        ET.SubElement(data, "date.issue", {"norm": stamp})
    published = {
        "type": "web",
        "name": _plain(citation.source),
        "date.publication": _stamp(article),
        "position.section": _plain(article.section),
        "ex-ref": _plain(article.url or citation.url),
    }
    ET.SubElement(head, "pubdata", {name: value for name, value in published.items() if value})


def _body_head(head: ET.Element, article: Article, citation: Citation) -> None:
    headline = ET.SubElement(head, "hedline")
    _text(headline, "hl1", article.title)
    if article.deck:
        _text(headline, "hl2", article.deck)
    if article.byline:
        _text(head, "byline", article.byline)
    _text(head, "distributor", citation.archive)
    if stamp := _stamp(article):
        ET.SubElement(ET.SubElement(head, "dateline"), "story.date", {"norm": stamp})


def _paragraph(content: ET.Element, paragraph: Paragraph, pieces: list[Piece], root: str) -> None:
    element = ET.SubElement(content, "hl2" if paragraph.kind == "heading" else "p", {"id": f"p{paragraph.position}"})
    element.text = ""
    last: ET.Element | None = None
    for piece in pieces:
        if piece.entity:
            scheme, identifier = marked.identity(piece.entity, root)
            last = ET.SubElement(element, ELEMENTS[piece.entity.kind], {"idsrc": scheme, "value": identifier})
            last.text, last.tail = _plain(piece.text), ""
        elif last is None:
            element.text += _plain(piece.text)
        else:
            last.tail = f"{last.tail}{_plain(piece.text)}"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _plain(text)


def _plain(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _stamp(article: Article) -> str:
    """Return the moment of publication in the basic form of ISO 8601, a day alone when the hour is unknown."""
    if article.published is None:
        return ""
    moment = localtime(article.published)
    return f"{moment:%Y%m%dT%H%M%S%z}" if article.time_known else f"{moment:%Y%m%d}"
