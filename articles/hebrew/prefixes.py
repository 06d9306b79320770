"""The letters that Hebrew glues to the front of a word, and the orders in which they may stack.

A stack is: ו (and), then a subordinator (ש כש לכש מש), then one preposition or the article (ב ל כ מ ה), or one of
the few pairs that are spelled out: מה (from the), כה (as the), and before numbers and measures בכ לכ מכ (in, to,
from about), כב (as in). ב and ל swallow the article, so בה and לה are no stacks.
"""

from __future__ import annotations

from typing import Final

from articles.hebrew.letters import HYPHENS
from articles.hebrew.normalise import fold

_SUBORDINATORS: Final = ("", "ש", "כש", "לכש", "מש")
_PREPOSITIONS: Final = ("", "ה", "ב", "ל", "כ", "מ", "מה", "כה", "בכ", "לכ", "מכ", "כב")

STACKS: Final = frozenset(
    conjunction + subordinator + preposition
    for conjunction in ("", "ו")
    for subordinator in _SUBORDINATORS
    for preposition in _PREPOSITIONS
) - {""}

LONGEST: Final = max(map(len, STACKS))


def is_stack(letters: str) -> bool:
    """Whether these folded letters are a legal stack of prefixes."""
    return letters in STACKS


def splits(key: str, shortest: int = 2) -> list[tuple[str, str]]:
    """Every way to part a folded word into a legal stack and at least `shortest` more letters, shortest stack first."""
    lengths = range(1, min(LONGEST, len(key) - shortest) + 1)
    return [(key[:n], key[n:]) for n in lengths if key[:n] in STACKS]


def hyphenated(word: str) -> tuple[str, str] | None:
    """The folded stack and the rest as written of a word whose prefix is set off by a hyphen: ב-2019 -> (ב, 2019)."""
    at = next((i for i, char in enumerate(word) if char in HYPHENS), 0)
    head = fold(word[:at])
    return (head, word[at + 1 :]) if is_stack(head) and fold(word[at + 1 :]) else None
