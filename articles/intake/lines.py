"""Lines of a text file in bounded memory, however long a line is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from articles.intake import limits


def bounded(file: TextIO, most: int = limits.LINE_CHARACTERS) -> Iterator[tuple[int, str | None]]:
    """Yield each line with its number from 1; None stands for one longer than `most` characters, which is skipped."""
    number = 0
    while line := file.readline(most + 1):
        number += 1
        if len(line) > most and not line.endswith("\n"):
            _skip(file, most)
            yield number, None
        else:
            yield number, line


def _skip(file: TextIO, most: int) -> None:
    """Read on to the end of the line."""
    while (rest := file.readline(most)) and not rest.endswith("\n"):
        continue
