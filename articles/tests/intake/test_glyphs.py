"""Glyphs where a page has them, to lines and paragraphs in reading order, whatever order the file draws them in."""

import random
from collections.abc import Iterator

import pytest

from articles.intake import reading
from articles.intake.readers import glyphs, pdf
from articles.intake.readers.glyphs import Glyph
from articles.intake.records import ArticleRecord, Rejection
from articles.tests.intake.test_golden import DATA

SIZE = 10.0


def drawn(text: str, right: float, y: float, size: float = SIZE) -> Iterator[Glyph]:
    """Yield the glyphs of a line of Hebrew that begins at `right` and runs to the left."""
    x = right
    for char in text:
        width = size / 2
        yield Glyph(char, x - width, x, y, size)
        x -= width


def page(*lines: tuple[str, float, float]) -> list[Glyph]:
    """Return the glyphs of lines (text, right, baseline), in no order."""
    found = [glyph for line in lines for glyph in drawn(*line)]
    random.Random(1).shuffle(found)  # noqa: S311 - not for secrets
    return found


RIGHT = ["הטור הימני נפתח בשורה", "ממשיך בשורה השנייה של", "ואחריה בשורה שלישית גם", "מסתיים בשורה הרביעית."]
LEFT = ["הטור השמאלי בא אחריו", "ממשיך בשורה השנייה של", "ואחריה בשורה שלישית גם", "מסתיים בשורה הרביעית."]


def test_lines_from_top_to_bottom() -> None:
    found = glyphs.lines(page(("שורה שנייה", 400, 680), ("שורה ראשונה", 400, 700)))
    assert [line.text for line in found] == ["שורה ראשונה", "שורה שנייה"]
    assert glyphs.columns(found) == 1


@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_the_right_column_is_read_first(shift: float) -> None:
    """Also when the rows of the columns do not stand at one height."""
    right = [(text, 500.0, 700 - 14.0 * n) for n, text in enumerate(RIGHT)]
    left = [(text, 250.0, 700 - shift - 14.0 * n) for n, text in enumerate(LEFT)]
    found = glyphs.lines(page(("כותרת על פני שני הטורים שלמטה ועוד מעט מילים לרוחב", 500, 760), *right, *left))
    assert [line.text for line in found[1:]] == RIGHT + LEFT
    assert glyphs.columns(found) == 2


def test_words_are_parted_by_gaps_without_spaces() -> None:
    first, second = list(drawn("מילה", 400, 700)), list(drawn("אחרת", 377, 700))
    assert [line.text for line in glyphs.lines([*second, *first])] == ["מילה אחרת"]


def test_paragraphs_end_at_short_lines_gaps_and_other_type() -> None:
    long = "שורה ארוכה שממלאת את כל רוחב הטור כולו ועוד מילה"
    lines = [
        (long, 400.0, 700.0),
        ("וסוף הפסקה.", 400.0, 686.0),
        (long, 400.0, 672.0),
        (long, 400.0, 658.0),
        (long, 400.0, 620.0),
    ]
    parts = list(glyphs.paragraphs(glyphs.lines(page(*lines))))
    assert [len(part) for part in parts] == [2, 2, 1]
    larger = [*drawn("כותרת ביניים", 400, 600, 14.0)]
    assert len(list(glyphs.paragraphs(glyphs.lines([*page(*lines), *larger])))) == 4


def test_letters_of_old_fonts_are_restored() -> None:
    """Fonts of the nineties call א à: the bytes of Windows Hebrew, taken for Latin."""
    latin = "שלום עולם, זה טקסט ישן".encode("cp1255").decode("latin-1")
    document = pdf._Document([glyphs.lines(page((latin, 400, 700)))], [842.0], letters=18)
    restored = pdf._restored(document)
    assert restored.misread and restored.pages[0][0].text == "שלום עולם, זה טקסט ישן"
    assert pdf.MISREAD in list(pdf._doubts(restored))


def test_doubts_and_refusals_are_said() -> None:
    lines = glyphs.lines(page(("שורה אחת של טקסט", 400, 700)))
    document = pdf._Document([lines, []], [842.0, 842.0], letters=30, lost=3, turned=5)
    assert [doubt.partition("(")[0] for doubt in pdf._doubts(document)] == [
        pdf.LOST_GLYPHS.format(3), pdf.TURNED.format(5).partition("(")[0],
        pdf.EMPTY_PAGES.format("2").partition("(")[0],
    ]  # fmt: skip
    assert pdf._reason(pdf._Document(letters=30, lost=400)) == pdf.NO_LETTERS
    assert pdf._reason(pdf._Document(letters=3)) == pdf.SCANNED
    assert pdf._reason(pdf._Document([[]] * 101, letters=100)) == pdf.LONG


def test_a_paragraph_that_a_column_breaks_is_one() -> None:
    (record,) = reading.read(DATA / "in" / "two-columns.pdf", "a.pdf")
    assert isinstance(record, ArticleRecord)
    assert all(line.text.endswith((".", '"')) for line in record.body)


def test_a_scan_is_refused_with_what_to_do() -> None:
    (item,) = reading.read(DATA / "in" / "scanned.pdf", "a.pdf")
    assert isinstance(item, Rejection) and "OCR" in item.reason
