"""When two articles are the same article."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.timezone import localtime

_SILENT: Final = re.compile(r"[\W_\u0591-\u05c7]+")


def essence(text: str) -> str:
    """Return the letters and digits of `text`, lower case: spaces, punctuation and niqqud make no difference."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text)).casefold()


def fingerprint(title: str, deck: str, paragraphs: Iterable[str], published: datetime | None) -> str:
    """Return the SHA-256 (hexadecimal) of title, deck, body paragraphs and local day of publication.

    Each is taken by its `essence`. Two articles of one source with one fingerprint are one article; how its text is
    cut into paragraphs makes no difference, nor does the hour.
    """
    day = localtime(published).date().isoformat() if published else ""
    parts = (essence(title), essence(deck), "".join(essence(text) for text in paragraphs), day)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
