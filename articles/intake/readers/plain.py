"""Plain text: one article a file, laid out by its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from articles.intake import encodings, layout, limits
from articles.intake.formats import FORMATS
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.text import visual

TURNED: Final = (
    "לבדיקה: הקובץ נכתב בסדר חזותי (שמאל לימין), והטקסט הוחזר לסדר הקריאה. ודאו שמספרים וסימני פיסוק במקומם."
)


def read(path: Path) -> Iterator[Read]:
    """Yield the one article of a text file."""
    yield from_bytes(path.read_bytes()) if path.stat().st_size <= limits.TEXT_BYTES else _too_long(path)


def from_bytes(data: bytes) -> Read:
    """Return the article that `data` spells."""
    try:
        text, turned = _decoded(data)
    except encodings.Undecided as undecided:
        return Rejection("הקובץ", str(undecided))
    if "\x00" in text[:10_000]:
        return Rejection("הקובץ", f"זה אינו קובץ טקסט. אפשר להעלות {FORMATS}.")
    read = layout.unarranged(text, "הקובץ")
    return replace(read, notes=(TURNED, *read.notes)) if turned and isinstance(read, ArticleRecord) else read


def _decoded(data: bytes) -> tuple[str, bool]:
    """Return the text of `data` in reading order, and whether it was turned. Raises `encodings.Undecided`."""
    text = encodings.visual(data)
    if text is None:
        text = encodings.decode(data)
        if not visual.is_visual(text):
            return text, False
    return "\n".join(visual.to_logical(line) for line in text.splitlines()), True


def _too_long(path: Path) -> Rejection:
    most = limits.TEXT_BYTES // limits.MEBIBYTE
    return Rejection("הקובץ", f"קובץ טקסט הוא כתבה אחת, וגודלו עד {most} מ״ב. חלקו אותו לקבצים, כתבה בכל קובץ.")
