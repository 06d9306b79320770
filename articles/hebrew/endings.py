"""The endings of nouns and adjectives: what a form may be an inflection of, and by which rule.

A base is only proposed here; whether it is likely is for the frequencies to say (`candidates.py`).
All strings are folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

# rule -> ending -> what the base has in its place; מ stands for ם.
RULES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "plural": {
        "ימ": ("",), "ות": ("ה", ""), "יות": ("ית", "יה", "ייה", "י"), "ויות": ("ות",), "אות": ("ה", "א"),
    },
    "plural_h": {"ימ": ("ה", "י")},
    "plural_y": {"יימ": ("י", "יי"), "ייות": ("ייה", "יה")},
    "plural_t": {"ות": ("ת", "ית"), "ימ": ("ת",)},
    "dual": {"יימ": ("", "ה", "ת"), "תיימ": ("ה", "ת")},
    "feminine": {"ה": ("",), "ית": ("י", ""), "ת": ("",), "יה": ("י",), "נית": ("נ",)},
    "construct": {"ת": ("ה",)},
    "construct_plural": {
        "י": ("", "ה", "ת"), "יי": ("י",), "ותי": ("ה", "ת", ""), "ויותי": ("ות",), "יותי": ("ית", "יה"),
    },
    "own_singular": {
        "ו": ("", "ה"), "ה": ("",), "מ": ("",), "נ": ("",), "נו": ("",), "כמ": ("",), "כ": ("",), "הו": ("ה",),
        "יהו": ("ה",),
    },
    "own_feminine": {
        "תו": ("ה", "ת"), "תה": ("ה", "ת"), "תמ": ("ה", "ת"), "תנ": ("ה", "ת"), "תנו": ("ה", "ת"), "תי": ("ה", "ת"),
        "תכמ": ("ה", "ת"), "תכ": ("ה", "ת"),
    },
    "own_plural": {
        ending: ("", "ה", "י", "ת") for ending in ("יו", "יה", "יהמ", "יהנ", "ינו", "יכמ", "ייכ", "יכ")
    },
    "own_plural_f": {
        f"ותי{ending}": ("ה", "ת", "ית", "") for ending in ("ו", "ה", "המ", "הנ", "נו", "כמ", "כ")
    } | {f"ויותי{ending}": ("ות",) for ending in ("ו", "ה", "המ", "הנ")},
}  # fmt: skip

BOUND: Final = frozenset(rule for rule in RULES if rule.startswith(("construct", "own")))
_SHORTEST: Final = 2

_BY_ENDING: Final[dict[str, list[tuple[str, tuple[str, ...]]]]] = {}
for _rule, _table in RULES.items():
    for _ending, _bases in _table.items():
        _BY_ENDING.setdefault(_ending, []).append((_rule, _bases))
_LONGEST: Final = max(map(len, _BY_ENDING))


def bases(form: str) -> Iterator[tuple[str, str]]:
    """What the form may inflect, each with the rule."""
    for length in range(1, min(_LONGEST, len(form) - _SHORTEST) + 1):
        for rule, replacements in _BY_ENDING.get(form[-length:], ()):
            yield from ((form[:-length] + replacement, rule) for replacement in replacements)
