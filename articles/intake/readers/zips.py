"""ZIP archives, and WACZ, which is one: members one at a time; those that are not read say why."""

from __future__ import annotations

import logging
import stat
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from lzma import LZMAError
from pathlib import Path
from typing import Final

from articles.hebrew.letters import FINALS, LETTERS
from articles.intake import limits
from articles.intake.readers import members
from articles.intake.readers.members import Budget, Member
from articles.intake.records import Rejection

log = logging.getLogger(__name__)

_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1
_HEADER: Final = 30
_HEBREW: Final = frozenset(LETTERS) | frozenset(FINALS)
_BREAKS: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LZMAError)

BROKEN: Final = "ארכיון ה־ZIP פגום או קטוע ואי אפשר לקרוא ממנו. צרו אותו מחדש והעלו שוב."
OVERLAPPING: Final = "בארכיון קבצים שחופפים זה את זה, כפי שבנויות פצצות ZIP. הוא לא נקרא."
EMPTY: Final = "אין בארכיון קבצים."
LOCKED: Final = "הקובץ מוצפן בסיסמה. צרו את הארכיון מחדש בלי סיסמה."
METHOD: Final = "הקובץ דחוס בשיטה שאינה נקראת. צרו את הארכיון מחדש ב־ZIP רגיל."
DAMAGED: Final = "הקובץ פגום בתוך הארכיון ולא נקרא."


def read(path: Path, folder: Path, budget: Budget, under: str = "") -> Iterator[Member | Rejection]:
    """Yield the members whose names begin with `under`, each unpacked while it is the last one yielded."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not members.is_junk(info.filename)]
            refusal = _refusal(archive.infolist(), infos)
            if refusal:
                yield Rejection("הקובץ", refusal)
                return
            for info in infos:
                if info.filename.startswith(under):
                    yield from _member(archive, info, folder, budget)
    except members.TooMuch as error:
        yield Rejection("הקובץ", str(error))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        log.info("%s is no archive: %r", path, error)
        yield Rejection("הקובץ", BROKEN)


def name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one that does not say its encoding is UTF-8, DOS Hebrew or Windows Hebrew."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp862", "cp1255"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _HEBREW.isdisjoint(name):
            return name
    return info.filename


def _refusal(everything: list[zipfile.ZipInfo], infos: list[zipfile.ZipInfo]) -> str:
    """Return why an archive is not opened, judged by its directory, or ""."""
    if not infos:
        return EMPTY
    if len(everything) > limits.MEMBERS:
        return members.CROWDED.format(limits.MEMBERS)
    ordered = sorted(everything, key=lambda info: info.header_offset)
    overlap = any(
        one.header_offset + _HEADER + one.compress_size > other.header_offset for one, other in pairwise(ordered)
    )
    return OVERLAPPING if overlap else ""


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, budget: Budget
) -> Iterator[Member | Rejection]:
    name = name_of(info)
    reason = _reason(info)
    if reason:
        yield Rejection(members.shown(name), reason)
        return
    given = False
    try:
        with archive.open(info) as source, members.unpacked(source, name, folder, budget) as member:  # type: ignore[arg-type]
            given = True
            yield member
    except members.TooMuch:
        raise
    except (*_BREAKS, NotImplementedError, RuntimeError) as error:
        if given:
            raise
        log.info("%s in an archive is not read: %r", name, error)
        yield Rejection(members.shown(name), METHOD if isinstance(error, NotImplementedError) else DAMAGED)


def _reason(info: zipfile.ZipInfo) -> str:
    """Return why a member is not unpacked, or ""."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return members.LINK
    if info.flag_bits & _ENCRYPTED:
        return LOCKED
    if info.file_size > limits.MEMBER_BYTES:
        return members.LARGE.format(limits.MEMBER_BYTES // limits.MEBIBYTE)
    swollen = info.file_size > max(limits.ARCHIVE_FREE, limits.ARCHIVE_RATIO * info.compress_size)
    return members.SWOLLEN.format(limits.ARCHIVE_RATIO) if swollen else ""
