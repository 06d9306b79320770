"""What the tagger sees of a word, and how tags are written on words. Pure: no Django."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from articles.hebrew import lexicon
from articles.hebrew.analyzer import readings
from articles.hebrew.letters import GERESH_VARIANTS, GERSHAYIM_VARIANTS, is_hebrew
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Token

OUTSIDE: Final = "O"
_MOST_SKIPPED: Final = 3  # prefix letters that a label can leave out
_AROUND: Final = (-2, -1, 1, 2)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The code points `start` to `end` of a text are a name of this kind; `confidence` from 0 to 1."""

    start: int
    end: int
    kind: str
    confidence: float = 1.0


def labels(tokens: list[Token], names: Iterable[Tagged]) -> list[str]:
    """Write names on words: B and the letters left out for the first word, I for the rest, O outside."""
    written = [OUTSIDE] * len(tokens)
    for name in names:
        inside = [at for at, token in enumerate(tokens) if token.start < name.end and name.start < token.end]
        for place, at in enumerate(inside):
            skipped = min(max(0, name.start - tokens[at].start), _MOST_SKIPPED)
            written[at] = f"I-{name.kind}" if place else f"B{skipped}-{name.kind}"
    return written


def read(tokens: list[Token], written: list[str], sure: list[float]) -> Iterator[Tagged]:
    """Read names off labelled words; a name is as sure as its least sure word."""
    at = 0
    while at < len(tokens):
        label, first = written[at], at
        at += 1
        if not label.startswith("B"):
            continue
        while at < len(tokens) and written[at] == f"I-{label[3:]}":
            at += 1
        start = tokens[first].start + int(label[1])
        if start < tokens[first].end:
            yield Tagged(start, tokens[at - 1].end, label[3:], min(sure[first:at]))


def features(text: str, tokens: list[Token]) -> list[list[str]]:
    """Return what is seen of each word: itself, its prefix, its like in the dictionary, its neighbours."""
    own = [_own(token.text) for token in tokens]
    return [
        [
            "always",
            *own[at],
            *_place(text, token),
            *(f"{step}:{one}" for step in _AROUND if 0 <= at + step < len(own) for one in own[at + step][:5]),
        ]
        for at, token in enumerate(tokens)
    ]


def _own(word: str) -> list[str]:
    form = fold(word)
    best = next(iter(readings(word)), None)
    stem, prefix = (best.stem, best.prefix) if best else (form, "")
    return [
        f"w={form}",
        f"stem={stem}",
        f"shape={_shape(word)}",
        f"seen={_rank(form)}",
        f"prefix={prefix}",
        f"known={lexicon.is_listed(stem)}",
        f"stemseen={_rank(stem)}",
        f"length={min(len(form), 9)}",
        f"first={form[:1]}",
        f"head={form[:2]}",
        f"tail={form[-2:]}",
        f"ending={form[-3:]}",
        *(f"bare{cut}={form[cut:]}" for cut in (1, 2) if len(form) > cut + 1),
    ]


def _shape(word: str) -> str:
    if any(letter in GERSHAYIM_VARIANTS for letter in word):
        return "acronym"
    if any(letter in GERESH_VARIANTS for letter in word):
        return "geresh"
    if any(letter.isdigit() for letter in word):
        return "digits"
    return "hebrew" if any(map(is_hebrew, word)) else "latin"


def _rank(form: str) -> int:
    """Return how common a form is, in powers of ten."""
    return round(-math.log10(lexicon.frequency(form)))


def _place(text: str, token: Token) -> Iterator[str]:
    before, after = text[: token.start].rstrip(" "), text[token.end :].lstrip(" ")
    yield f"before={before[-1:]}" if not before[-1:].isalnum() else "before=word"
    yield f"after={after[:1]}" if not after[:1].isalnum() else "after=word"
