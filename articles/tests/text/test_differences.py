"""Differences: both sides can be read back from the parts, and like stands beside like."""

from hypothesis import given
from hypothesis import strategies as st

from articles.text.differences import Part, Row, likeness, paragraphs, words


def text(parts: tuple[Part, ...]) -> str:
    """Return the text of one side."""
    return "".join(part.text for part in parts)


def test_words() -> None:
    row = words('הנשיא פוטין אמר אתמול: "לא".', 'הנשיא ולדימיר פוטין אמר היום: "לא".')
    assert [(part.mark, part.text) for part in row.parts] == [
        ("same", "הנשיא"),
        ("new", " ולדימיר"),
        ("same", " פוטין אמר "),
        ("gone", "אתמול"),
        ("new", "היום"),
        ("same", ': "לא".'),
    ]
    assert row.changed and not words("א", "א").changed


def test_a_space_between_two_changes_belongs_to_the_change() -> None:
    assert [part.text for part in words("שלום לכל העולם הרחב", "שלום אל חלל הרחב").parts] == [
        "שלום ", "לכל העולם", "אל חלל", " הרחב",
    ]  # fmt: skip


@given(st.text(alphabet='אבג ."־', max_size=60), st.text(alphabet='אבג ."־', max_size=60))
def test_both_sides_can_be_read_back(old: str, new: str) -> None:
    row = words(old, new)
    assert (text(row.old), text(row.new)) == (old, new)
    assert row.changed == (old != new)


@given(st.lists(st.text(alphabet="אבג ", max_size=12), max_size=6), st.lists(st.text(alphabet="אבג ", max_size=12)))
def test_all_paragraphs_of_both_are_there_in_order(old: list[str], new: list[str]) -> None:
    rows = paragraphs(old, new)
    assert [text(row.old) for row in rows if row.in_old] == old
    assert [text(row.new) for row in rows if row.in_new] == new


def test_a_rewritten_paragraph_stands_beside_what_it_was() -> None:
    old = ["פתיח שנשאר.", "השר הודיע אתמול על צעד חדש במשק.", "סוף."]
    new = ["פתיח שנשאר.", "פסקה חדשה לגמרי נוספה כאן.", "השר הודיע הבוקר על צעד חדש במשק.", "סוף."]
    assert [(row.in_old, row.in_new, row.changed) for row in paragraphs(old, new)] == [
        (True, True, False),
        (False, True, True),
        (True, True, True),
        (True, True, False),
    ]


def test_many_replaced_paragraphs_are_not_matched_by_likeness() -> None:
    rows = paragraphs([f"ישן {n}" for n in range(80)], [f"חדש {n}" for n in range(80)])
    assert len(rows) == 160 and not any(row.in_old and row.in_new for row in rows)


def test_likeness() -> None:
    assert likeness("א ב ג", "ב ג ד") == 2 * 2 / 6
    assert likeness("", "") == 1.0


def test_an_empty_row_is_no_change() -> None:
    assert not Row(()).changed
