"""What a form that the dictionary lacks may be an inflection of, judged by its ending alone.

A guess counts only when the dictionary has it as a lemma, so nothing is invented. Plurals are safe enough to be
searched for; possessive, construct and feminine endings often close a name (שלומית, גבי), so what they suggest is
stored with a text's word but not asked for with a query's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from articles.hebrew import lexicon

# ending -> what the base form has in its place; folded letters (מ for ם).
_PLURAL: Final[dict[str, tuple[str, ...]]] = {
    "יימ": ("", "י", "יה"),
    "יות": ("ית", "י", "יה"),
    "ויות": ("ות",),
    "ימ": ("", "ה", "ת"),
    "ות": ("", "ה", "ת"),
    "ותי": ("", "ה", "ת"),
    "אות": ("ה",),
}
_POSSESSIVE: Final[dict[str, tuple[str, ...]]] = {
    "יו": ("",), "יה": ("",), "יהמ": ("",), "יהנ": ("",), "ינו": ("",), "יכמ": ("",), "ייכ": ("",),
    "ותיו": ("", "ה", "ת"), "ותיה": ("", "ה", "ת"), "ותיהמ": ("", "ה", "ת"), "ותיהנ": ("", "ה", "ת"),
    "ותינו": ("", "ה", "ת"), "ויותיו": ("ות",), "ויותיה": ("ות",), "ויותיהמ": ("ות",),
    "תו": ("ה", "ת"), "תה": ("ה", "ת"), "תמ": ("ה", "ת"), "תנ": ("ה", "ת"), "תנו": ("ה", "ת"), "תי": ("ה", "ת"),
    "תכמ": ("ה", "ת"),
    "נו": ("",), "ו": ("", "ה"), "ה": ("",), "מ": ("",), "נ": ("",), "כמ": ("",), "כ": ("",),
}  # fmt: skip
_CONSTRUCT_OR_FEMININE: Final[dict[str, tuple[str, ...]]] = {
    "י": ("", "ה"), "ת": ("ה", ""), "ית": ("י", ""), "ה": ("",), "יי": ("", "י"),
}  # fmt: skip

_SHORTEST: Final = 2


def bases(stem: str) -> Iterator[tuple[str, bool]]:
    """Dictionary lemmas that an unknown folded stem may inflect, each with whether a query may ask for it."""
    for table in (_PLURAL, _POSSESSIVE, _CONSTRUCT_OR_FEMININE):
        yield from ((base, table is _PLURAL) for base in _guesses(stem, table) if lexicon.is_lemma(base))


def _guesses(stem: str, table: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for ending, replacements in table.items():
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            yield from (stem.removesuffix(ending) + replacement for replacement in replacements)
