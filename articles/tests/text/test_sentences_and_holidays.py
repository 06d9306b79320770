"""Sentences by their offsets, and the holidays of the Hebrew calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import holidays
from articles.text.sentences import sentence_around, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("אחת. שתיים! שלוש?", ["אחת.", "שתיים!", "שלוש?"]),
        ('הוא אמר: "די." והלך.', ['הוא אמר: "די."', "והלך."]),
        ("א. ב. יהושע כתב ספר. הוא בן 3.5 שנים", ["א. ב. יהושע כתב ספר.", "הוא בן 3.5 שנים"]),
        ("שורה\nשנייה", ["שורה", "שנייה"]),
        ("דנו בסוריה .  עוד דנו באיראן .", ["דנו בסוריה .", "עוד דנו באיראן ."]),
        ("  ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet='אבג .!?"\n1', max_size=60))
def test_sentences_lose_no_letter(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())


def test_the_sentence_around_a_place() -> None:
    text = "אחת שתיים. שלוש ארבע. חמש."
    start, end = sentence_around(text, text.index("שלוש"), text.index("שלוש") + 4)
    assert text[start:end] == "שלוש ארבע."


def test_holidays_are_stretches_of_days() -> None:
    names = {one.name: (one.start, one.end) for one in holidays.between(date(2019, 3, 1), date(2019, 5, 1))}
    assert names["פורים"] == (date(2019, 3, 21), date(2019, 3, 21))
    assert names["פסח"] == (date(2019, 4, 20), date(2019, 4, 26))


def test_a_holiday_that_passes_into_another_year_is_told_once() -> None:
    found = [one for one in holidays.between(date(2016, 12, 1), date(2017, 1, 31)) if one.name == "חנוכה"]
    assert [(one.start, one.end) for one in found] == [(date(2016, 12, 25), date(2017, 1, 1))]
