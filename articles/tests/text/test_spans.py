"""Texts cut by overlapping marks."""

from hypothesis import given
from hypothesis import strategies as st

from articles.text.spans import Span, cut

PLACES = st.integers(-2, 30), st.integers(-2, 40)
SPANS = st.lists(st.tuples(*PLACES, st.sampled_from(["hit", "entity"]), st.none()).map(Span._make), max_size=6)


@given(st.text(max_size=30), SPANS)
def test_pieces_joined_are_the_text_and_carry_their_marks(text: str, spans: list[Span]) -> None:
    pieces = cut(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        inside = [s for s in spans if 0 <= s.start <= piece.start and s.end >= piece.start + len(piece.text)]
        assert sorted(map(id, piece.marks)) == sorted(id(s) for s in inside if s.start < len(text))


def test_overlapping_marks_cut_each_other() -> None:
    pieces = cut("אבגד", [Span(0, 3, "entity", "x"), Span(1, 4, "hit")])
    assert [(p.text, p.entity, bool(p.found)) for p in pieces] == [
        ("א", "x", False),
        ("בג", "x", True),
        ("ד", None, True),
    ]


def test_the_innermost_mention_wins() -> None:
    pieces = cut("אוניברסיטת תל אביב", [Span(0, 18, "entity", "university"), Span(11, 18, "entity", "city")])
    assert [piece.entity for piece in pieces] == ["university", "city"]
