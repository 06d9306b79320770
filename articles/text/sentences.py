"""A text cut into its sentences, by offsets in code points. Pure.

A sentence ends at . ! or ? (with a closing quotation mark or bracket) before white space, or at a line's end. A full
stop after a single letter (א. ב. יהושע) or between digits ends nothing.
"""

import itertools
import re

_END = re.compile(r"(?<!\b\w)[.!?…]+[\"”״'׳)\]]*(?=\s)|\n+|(?<=\w{2})\s+[.!?](?=\s)")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of `text` start and end, white space around them left out; in order, not empty."""
    edges = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    spans = []
    for start, end in itertools.pairwise(edges):
        piece = text[start:end]
        if piece.strip():
            begins = start + len(piece) - len(piece.lstrip())
            spans.append((begins, begins + len(piece.strip())))
    return spans


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the first and last offset of the sentences that hold `start` to `end`."""
    found = [one for one in sentences(text) if one[0] < end and one[1] > start]
    return (found[0][0], found[-1][1]) if found else (start, end)
