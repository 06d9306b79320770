"""Plain text: one article a file, laid out by its lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from articles.intake import encodings, layout, limits
from articles.intake.records import Read, Rejection


def read(path: Path) -> Iterator[Read]:
    """Yield the one article of a text file."""
    yield from_bytes(path.read_bytes()) if path.stat().st_size <= limits.TEXT_BYTES else _too_long(path)


def from_bytes(data: bytes) -> Read:
    """Return the article that `data` spells."""
    try:
        text = encodings.decode(data)
    except encodings.Undecided as undecided:
        return Rejection("הקובץ", str(undecided))
    if "\x00" in text[:10_000]:
        return Rejection("הקובץ", "זה אינו קובץ טקסט. העלו טקסט, HTML, שורות JSON, CSV או XLSX.")
    return layout.unarranged(text, "הקובץ")


def _too_long(path: Path) -> Rejection:
    most = limits.TEXT_BYTES // limits.MEBIBYTE
    return Rejection("הקובץ", f"קובץ טקסט הוא כתבה אחת, וגודלו עד {most} מ״ב. חלקו אותו לקבצים, כתבה בכל קובץ.")
