"""What one name in an article says of others in it: a surname after the full name, initials of a long name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from articles.hebrew.letters import GERSHAYIM_VARIANTS
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Token, tokenize
from articles.models.entity import Kind, Rule
from articles.tagging import names

_SHORTEST = 2  # letters of a surname; words of a name that has initials
_PREFIXES = "הלבומ"  # letters that may stand before a word of a name whose initials leave them out


@dataclass(frozen=True, slots=True)
class Ruled:
    """The code points `start` to `end` of a text probably speak of `entity`, by `rule`."""

    start: int
    end: int
    entity: int
    rule: Rule


@dataclass(slots=True)
class Article:
    """The full names met so far in an article, in the order of reading. `kinds` tells what each entity is."""

    kinds: dict[int, str]
    surnames: dict[str, set[int]] = field(default_factory=dict)
    initials: dict[str, set[int]] = field(default_factory=dict)

    def meet(self, key: str, entity: int) -> None:
        """Take note of a name (its folded words) of an entity."""
        words = key.split(" ")
        if len(words) < _SHORTEST:
            return
        if self.kinds.get(entity) == Kind.PERSON:
            self.surnames.setdefault(words[-1], set()).add(entity)
        else:
            for letters in _initials(words):
                self.initials.setdefault(letters, set()).add(entity)

    def find(self, text: str, taken: Iterable[tuple[int, int]]) -> Iterator[Ruled]:
        """Yield what the names met so far say of `text`, outside the spans `taken`, where only one entity fits."""
        spans = list(taken)
        for token in tokenize(text):
            if not any(start < token.end and token.start < end for start, end in spans):
                yield from self._in(token)

    def _in(self, token: Token) -> Iterator[Ruled]:
        dotted = any(letter in GERSHAYIM_VARIANTS for letter in token.text[1:-1])
        known, rule = (self.initials, Rule.ACRONYM) if dotted else (self.surnames, Rule.SURNAME)
        for skipped, stem in names.stems(token.text):
            entities = known.get(fold(stem), set())
            if len(entities) == 1 and len(stem) >= _SHORTEST:
                yield Ruled(token.start + skipped, token.end, next(iter(entities)), rule)
                return


def _initials(words: list[str]) -> set[str]:
    """Return the first letters of words, with and without their prefix letters: צהל of צבא ההגנה לישראל."""
    whole = "".join(word[0] for word in words)
    bare = "".join(word[1] if word[0] in _PREFIXES and len(word) > 2 else word[0] for word in words)
    return {fold(whole), fold(bare)} if len(words) >= _SHORTEST else set()
