"""TAR archives, compressed or not, and single compressed files: read as a stream, never extracted by name."""

from __future__ import annotations

import logging
import tarfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path
from typing import BinaryIO, Final, cast

from articles.intake import formats, limits
from articles.intake.readers import members
from articles.intake.readers.members import Budget, Member
from articles.intake.records import Rejection

log = logging.getLogger(__name__)

_BREAKS: Final = (tarfile.TarError, zlib.error, LZMAError, EOFError, OSError, ValueError)
BROKEN: Final = "ארכיון ה־TAR פגום או קטוע מכאן והלאה. מה שלפני המקום הזה נקרא."
BROKEN_FILE: Final = "הקובץ הדחוס פגום או קטוע ואי אפשר לפרוש אותו."


def read(path: Path, folder: Path, budget: Budget) -> Iterator[Member | Rejection]:
    """Yield the members of an archive in order, each unpacked while it is the last one yielded."""
    count, place, broke = 0, "הקובץ", None
    try:
        with tarfile.open(path, "r|*") as archive:
            for info in archive:
                count, place = count + 1, members.shown(info.name)
                if count > limits.MEMBERS:
                    raise members.TooMuch(members.CROWDED.format(limits.MEMBERS))
                yield from _member(archive, info, folder, budget)
    except members.TooMuch as error:
        yield Rejection(place, str(error))
    except _BREAKS as error:
        log.info("%s breaks: %r", path, error)
        broke = error
    if broke or not count:
        yield Rejection(f"אחרי {place}" if count else place, BROKEN)


def _member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, folder: Path, budget: Budget
) -> Iterator[Member | Rejection]:
    place = members.shown(info.name)
    if info.issym() or info.islnk():
        yield Rejection(place, members.LINK)
    elif info.isdir() or members.is_junk(info.name):
        return
    elif not info.isfile():
        yield Rejection(place, members.SPECIAL)
    elif info.size > limits.MEMBER_BYTES:
        budget.take(info.size)  # a stream is passed over only by unpacking it
        yield Rejection(place, members.LARGE.format(limits.MEMBER_BYTES // limits.MEBIBYTE))
    else:
        source = cast(BinaryIO, archive.extractfile(info))
        with members.unpacked(source, info.name, folder, budget) as member:
            yield member


def one(path: Path, name: str, folder: Path, budget: Budget) -> Iterator[Member | Rejection]:
    """Yield the one file that a compressed file (gzip, bzip2, xz) holds."""
    with path.open("rb") as file:
        open_ = formats.unpacker(file.read(8))
    if open_ is None:
        yield Rejection("הקובץ", BROKEN_FILE)
        return
    given = False
    try:
        with open_(path) as source, members.unpacked(source, Path(name).stem, folder, budget) as member:
            given = True
            yield member
    except members.TooMuch as error:
        yield Rejection("הקובץ", str(error))
    except _BREAKS as error:
        if given:
            raise
        log.info("%s is not unpacked: %r", path, error)
        yield Rejection("הקובץ", BROKEN_FILE)
