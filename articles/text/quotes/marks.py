"""What stands between quotation marks, and which marks belong to acronyms."""

from __future__ import annotations

import re

_IN_QUOTES = re.compile(r"[\"״”“„]")


def quoted(text: str) -> list[tuple[int, int]]:
    """Return the places of what stands between quotation marks, the marks and the spaces beside them left out.

    A mark between Hebrew letters belongs to an acronym (ארה"ב), unless it follows prefix letters and opens a word
    (ו"פועלות).
    """
    spans: list[tuple[int, int]] = []
    opened = -1
    for mark in _IN_QUOTES.finditer(text):
        at = mark.start()
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if _letter(before) and _letter(after) and not _opens_word(text, at):
            continue
        if opened < 0:
            if (after and not re.match(r"[.,;:!?)\s]", after)) or (after == " " and not _letter(before)):
                opened = at
            continue
        inner = text[opened + 1 : at]
        if "\n" in inner or len(inner.strip()) < 2:
            opened = at if after and not after.isspace() else -1
            continue
        start = opened + 1 + len(inner) - len(inner.lstrip())
        spans.append((start, start + len(inner.strip())))
        opened = -1
    return spans


def _letter(text: str) -> bool:
    return bool(text) and ("א" <= text <= "ת" or text.isalpha())


def _opens_word(text: str, at: int) -> bool:
    return bool(re.search(r"(?<![א-ת\"״])(?:ו?[שהבכלמ]?[הבכלמ]?|ו|ש|כש|מה)$", text[max(0, at - 4) : at])) and bool(
        re.match(r"[א-ת]{2}", text[at + 1 : at + 3]) and _closes_later(text, at)
    )


def _closes_later(text: str, at: int) -> bool:
    return bool(re.search(r"[\"״”](?![א-ת])", text[at + 2 :]))
