"""What archives hold, one file at a time on the disk: never under its own name, never more than was agreed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from articles.hebrew.normalise import clean
from articles.intake import limits

_CHUNK: Final = 2**18
_LONGEST: Final = 120
_JUNK: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})

TOO_MUCH: Final = "הארכיון נפרש ליותר ממה שמתקבל ({} מ״ב). מכאן והלאה הוא לא נקרא; חלקו אותו והעלו שוב."
SWOLLEN: Final = "הקובץ נפרש לגודל העולה פי {} ויותר על גודלו בארכיון, ולא נקרא."
LARGE: Final = "הקובץ שבארכיון גדול מ־{} מ״ב ולא נקרא."
LINK: Final = "קישור בתוך ארכיון אינו נקרא. צרפו את הקובץ עצמו."
SPECIAL: Final = "בארכיון פריט שאינו קובץ (התקן או צינור), והוא לא נקרא."
CROWDED: Final = "בארכיון יותר מ־{:,} קבצים. חלקו אותו והעלו שוב."


class TooMuch(ValueError):
    """The archive unpacks to more than is taken; the message says so in Hebrew."""


@dataclass(slots=True)
class Budget:
    """The bytes that an archive may still unpack to, archives inside it included."""

    left: int
    most: int = field(init=False)

    def __post_init__(self) -> None:
        self.most = self.left

    def take(self, size: int) -> None:
        """Spend `size` bytes. Raises `TooMuch`."""
        self.left -= size
        if self.left < 0:
            raise TooMuch(TOO_MUCH.format(self.most // limits.MEBIBYTE))


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name there, cleaned for showing, and where it was unpacked to."""

    name: str
    path: Path


def budget_of(path: Path) -> Budget:
    """Return what an archive of this size may unpack to."""
    ratio = max(limits.ARCHIVE_FREE, limits.ARCHIVE_RATIO * path.stat().st_size)
    return Budget(min(limits.ARCHIVE_BYTES, ratio))


def shown(name: str) -> str:
    """Return a member's name as it is shown: no control characters, no way out of its folder, not too long."""
    parts = [part for part in PurePosixPath(clean(name).replace("\\", "/")).parts if part not in ("/", "..", ".")]
    whole = " ".join("/".join(parts).split()) or "ללא שם"
    return whole if len(whole) <= _LONGEST else f"{whole[:40]}…{whole[-(_LONGEST - 41) :]}"


def is_junk(name: str) -> bool:
    """Tell whether a member is what operating systems leave in archives, or a folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or name.endswith("/") or parts[0] == "__MACOSX" or parts[-1].lower() in _JUNK


@contextmanager
def unpacked(source: BinaryIO, name: str, folder: Path, budget: Budget) -> Iterator[Member]:
    """Copy one member to a file in `folder` for as long as it is read. Raises `TooMuch`, and what the source raises."""
    with tempfile.NamedTemporaryFile(dir=folder) as target:
        while chunk := source.read(_CHUNK):
            budget.take(len(chunk))
            target.write(chunk)
        target.flush()
        yield Member(shown(name), Path(target.name))
