"""A condition as sets of articles: what a search asks that needs no look into any article. Pure.

The keys name sets that every segment keeps: `1` and a lexeme, the articles that have it (`2`, `3` and `4`: those in
which it weighs much); `s` and a number, those of a source; `c` and a name, of a section; `e` and a number, those that
speak of an entity.
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


Bits = Has | Days | Without | Every | Some


def keys(bits: Bits) -> Iterator[str]:
    """Yield every key that a condition names."""
    if isinstance(bits, Has):
        yield bits.key
    elif isinstance(bits, Without):
        yield from keys(bits.part)
    elif isinstance(bits, Every | Some):
        for part in bits.parts:
            yield from keys(part)
