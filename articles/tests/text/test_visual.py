"""Hebrew in the order of the screen, put back into the order of reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.visual import is_logical, is_visual, to_logical

# How the line stands on the screen from left to right, and how it is read.
LINES = [
    ("םולש", "שלום"),
    (".םלוע םולש", "שלום עולם."),
    ("HX-200 אוה םגדה", "הדגם הוא HX-200"),
    (".םילקש ןוילימ 1,250", "1,250 מיליון שקלים."),
    ("45.5% לש היילע", "עלייה של 45.5%"),
    ("2019 ראוניב 4", "4 בינואר 2019"),
    ("04.01.2019 םויב", "ביום 04.01.2019"),
    ("14:26 העשב", "בשעה 14:26"),
    ("New York Times ןותיעה", "העיתון New York Times"),
    (".(ישילש) לומתא", "אתמול (שלישי)."),
    ('"גח םוי"', '"יום חג"'),
    ("39-כ", "כ-39"),
    ("[תכרעמה תרעה]", "[הערת המערכת]"),
    ("S-300 ו־F-35", "S-300 ו־F-35"[::-1].replace("003-S", "S-300").replace("53-F", "F-35")),
    ("No Hebrew (at all), 12%.", "No Hebrew (at all), 12%."),
    ("", ""),
]


@pytest.mark.parametrize(("screen", "read"), LINES)
def test_lines(screen: str, read: str) -> None:
    assert to_logical(screen) == read


@given(st.text("אבגדהוזחטיכלמנסעפצקרשתםןףץך ,.!?\"'()-"))
def test_turning_hebrew_twice_is_turning_it_never(text: str) -> None:
    assert to_logical(to_logical(text)) == text


@given(st.text(max_size=80))
def test_nothing_is_lost(text: str) -> None:
    pairs = str.maketrans(")]}>»", "([{<«")
    assert sorted(to_logical(text).translate(pairs)) == sorted(text.translate(pairs))


READ = "ראש הממשלה שוחח היום עם נשיא רוסיה והשניים דנו בהסדר המדיני בצפון ובשיתוף הפעולה ביניהם"


def test_final_letters_tell_the_order() -> None:
    assert is_logical(READ) and not is_visual(READ)
    assert is_visual(READ[::-1]) and not is_logical(READ[::-1])
    assert not is_visual("שלום") and not is_logical("שלום")
