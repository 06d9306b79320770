"""Whether the originals still are what was uploaded: each read again and compared with its SHA-256 and its size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings

from articles.intake import originals
from articles.models import Original

Verdict = Literal["sound", "missing", "damaged", "unreadable"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One original, and how it was found."""

    original: Original
    verdict: Verdict


def check(after: int = 0) -> Iterator[Checked]:
    """Read the originals in the order of their ids, from the one after `after`; yield how each was found."""
    for original in Original.objects.filter(pk__gt=after).order_by("pk").iterator(chunk_size=500):
        yield Checked(original, _verdict(original))


def strays() -> Iterator[Path]:
    """Yield the files among the originals that no row knows: left by a kill between writing a file and its row."""
    home = Path(settings.MEDIA_ROOT)
    known = set(Original.objects.values_list("file", flat=True))
    files = (path for path in home.rglob("*") if path.is_file()) if home.exists() else iter(())
    yield from (path for path in files if str(path.relative_to(home)) not in known)


def _verdict(original: Original) -> Verdict:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in originals.chunks_of(originals.path_of(original)):
            digest.update(chunk)
            size += len(chunk)
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"
    return "sound" if (digest.hexdigest(), size) == (original.sha256, original.size) else "damaged"
