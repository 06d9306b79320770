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
    clipped.sort(key=lambda span: (span.start, -span.end))
    if all(one.end <= other.start for one, other in itertools.pairwise(clipped)):
        return list(_alternating(text, clipped))
    edges = sorted({0, len(text)} | {edge for span in clipped for edge in (span.start, min(span.end, len(text)))})
    return list(_pieces(text, clipped, edges))


def _alternating(text: str, spans: list[Span]) -> Iterator[Piece]:
    """Yield the pieces of a text under marks that do not touch one another's insides."""
    at = 0
    for span in spans:
        if at < span.start:
            yield Piece(text[at : span.start], at, ())
        at = min(span.end, len(text))
        yield Piece(text[span.start : at], span.start, (span,))
    if at < len(text):
        yield Piece(text[at:], at, ())


def _pieces(text: str, spans: list[Span], edges: list[int]) -> Iterator[Piece]:
    live: list[Span] = []
    coming = iter(spans)
    following = next(coming, None)
    for start, end in itertools.pairwise(edges):
        live = [span for span in live if span.end > start]
        while following is not None and following.start <= start:
            live.append(following)
            following = next(coming, None)
        yield Piece(text[start:end], start, tuple(sorted(live, key=lambda s: (s.start - s.end, s.start))))
