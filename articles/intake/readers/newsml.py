"""NewsML-G2: the news items of a file or a message, with NITF, XHTML or plain text inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from articles.intake.readers import flow, nitf, xml
from articles.intake.readers.assemble import told
from articles.intake.records import Line, Read, Rejection

ITEMS: Final = ("{*}newsItem", "{*}packageItem", "{*}conceptItem", "{*}knowledgeItem", "{*}planningItem")
_KINDS: Final = {
    "person": "person", "organisation": "organisation", "geoArea": "place", "poi": "place", "event": "event",
    "object": "product",
}  # fmt: skip
_NOT_NEWS: Final = "הפריט הוא {}, ואינו כתבה."
_WITHDRAWN: Final = "סוכנות הידיעות ביטלה את הפריט או עיכבה אותו ({})."
_NO_TEXT: Final = "אין בפריט טקסט, רק הפניה אל קובץ אחר או תמונה."
_NOTHING: Final = "אין בקובץ פריטי חדשות."


def read(path: Path) -> Iterator[Read]:
    """Yield the items of a file, one at a time."""
    number = 0
    try:
        for number, element in enumerate(xml.parts(path, ITEMS), start=1):
            yield _item(element, f"פריט {number:,}")
    except xml.Unreadable as error:
        yield Rejection(f"אחרי פריט {number:,}" if number else "הקובץ", str(error))
    else:
        if not number:
            yield Rejection("הקובץ", _NOTHING)


def _item(element: etree._Element, place: str) -> Read:
    title = xml.find(element, "{*}contentMeta/{*}headline")
    status = next((one.get("qcode") or "" for one in element.iterfind("{*}itemMeta/{*}pubStatus")), "")
    if xml.local(element) != "newsItem":
        return Rejection(place, _NOT_NEWS.format(xml.local(element)), title)
    if status.rpartition(":")[2] in ("canceled", "cancelled", "withheld"):
        return Rejection(place, _WITHDRAWN.format(status[:60]), title)
    try:
        fields, kinds = _fields(element), dict(_subjects(element))
    except flow.TooDeep as error:
        return Rejection(place, str(error), title)
    return told(fields, place, kinds) if any(fields["body"]) else Rejection(place, _NO_TEXT, title)


def _fields(element: etree._Element) -> dict[str, list[Any]]:
    inner = _inner(element)
    meta = "{*}contentMeta/"
    published = xml.find(element, meta + "{*}contentCreated", "{*}itemMeta/{*}firstCreated")
    version = xml.find(element, "{*}itemMeta/{*}versionCreated")
    own = {
        "external_id": [element.get("guid", "")[:200]],
        "title": [xml.find(element, meta + "{*}headline", "{*}itemMeta/{*}title")],
        "deck": [xml.find(element, meta + "{*}description")],
        "byline": [xml.find(element, meta + "{*}by") or ", ".join(_names(element, meta + "{*}creator"))],
        "source": _names(element, "{*}itemMeta/{*}provider")[:1] or _names(element, meta + "{*}infoSource")[:1],
        "published": [published or version],
        "updated": [xml.find(element, meta + "{*}contentModified") or (version if published else "")],
        "url": [next((one.get("href") or "" for one in element.iterfind("{*}itemMeta/{*}link")), "")],
        "tags": [[*dict(_subjects(element)), *(xml.text(one) for one in element.iterfind(meta + "{*}keyword"))]],
        "body": [_body(element)],
    }
    return {name: values if any(values) else inner.get(name, []) for name, values in own.items()}


def _inner(element: etree._Element) -> dict[str, list[Any]]:
    """What a NITF document inside says, for what the item itself does not."""
    found = element.find("{*}contentSet/{*}inlineXML/{*}nitf")
    return nitf.fields(found) if found is not None else {}


def _body(element: etree._Element) -> tuple[Line, ...]:
    for holder in element.iterfind("{*}contentSet/{*}inlineXML"):
        for child in holder:
            lines = _marked(child)
            if lines:
                return lines
    plain = "\n".join(one.text or "" for one in element.iterfind("{*}contentSet/{*}inlineData"))
    return tuple(Line("text", " ".join(line.split())) for line in plain.split("\n") if line.strip())


def _marked(child: etree._Element) -> tuple[Line, ...]:
    if xml.local(child) == "nitf":
        content = child.find(".//{*}body.content")
        return flow.lines(content, nitf.GRAMMAR) if content is not None else ()
    body = child.find("{*}body")
    return flow.lines(child if body is None else body, flow.HTML)


def _subjects(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the names that the item is about, each with its kind or ""."""
    for subject in element.iterfind("{*}contentMeta/{*}subject"):
        name = xml.find(subject, "{*}name") or subject.get("literal", "")
        if name:
            yield name, _KINDS.get(subject.get("type", "").rpartition(":")[2], "")


def _names(element: etree._Element, path: str) -> list[str]:
    found = (xml.find(one, "{*}name") or one.get("literal", "") for one in element.iterfind(path))
    return [name for name in found if name]
