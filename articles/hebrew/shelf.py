"""What takes seconds to work out, kept in the archive's folder by the first process for all later ones."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


def kept(name: str, build: Callable[[], Any]) -> Any:
    """What `build` returns, which `marshal` can write: as an earlier process left it, else built and left for others.

    It is built anew when Python, the dictionaries' packages or this package have changed.
    """
    home = Path(os.environ.get("ARCHIVE_HOME") or Path(__file__).parents[2] / ".archive")
    place = home / f"hebrew-{_fingerprint()}.{name}"
    with suppress(OSError, ValueError, EOFError, TypeError):
        return marshal.loads(place.read_bytes())  # noqa: S302 - our own file
    built = build()
    _leave(place, marshal.dumps(built))
    return built


@cache
def _fingerprint() -> str:
    made_of = hashlib.sha256(sys.version.encode())
    for package in ("simplemma", "wordfreq"):
        made_of.update(version(package).encode())
    folder = Path(__file__).parent
    for source in sorted([*folder.glob("*.py"), *folder.glob("words/*.txt")]):
        made_of.update(source.read_bytes())
    return made_of.hexdigest()[:16]


def _leave(place: Path, content: bytes) -> None:
    """Write the file whole or not at all; an archive whose folder cannot be written builds it each time."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as made:
            made.write(content)
        Path(made.name).replace(place)
