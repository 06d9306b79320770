"""XML from strangers: no entity is expanded, nothing is fetched, no tree is huge. What breaks says where, in Hebrew."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from articles.intake import limits

_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_REFERENCE: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LONGEST_REFERENCE: Final = 40

BROKEN: Final = "ה־XML אינו תקין ואי אפשר להמשיך לקרוא ממנו (שורה {:,}). מה שלפני המקום הזה נקרא."
ENTITIES: Final = "ב־XML מוגדרות ישויות (ENTITY), והוא לא נקרא: כך בנויים קבצים שמתנפחים או שקוראים קבצים אחרים."
LARGE: Final = "קובץ XML של כתבה אחת מתקבל עד {} מ״ב."


class Unreadable(ValueError):
    """XML that is not read; the message says why in Hebrew."""


def tree(path: Path) -> etree._Element:
    """Return the root of a document that is read whole. Raises `Unreadable`."""
    if path.stat().st_size > limits.TEXT_BYTES:
        raise Unreadable(LARGE.format(limits.TEXT_BYTES // limits.MEBIBYTE))
    with path.open("rb") as file:
        return of_file(file)


def of_file(file: BinaryIO) -> etree._Element:
    """Return the root of an open document. Raises `Unreadable`."""
    try:
        root = etree.parse(_Mended(file), etree.XMLParser(**_SAFE)).getroot()
    except etree.XMLSyntaxError as error:
        raise Unreadable(_where(error)) from None
    _refuse_entities(root)
    return root


def parts(path: Path, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the elements of these tags ("{*}item" is of any namespace), each dropped when the next is asked for.

    Raises `Unreadable`, after what could be read.
    """
    with path.open("rb") as file:
        try:
            for _, element in etree.iterparse(_Mended(file), events=("end",), tag=tags, **_SAFE):
                _refuse_entities(element)
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            raise Unreadable(_where(error)) from None


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(element: etree._Element, *paths: str) -> str:
    """Return the text of the first of `paths` that has any, white space squeezed; ElementTree paths, "{*}" allowed."""
    found = (text(child) for path in paths for child in element.iterfind(path))
    return next((one for one in found if one), "")


def text(element: etree._Element) -> str:
    """Return all text inside an element, white space squeezed."""
    return " ".join("".join(element.itertext()).split())


def _where(error: etree.XMLSyntaxError) -> str:
    return BROKEN.format(error.lineno or 1)


def _refuse_entities(element: etree._Element) -> None:
    """Refuse a document that declares entities, whether or not it uses them: no news format does."""
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise Unreadable(ENTITIES)
    if next(element.iter(etree.Entity), None) is not None:
        raise Unreadable(ENTITIES)


def _forget(element: etree._Element) -> None:
    """Drop an element and what came before it under the same parent, except what is no item (a channel's title)."""
    parent, tag = element.getparent(), element.tag
    element.clear()
    if parent is not None:
        for before in list(element.itersiblings(tag, preceding=True)):
            parent.remove(before)


class _Mended(BufferedIOBase):
    """A file whose HTML entities (&nbsp;), which XML does not know, are read as numeric ones."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._rest = file, b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return about `size` bytes; b"" only at the end."""
        data = self._rest + self._file.read(-1 if size is None else size)
        cut = data.rfind(b"&", max(0, len(data) - _LONGEST_REFERENCE))
        at_end = len(data) == len(self._rest)
        if cut > 0 and not at_end and b";" not in data[cut:]:
            data, self._rest = data[:cut], data[cut:]
        else:
            self._rest = b""
        return _REFERENCE.sub(_numeric, data)


def _numeric(found: re.Match[bytes]) -> bytes:
    name = found[1].decode("ascii")
    if name in _OF_XML or f"{name};" not in html.entities.html5:
        return found[0]
    return "".join(f"&#{ord(char)};" for char in html.entities.html5[f"{name};"]).encode("ascii")
