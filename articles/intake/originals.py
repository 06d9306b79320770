"""Uploaded files kept as they came: on the disk, under their SHA-256, before anybody reads them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from articles.intake import limits
from articles.models import Original

_CHUNK: Final = 2**20


class TooLarge(ValueError):
    """A file is over the limit."""


def keep(chunks: Iterable[bytes], most: int | None = limits.FILE_BYTES) -> Original:
    """Store the bytes of one file and return its row; the same bytes are stored once.

    On return they are on the disk: written, flushed, renamed into place. Raises `TooLarge` over `most` bytes.
    """
    home = Path(settings.MEDIA_ROOT)
    home.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=home, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _write(chunks, file.fileno(), most)
        with _alone(digest):
            _put(Path(name), home / address(digest))
            return _row(digest, size)
    finally:
        Path(name).unlink(missing_ok=True)


def _row(digest: str, size: int) -> Original:
    original, _ = Original.objects.get_or_create(sha256=digest, defaults={"size": size, "file": str(address(digest))})
    return original


def chunks_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in bounded pieces."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def address(digest: str) -> Path:
    """Return where the file of this SHA-256 lies, below the folder of originals."""
    return Path(digest[:2], digest[2:4], digest)


def path_of(original: Original) -> Path:
    """Return the file of `original`."""
    return Path(settings.MEDIA_ROOT, str(original.file.name))


def forget_unused(originals: Iterable[Original]) -> None:
    """Delete those that no upload and no article refers to any more, with their files."""
    unused = Original.objects.filter(pk__in=[original.pk for original in originals], batchfile=None, articles=None)
    for original in unused.select_for_update(of=("self",)):
        digest = original.sha256
        original.delete()
        transaction.on_commit(partial(_unlink, digest))


def _unlink(digest: str) -> None:
    """Delete the file of a checksum, unless somebody has uploaded the same bytes meanwhile."""
    with _alone(digest):
        if not Original.objects.filter(sha256=digest).exists():
            Path(settings.MEDIA_ROOT, address(digest)).unlink(missing_ok=True)


@contextmanager
def _alone(digest: str) -> Iterator[None]:
    """Hold the file of a checksum against everybody else, until the transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
        yield


def _write(chunks: Iterable[bytes], descriptor: int, most: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if most is not None and size > most:
            raise TooLarge
        digest.update(chunk)
        _write_all(descriptor, chunk)
    os.fsync(descriptor)
    return digest.hexdigest(), size


def _write_all(descriptor: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]


def _put(source: Path, target: Path) -> None:
    """Move a finished file to its place, in one step that survives a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.chmod(0o440)
    source.replace(target)
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
