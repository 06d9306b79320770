"""What is found: words and who said them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paragraph (`start` to `end`) said by whom `speaker_start` to `speaker_end` of paragraph `named` names.

    `direct` when they stand between quotation marks; `why` says in Hebrew how the speaker is known.
    """

    paragraph: int
    start: int
    end: int
    named: int
    speaker_start: int
    speaker_end: int
    direct: bool
    why: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who was named last: where, and whether a man, a woman or several (`m`, `f`, `p`; empty when not known)."""

    paragraph: int
    start: int
    end: int
    gender: str
