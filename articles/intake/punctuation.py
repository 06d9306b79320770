"""Spaces that scraping put around punctuation, taken out again. Only white space changes: no letter, no mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_QUOTE: Final = re.compile(r'["״]')
_BEFORE_MARK: Final = re.compile(
    r"(?<!\d) +(?=[,.:;!?](?:[\s\"״)\]]|$))|(?<=\d) +(?=[,.;!?](?:[\s\"״)\]]|$)|:(?: \D|$))"
)
_INSIDE_BRACKETS: Final = re.compile(r"(?<=[(\[]) +(?=\S)|(?<=\S) +(?=[)\]])")
_CLOSERS: Final = frozenset(",.:;!?)]")
_OPENERS: Final = frozenset("([")
_PREFIXED: Final = re.compile(r"(?<![א-ת])[והבכלמש]{1,3}$")
_OPENS_AFTER: Final = re.compile(r"(?:(?<![א-ת])[והבכלמש]{1,3}|[-־:])$")
_NEAR: Final = 5  # code points before a mark that tell its role: a whole text per mark would be quadratic
_LONGER_WORD: Final = re.compile(r"[א-ת]{3}|[A-Za-z\d]")


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Return `text` squeezed, without spaces that scraping put: `נתניהו : " ישראל` becomes `נתניהו: "ישראל`.

    Idempotent. Which spaced quote opens and which closes is decided by pairing, within `text`.
    """
    plain = _close_up(squeeze(text))
    settled = _settle_quotes(plain)
    return plain if settled == plain else _close_up(settled)


def _close_up(text: str) -> str:
    """Return squeezed `text` without spaces inside brackets and before marks; most texts have none, and say so fast."""
    if any(bracket in text for bracket in ("( ", "[ ", " )", " ]")):
        text = _INSIDE_BRACKETS.sub("", text)
    return _BEFORE_MARK.sub("", text) if any(mark in text for mark in (" ,", " .", " :", " ;", " !", " ?")) else text


def _settle_quotes(text: str) -> str:
    """Return `text` with each quote mark that has a space on both sides moved to the words it belongs to."""
    if '" ' not in text and ' "' not in text and "״ " not in text and " ״" not in text:
        return text
    drop = set(_loose_spaces(text))
    return "".join(char for place, char in enumerate(text) if place not in drop)


def _loose_spaces(text: str) -> Iterator[int]:
    """Yield the offsets of the spaces between a quotation and its marks."""
    is_open = False
    for mark in _QUOTE.finditer(text):
        at = mark.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        role = _role(text, at, is_open)
        if role == "open" and after == " ":
            yield at + 1
        elif role == "close" and before == " ":
            yield at - 1
        if role in ("open", "close"):
            is_open = role == "open"


def _role(text: str, at: int, is_open: bool) -> str:
    """Tell what the quote mark at `at` does: "open", "close", or "" when it belongs inside a word (ארה"ב)."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    loose_before, loose_after = before in ("", " "), after in ("", " ")
    if not after or after in _CLOSERS:
        return "close"
    if loose_before and loose_after:
        return "close" if is_open and before else "open"
    if loose_before or before in _OPENERS:
        return "open"
    if loose_after:
        return "open" if not is_open and _OPENS_AFTER.search(text, max(0, at - _NEAR), at) else "close"
    return _inside(text, at)


def _inside(text: str, at: int) -> str:
    """A mark between letters opens a quotation only after prefix letters and before a word: ו"פועלות, not צה"ל."""
    prefixed = _PREFIXED.search(text, max(0, at - _NEAR), at) and _LONGER_WORD.match(text, at + 1)
    return "open" if prefixed else ""
