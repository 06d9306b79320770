"""WordPress exports (WXR): posts that were published; everything else in the export is refused with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from articles.intake.readers import feed, flow, xml
from articles.intake.readers.assemble import told
from articles.intake.records import Line, Read, Rejection

_EXCERPT: Final = "{*}encoded"
_NOT_POST: Final = "הפריט אינו כתבה אלא {} של WordPress."
_NOT_PUBLIC: Final = "הכתבה לא פורסמה ב־WordPress (מצבה שם: {}). פרסמו אותה שם, או הדביקו את הטקסט כאן."
_TYPES: Final = {"attachment": "קובץ מצורף", "page": "עמוד קבוע", "nav_menu_item": "פריט תפריט"}


def read(path: Path) -> Iterator[Read]:
    """Yield the posts of an export, one at a time."""
    number = 0
    try:
        for number, element in enumerate(xml.parts(path, ("item",)), start=1):
            yield _item(element, f"פריט {number:,}")
    except xml.Unreadable as error:
        yield Rejection(f"אחרי פריט {number:,}" if number else "הקובץ", str(error))
    else:
        if not number:
            yield Rejection("הקובץ", feed.NOTHING)


def _item(element: etree._Element, place: str) -> Read:
    title, kind = xml.find(element, "title"), xml.find(element, "{*}post_type")
    status = xml.find(element, "{*}status")
    if kind not in ("", "post"):
        return Rejection(place, _NOT_POST.format(_TYPES.get(kind, kind[:40])), title)
    if status not in ("", "publish"):
        return Rejection(place, _NOT_PUBLIC.format(status[:40]), title)
    try:
        return told(_fields(element), place)
    except flow.TooDeep as error:
        return Rejection(place, str(error), title)


def _fields(element: etree._Element) -> dict[str, list[Any]]:
    sections = _named(element, "category")
    return {
        **feed.fields(element),
        "external_id": [xml.find(element, "{*}post_id")],
        "published": [_date(element, "post_date") or xml.find(element, "pubDate")],
        "updated": [_date(element, "post_modified")],
        "section": sections[:1],
        "tags": [_named(element, "post_tag")],
        "deck": [flow.as_text(_encoded(element, "excerpt"))],
        "body": [_body(_encoded(element, "content"))],
    }


def _encoded(element: etree._Element, what: str) -> str:
    """Return content or excerpt; their namespaces carry the export's version, so they are told by their middle."""
    found = (child.text or "" for child in element.iterfind(_EXCERPT) if what in (etree.QName(child).namespace or ""))
    return next(found, "")


def _body(markup: str) -> tuple[Line, ...]:
    """WordPress leaves paragraphs as lines and puts the <p> when it shows them."""
    return flow.of_html(markup if "<p" in markup else markup.replace("\r\n", "\n").replace("\n", "<br>"))


def _date(element: etree._Element, name: str) -> str:
    stated = xml.find(element, f"{{*}}{name}")
    return "" if stated.startswith("0000") else stated


def _named(element: etree._Element, domain: str) -> list[str]:
    return [xml.text(one) for one in element.iterfind("category") if one.get("domain") == domain]
