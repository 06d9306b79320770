"""NITF: one article, its names marked inside the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from articles.intake.readers import flow, xml
from articles.intake.readers.assemble import told
from articles.intake.readers.flow import Grammar
from articles.intake.records import Read, Rejection

_PLACE: Final = "הקובץ"
_NAMES: Final = {
    "person": "person", "org": "organisation", "location": "place", "event": "event", "object.title": "work",
}  # fmt: skip
GRAMMAR: Final = Grammar(
    {
        **dict.fromkeys(("p", "block", "br", "li", "ul", "ol", "table", "tr", "td", "th", "bq", "pre", "dl"), "text"),
        **dict.fromkeys(("hl1", "hl2", "h1", "h2", "h3", "h4"), "heading"),
        "media-caption": "credit", "media-producer": "credit", "credit": "credit", "note": "note", "tagline": "note",
    },
    frozenset({"media-reference", "media-object", "media-metadata", "alt-code", "classifier"}),
    _NAMES,
)  # fmt: skip


def read(path: Path) -> Iterator[Read]:
    """Yield the one article of a file."""
    try:
        yield told(fields(xml.tree(path)), _PLACE)
    except xml.Unreadable as error:
        yield Rejection(_PLACE, str(error))


def fields(root: etree._Element) -> dict[str, list[Any]]:
    """Return what a NITF document says, by field."""
    head = root.find(".//{*}body.head")
    head = root if head is None else head
    content = root.find(".//{*}body.content")
    hl2 = xml.find(head, ".//{*}hl2")
    return {
        "title": [xml.find(head, ".//{*}hl1", ".//{*}hedline") or xml.find(root, "{*}head/{*}title")],
        "deck": [hl2 or xml.find(head, ".//{*}abstract")],
        "byline": [_byline(head)],
        "published": [_date(root, "date.issue", "story.date") or _attribute(root, "pubdata", "date.publication")],
        "updated": [_date(root, "date.release")] if _date(root, "date.issue") else [],
        "external_id": [_attribute(root, "doc-id", "id-string")],
        "source": [_attribute(root, "pubdata", "name") or xml.find(head, ".//{*}distributor")],
        "section": [_attribute(root, "pubdata", "position.section")],
        "url": [_attribute(root, "pubdata", "ex-ref")],
        "tags": [[one.get("key", "") for one in root.iterfind(".//{*}keyword")]],
        "body": [flow.lines(content, GRAMMAR) if content is not None else ()],
    }


def _byline(head: etree._Element) -> str:
    """A person inside the byline is who; the rest of it is their post."""
    return xml.find(head, ".//{*}byline/{*}person", ".//{*}byline")


def _date(root: etree._Element, *names: str) -> str:
    return next((found for name in names if (found := _attribute(root, name, "norm"))), "")


def _attribute(root: etree._Element, tag: str, name: str) -> str:
    return next((one.get(name) or "" for one in root.iterfind(f".//{{*}}{tag}")), "")
