"""The readable end of an address, made of a title."""

import re

_NOT_WORD = re.compile(r"[^\w]+")
_SILENT = re.compile(r"[\u0591-\u05c7\"'״׳”’“‘]")
LIMIT = 80


def slug(title: str) -> str:
    """Return the words of `title` joined by hyphens, at most `LIMIT` characters, never empty.

    Niqqud and the quotes inside acronyms are dropped: ארה"ב becomes ארהב.
    """
    words = _NOT_WORD.sub("-", _SILENT.sub("", title)).strip("-_")
    return words[:LIMIT].rstrip("-_") or "-"
