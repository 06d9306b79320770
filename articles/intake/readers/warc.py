"""WARC files of web crawls: each page that was fetched well is an article; a record cut short is said to be."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from articles.intake import limits
from articles.intake.readers import html
from articles.intake.records import Read, Rejection

log = logging.getLogger(__name__)

_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHUNK: Final = 2**16
_LONGEST_ADDRESS: Final = 150

CUT: Final = "הרשומה נקטעה: חסרים בה {:,} בתים. היא לא נקראה; אספו את הדף מחדש."
CUT_THEN: Final = "הדף נקטע כבר כשנאסף ({}), ולא נקרא."
BROKEN: Final = "קובץ ה־WARC פגום או קטוע מכאן והלאה. מה שלפני המקום הזה נקרא."
FRONT: Final = "זה דף השער של האתר, ולא כתבה."
LARGE: Final = f"הדף גדול מ־{limits.TEXT_BYTES // limits.MEBIBYTE} מ״ב ולא נקרא."
NO_PAGES: Final = "אין בקובץ ה־WARC דפי HTML שנאספו כהלכה."


def read(path: Path) -> Iterator[Read]:
    """Yield the pages of a crawl, in order. Images, scripts, redirects and errors are no items."""
    count, place = 0, "הקובץ"
    try:
        with path.open("rb") as file:
            for number, record in enumerate(ArchiveIterator(file, arc2warc=True), start=1):
                place = f"אחרי רשומה {number:,}"
                for item in _items(record, number):
                    count += 1
                    yield item
    except (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, AttributeError, IndexError) as error:
        log.info("%s breaks: %r", path, error)
        yield Rejection(place, BROKEN)
    else:
        if not count:
            yield Rejection("הקובץ", NO_PAGES)


def _items(record: Any, number: int) -> Iterator[Read]:
    """Yield the page of a record, or why it is none; nothing for what is not a page."""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    place = f"רשומה {number:,} (\u2068{address[:_LONGEST_ADDRESS]}\u2069)"
    wanted = _is_page(record)
    data = _content(record) if wanted else b""
    missing = _missing(record)
    if missing:
        yield Rejection(place, CUT.format(missing))
    elif wanted:
        yield _page(data, address, place, record.rec_headers.get_header("WARC-Truncated") or "")


def _page(data: bytes, address: str, place: str, truncated: str) -> Read:
    if truncated:
        return Rejection(place, CUT_THEN.format(truncated[:40]))
    if len(data) > limits.TEXT_BYTES:
        return Rejection(place, LARGE)
    if urlsplit(address).path in ("", "/"):
        return Rejection(place, FRONT)
    return replace(html.from_bytes(data, address), place=place)


def _is_page(record: Any) -> bool:
    if record.rec_type == "resource":
        return str(record.content_type or "").startswith(_PAGES)
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    return record.http_headers.get_statuscode() == "200" and kind.lower().strip().startswith(_PAGES)


def _content(record: Any) -> bytes:
    """Return a page's bytes, decompressed, up to one more than a page may have."""
    stream, parts, size = record.content_stream(), [], 0
    while size <= limits.TEXT_BYTES and (chunk := stream.read(_CHUNK)):
        parts.append(chunk)
        size += len(chunk)
    return b"".join(parts)


def _missing(record: Any) -> int:
    """Return how many bytes of a record its file does not have: warcio says nothing of it."""
    raw = record.raw_stream
    while raw.read(_CHUNK):
        continue
    return int(getattr(raw, "limit", 0))
