"""Facts of the Hebrew script that every other module of this package builds on."""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import groupby
from typing import Final

LETTERS: Final = "אבגדהוזחטיכלמנסעפצקרשת"
FINALS: Final = {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}
PREFIX_LETTERS: Final = frozenset("והבכלמש")

GERESH: Final = "'"
GERSHAYIM: Final = '"'
# What people type for each: typewriter, Hebrew, curly, low, reversed, prime, full width, backtick.
GERESH_VARIANTS: Final = frozenset("'׳’‘‚‛′＇`´")
GERSHAYIM_VARIANTS: Final = frozenset('"״”“„‟″＂')
# Letters whose sound a geresh changes (ג'ון, ז'בוטינסקי, צ'ק, ת'אצ'ר, ח'ליפה, ד'אהר, ט'אהר, סג'ע').
SOUND_LETTERS: Final = frozenset("גזצץתדחטרעס")

MAQAF: Final = "־"
# Hyphens that may tie a prefix to its word; a dash set off by spaces never touches two words.
HYPHENS: Final = frozenset("-־‐‑–−")

NIQQUD: Final = frozenset(chr(code) for code in range(0x0591, 0x05C8) if unicodedata.category(chr(code)) == "Mn")
BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Invisible characters that may stand inside a word without being any part of it.
IGNORABLE: Final = BIDI_CONTROLS | frozenset("\u00ad\u034f\u200c\u200d\u2060\ufeff")

_FOLDED: Final = frozenset(LETTERS)


def is_hebrew(char: str) -> bool:
    """Whether one character is a Hebrew letter, final forms included."""
    return char in _FOLDED or char in FINALS


def all_hebrew(word: str) -> bool:
    """Whether every character of a folded word is a plain Hebrew letter."""
    return _FOLDED.issuperset(word)


def _ranges(codes: list[int]) -> str:
    """The inside of a regular expression's character class that matches exactly these code points."""
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in runs)


# Marks (niqqud, accents, vowel signs of other scripts) and ignorables: they continue a word.
MARKS: Final = _ranges(
    sorted(
        {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] == "M"}
        | {ord(char) for char in IGNORABLE}
    )
)
