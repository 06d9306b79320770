"""RSS (0.9 to 2.0, RDF) and Atom files: an item or entry an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from articles.intake.readers import flow, xml
from articles.intake.readers.assemble import told
from articles.intake.records import Line, Read, Rejection

ITEMS: Final = ("{*}item", "{*}entry")
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_LONGEST_DECK: Final = 450
NOTHING: Final = "אין בקובץ פריטים."


def read(path: Path) -> Iterator[Read]:
    """Yield the items of a feed, one at a time."""
    number = 0
    try:
        for number, element in enumerate(xml.parts(path, ITEMS), start=1):
            yield item(element, f"פריט {number:,}")
    except xml.Unreadable as error:
        yield Rejection(f"אחרי פריט {number:,}" if number else "הקובץ", str(error))
    else:
        if not number:
            yield Rejection("הקובץ", NOTHING)


def item(element: etree._Element, place: str) -> Read:
    """Return the article of one item."""
    try:
        return told(fields(element), place)
    except flow.TooDeep as error:
        return Rejection(place, str(error), xml.find(element, "{*}title"))


def fields(element: etree._Element) -> dict[str, list[Any]]:
    """Return what an item says, by field. Raises `flow.TooDeep`."""
    deck, body = _texts(element)
    return {
        "title": [flow.as_text(_markup(element, _own(element, "title")))],
        "url": [_link(element)],
        "external_id": [xml.find(element, "guid", f"{_ATOM}id")[:200]],
        "published": [xml.find(element, "{*}pubDate", "{*}published", f"{_DC}date", "{*}issued")],
        "updated": [xml.find(element, f"{_ATOM}updated", "{*}modified")],
        "byline": [", ".join(_authors(element))],
        "source": [_source(element)],
        "tags": [_categories(element)],
        "deck": [deck],
        "body": [body],
    }


def _texts(element: etree._Element) -> tuple[str, tuple[Line, ...]]:
    """Return deck and body: a description alone is a deck, unless it is as long as an article."""
    summary = flow.of_html(_markup(element, _own(element, "description")) or _markup(element, _own(element, "summary")))
    body = flow.of_html(_markup(element, _CONTENT) or _markup(element, f"{_ATOM}content"))
    deck = " ".join(line.text for line in summary)
    if body:
        return deck if deck != " ".join(line.text for line in body) else "", body
    return (deck, ()) if len(deck) <= _LONGEST_DECK else ("", summary)


def _own(element: etree._Element, name: str) -> str:
    """Return the path of a child in the item's own vocabulary, not media:title or itunes:author."""
    space = etree.QName(element).namespace
    return f"{{{space}}}{name}" if space else name


def _markup(element: etree._Element, path: str) -> str:
    """Return a child's content as HTML: escaped, in CDATA or, in Atom, as elements."""
    child = element.find(path)
    if child is None:
        return ""
    inner = "".join(etree.tostring(part, encoding="unicode", with_tail=True) for part in child)
    return (child.text or "") + inner


def _link(element: etree._Element) -> str:
    links = list(element.iterfind("{*}link"))
    chosen = [link.get("href") for link in links if link.get("rel", "alternate") == "alternate" and link.get("href")]
    return chosen[0] if chosen else xml.find(element, "{*}link") or _permalink(element)


def _permalink(element: etree._Element) -> str:
    guid = xml.find(element, "guid")
    return guid if guid.startswith("http") else ""


def _authors(element: etree._Element) -> list[str]:
    named = [xml.find(author, "{*}name") or xml.text(author) for author in element.iterfind(_own(element, "author"))]
    return [name for name in (*named, *(xml.text(one) for one in element.iterfind(f"{_DC}creator"))) if name]


def _source(element: etree._Element) -> str:
    """The channel's name; in RDF the channel stands beside its items."""
    parent = element.getparent()
    return "" if parent is None else xml.find(parent, "{*}title", "{*}channel/{*}title")[:200]


def _categories(element: etree._Element) -> list[str]:
    found = [
        one.get("label") or one.get("term") or xml.text(one) for one in element.iterfind(_own(element, "category"))
    ]
    return [*found, *(xml.text(one) for one in element.iterfind(f"{_DC}subject"))]
