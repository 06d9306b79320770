"""What is stored (`clean`) and what is compared (`fold`)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from articles.hebrew.letters import (
    BIDI_CONTROLS,
    FINALS,
    GERESH,
    GERESH_VARIANTS,
    GERSHAYIM,
    GERSHAYIM_VARIANTS,
    IGNORABLE,
    LETTERS,
    MARKS,
    NIQQUD,
    SOUND_LETTERS,
)

# Words that a lone carriage return, form feed or NEL sets apart must stay apart: those become a newline.
_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x85]")
_UNWANTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff" + "".join(sorted(BIDI_CONTROLS)) + "]")

_PLAIN: Final = re.compile(f"[{LETTERS}{''.join(FINALS)}]*")
_UNIFY: Final = str.maketrans(
    dict.fromkeys(NIQQUD | IGNORABLE, "")
    | dict.fromkeys(GERESH_VARIANTS, GERESH)
    | dict.fromkeys(GERSHAYIM_VARIANTS, GERSHAYIM)
    | FINALS
    | {"⁄": "/"}
)
_FINAL: Final = {plain: final for final, plain in FINALS.items()}
_DOUBLE_GERESH: Final = re.compile("''+")
# A geresh says something only after a letter whose sound it changes, or at the end of a word (רח').
_SILENT_GERESH: Final = re.compile(f"(?<![{''.join(sorted(SOUND_LETTERS))}])'(?!$)")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NOISE: Final = re.compile(rf"[^\w'.,:/{MARKS}]|_")


def clean(text: str) -> str:
    """The text as it is stored: NFC, line breaks as \\n, no bidi or control characters, no lone surrogates.

    Idempotent. Offsets anywhere in the archive count code points of this text.
    """
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _BREAKS.sub("\n", text)))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The key of one word: two words with one key are the same word as typed.

    Niqqud, accents of chant, final letters, case, width, hyphens and gershayim do not count; a geresh counts
    (as ') where it carries sound (ג'ון is not גון) or ends the word (רח'); thousands commas do not. Idempotent.
    """
    if _PLAIN.fullmatch(word):
        return fold_finals(word)
    key = unicodedata.normalize("NFKD", word.translate(_UNIFY)).translate(_UNIFY)
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key.casefold()).casefold())
    return _drop_punctuation(key.translate(_UNIFY))


def fold_finals(text: str) -> str:
    """The text with final letters made plain and nothing else changed."""
    for final, plain in FINALS.items():
        text = text.replace(final, plain)
    return text


def _drop_punctuation(key: str) -> str:
    key = _NOISE.sub("", _DOUBLE_GERESH.sub(GERSHAYIM, key)).lstrip("'.,:/").rstrip(".,:/")
    key = _SILENT_GERESH.sub("", key)
    # What was parted by a dropped character may now compose.
    return unicodedata.normalize("NFC", _THOUSANDS.sub("", key))


def finished(text: str) -> str:
    """Return folded words as they are written, with a final letter at their end."""
    return " ".join([_with_final(word) for word in text.split(" ")])


def _with_final(word: str) -> str:
    long = len(word) > 1 and word[-1] in _FINAL and word[-2] in LETTERS
    return word[:-1] + _FINAL[word[-1]] if long else word


def fold_acronym(word: str) -> str:
    """The word folded, but with its gershayim kept: acronyms are told from the same letters without."""
    return GERSHAYIM.join(map(fold, word.split(GERSHAYIM))) if GERSHAYIM in word else fold(word)
