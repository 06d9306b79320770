"""Names that a file marks in its lines, kept in their places while the lines are cleaned and tidied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from articles.hebrew.normalise import clean
from articles.intake.records import Line, Named


def retold(line: Line, text: str) -> Line:
    """Return `line` with `text`, its own text cleaned and with other white space; its names move with their words.

    A name whose words are not found in their place any more is dropped: it stays among the record's tags.
    """
    if text == line.text:
        return line
    moved = (_moved(one, line.text, text) for one in line.named)
    return replace(line, text=text, named=tuple(one for one in moved if one))


def names_of(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the names marked in lines, in order."""
    return (one.name for line in lines for one in line.named)


def kinds_of(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """Yield the names marked in lines, each with its kind."""
    return ((one.name, one.kind) for line in lines for one in line.named)


def _moved(one: Named, old: str, new: str) -> Named | None:
    words = clean(old[one.start : one.end]).strip()
    places = _places(new)
    first = _letters(clean(old[: one.start]))
    count = _letters(words)
    if not count or first + count > len(places):
        return None
    start, end = places[first], places[first + count - 1] + 1
    same = "".join(new[start:end].split()) == "".join(words.split())
    return replace(one, start=start, end=end) if same else None


def _letters(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _places(text: str) -> list[int]:
    """Return the offsets of all that is not white space."""
    return [at for at, char in enumerate(text) if not char.isspace()]
