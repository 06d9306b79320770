"""Hebrew kept in the order of the screen ("visual": left to right), put back into the order of reading.

What can be known from the screen is known: right-to-left runs are turned, numbers and Latin stay. What the screen
cannot show (whether a mark between Hebrew and Latin belonged to the one or the other) is taken as Hebrew's.
"""

from __future__ import annotations

import re
from typing import Final

_RTL: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_LATIN: Final = rf"[^\W\d_{_RTL}]"
_SIGNS: Final = "[%$€£₪°#]?"
_RUN: Final = re.compile(rf"{_SIGNS}(?:{_LATIN}|\d)(?:[^{_RTL}]*(?:{_LATIN}|\d))?{_SIGNS}")
_NUMBER: Final = re.compile(rf"{_SIGNS}\d+(?:[.,:/+\-]\d+)*{_SIGNS}")
_HAS_LATIN: Final = re.compile(_LATIN)
_HEBREW: Final = re.compile("[א-ת]")
_MARKS_FIRST: Final = re.compile("([\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+)([א-ת])")
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_END: Final = re.compile("(?<=[א-ת])[םןץףך](?![א-ת])")
_START: Final = re.compile("(?<![א-ת])[םןץףך](?=[א-ת])")
_ENOUGH: Final = 4  # final letters that must be seen before their places prove anything


def to_logical(line: str) -> str:
    """Return one line of the screen in reading order; a line without Hebrew is returned as it is."""
    if not _HEBREW.search(line):
        return line
    turned = line[::-1].translate(_MIRRORED)
    return _MARKS_FIRST.sub(r"\2\1", _RUN.sub(_turned_back, turned))


def is_visual(text: str) -> bool:
    """Tell whether words of `text` surely begin with the letters that end Hebrew words."""
    first, last = len(_START.findall(text)), len(_END.findall(text))
    return first >= _ENOUGH and first >= 19 * last


def is_logical(text: str) -> bool:
    """Tell whether words of `text` surely end with the letters that end Hebrew words."""
    first, last = len(_START.findall(text)), len(_END.findall(text))
    return last >= _ENOUGH and last >= 19 * first


def _turned_back(found: re.Match[str]) -> str:
    """A run with Latin in it reads left to right as a whole; of numbers alone each does, one after the other."""
    run = found[0]
    if _HAS_LATIN.search(run):
        return run[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda number: number[0][::-1], run)
