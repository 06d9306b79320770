"""A condition as sets of articles: what a search asks that needs no look into any article. Pure.

The keys name sets that every segment keeps: `1` and a lexeme, the articles that have it; `s` and a number, those of a
source; `c` and a name, of a section; `e` and a number, those that speak of an entity; `p`, those whose pairs of words
are not kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Has:
    """The articles of one key."""

    key: str


@dataclass(frozen=True, slots=True)
class Days:
    """The articles of the days from `first` to `last`, both included, as `date.toordinal` counts; never the undated."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Without:
    """All articles but these."""

    part: "Bits"


@dataclass(frozen=True, slots=True)
class Every:
    """The articles in all of these; of none, all articles."""

    parts: "tuple[Bits, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """The articles in any of these; of none, no article."""

    parts: "tuple[Bits, ...]"


@dataclass(frozen=True, slots=True)
class Adjacent:
    """The articles in which words stand one after another.

    `pairs` are those of each two neighbours, any of which a text has (`search.pairs`); `words` the articles that have
    all of the words. Where pairs are not `enough`, PostgreSQL is asked the tsquery `query` about the articles left.
    """

    pairs: tuple[tuple[int, ...], ...]
    words: "Bits"
    query: str
    enough: bool


Bits = Has | Days | Without | Every | Some | Adjacent
UNPAIRED = "p"  # the articles of a segment whose pairs are not kept


def group_of(bits: Bits) -> tuple[str, ...]:
    """Return the keys any of which an article has, where that is all a condition says; else none."""
    if isinstance(bits, Has):
        return (bits.key,)
    if isinstance(bits, Some):
        keys = tuple([part.key for part in bits.parts if isinstance(part, Has)])
        return keys if len(keys) == len(bits.parts) else ()
    return ()


def groups(bits: Bits) -> Iterator[tuple[str, ...]]:
    """Yield the groups of keys that a condition names."""
    if group := group_of(bits):
        yield group
    elif isinstance(bits, Adjacent):
        yield (UNPAIRED,)
        yield from groups(bits.words)
    elif isinstance(bits, Without):
        yield from groups(bits.part)
    elif isinstance(bits, Every | Some):
        for part in bits.parts:
            yield from groups(part)


def adjacent(bits: Bits) -> Iterator[Adjacent]:
    """Yield every phrase of a condition."""
    if isinstance(bits, Adjacent):
        yield bits
    elif isinstance(bits, Without):
        yield from adjacent(bits.part)
    elif isinstance(bits, Every | Some):
        for part in bits.parts:
            yield from adjacent(part)
