"""Marks over a text, and the text cut into pieces by them: all that templates draw."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A mark of `kind` over the code points `start` to `end` of a text; `data` is for whoever draws it."""

    start: int
    end: int
    kind: str
    data: Any = None


class Piece(NamedTuple):
    """A stretch of the text under the same marks, the longest mark first; `start` is its offset in code points."""

    text: str
    start: int
    marks: tuple[Span, ...]

    @property
    def entity(self) -> Any:
        """The entity of the innermost mention over this piece."""
        found = self.mark("entity")
        return found and found.data

    @property
    def found(self) -> Span | None:
        """The mark of a search over this piece."""
        return self.mark("hit")

    def mark(self, kind: str) -> Span | None:
        """Return the innermost mark of `kind` over this piece."""
        return next((span for span in reversed(self.marks) if span.kind == kind), None)


def cut(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Cut `text` by overlapping `spans`; the pieces joined give the text back. Spans beyond the text are clipped."""
    length = len(text)
    clipped = [span for span in spans if 0 <= span.start < length and span.start < span.end]
    clipped.sort(key=_order)
    pieces, at = [], 0
    for span in clipped:
        if span.start < at:
            return list(_overlapping(text, clipped))
        if at < span.start:
            pieces.append(Piece(text[at : span.start], at, ()))
        at = min(span.end, length)
        pieces.append(Piece(text[span.start : at], span.start, (span,)))
    if at < length:
        pieces.append(Piece(text[at:], at, ()))
    return pieces


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _overlapping(text: str, spans: list[Span]) -> Iterator[Piece]:
    """Yield the pieces of a text under spans in order, each under all that lie over it."""
    edges = sorted({0, len(text)} | {edge for span in spans for edge in (span.start, min(span.end, len(text)))})
    live: list[Span] = []
    coming = iter(spans)
    following = next(coming, None)
    for start, end in itertools.pairwise(edges):
        live = [span for span in live if span.end > start]
        while following is not None and following.start <= start:
            live.append(following)
            following = next(coming, None)
        yield Piece(text[start:end], start, tuple(sorted(live, key=lambda s: (s.start - s.end, s.start))))
