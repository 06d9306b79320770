"""Texts typed on the wrong keyboard layout."""

import pytest

from articles.hebrew.keyboard import other_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bh,bvuh", "ניתנהוי"),
        ("b,bhvu", "נתניהו"),
        ("Xurhv", "סוריה"),
        ('"rta vnnakv"', '"ראש הממשלה"'),
        ("נרקסןא", "brexit"),
        ("פוtin", ""),
        ("b", ""),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


def test_there_and_back() -> None:
    for text in ("ירושלים", "צבא", "putin"):
        assert other_layout(other_layout(text)) == text
