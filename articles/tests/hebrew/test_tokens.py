"""Words and their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.hebrew import tokens
from articles.hebrew.tokens import Stretches, Token, _words, tokenize

HEBREW = st.text("אבגדהוכלמנספצשתם\"'״׳’‘“”־-–.,:/%0123456789 \nABcדְּ", max_size=80)
ANY = st.text(max_size=80) | HEBREW


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('אמר "שלום" והלך', ["אמר", "שלום", "והלך"]),
        ('ארה"ב, ארה״ב ו"ארה”ב"', ['ארה"ב', "ארה״ב", 'ו"ארה”ב']),
        ("רה''מ ''ציטוט''", ["רה''מ", "ציטוט"]),
        ("ג'ון צ׳ק ג’ורג'", ["ג'ון", "צ׳ק", "ג’ורג'"]),
        ("רח' יפו, פרופ' כהן", ["רח'", "יפו", "פרופ'", "כהן"]),
        ("יום א'-ב' בערב", ["יום", "א'", "ב'", "בערב"]),
        ("אמר 'שלום' לרח' יפו", ["אמר", "שלום", "לרח'", "יפו"]),
        ("ב'מעריב' נכתב", ["ב'מעריב", "נכתב"]),
        ("בית-ספר בית־ספר", ["בית", "ספר", "בית", "ספר"]),
        ('ב-2019 ה–37 מה-37 ל-BBC ה-"פרובוקציה"', ["ב-2019", "ה–37", "מה-37", "ל-BBC", 'ה-"פרובוקציה']),
        ("ה-ספר של-ספר א-ב-ג", ["ה-ספר", "של", "ספר", "א", "ב", "ג"]),
        ("שנות ה-'80", ["שנות", "ה-'80"]),
        ("3.5 1,250 14:26 24/7 50%", ["3.5", "1,250", "14:26", "24/7", "50"]),
        ("1948,1967 ב-3, 4", ["1948", "1967", "ב-3", "4"]),
        ("S-300 F16 ynet.co.il", ["S", "300", "F16", "ynet", "co", "il"]),
        ("don't O’Neill players'", ["don't", "O’Neill", "players"]),
        ("שָׁלוֹם־עֲלֵיכֶם", ["שָׁלוֹם", "עֲלֵיכֶם"]),
        ('ב"הארץ" ל"CNN" ב"7 ימים"', ['ב"הארץ', 'ל"CNN', 'ב"7', "ימים"]),
        ("", []),
        ("\"' - ־ ’ ְ", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


@pytest.mark.parametrize("mark", "\"״”“'׳’‘")
def test_a_mark_inside_joins_and_around_does_not(mark: str) -> None:
    assert [token.text for token in tokenize(f"{mark}ארז{mark}ב{mark}")] == [f"ארז{mark}ב"]


def test_offsets_are_code_points() -> None:
    assert tokenize("😀 שָׁלוֹם") == [Token("שָׁלוֹם", 2, 9)]


@given(ANY)
def test_offsets_give_back_the_text(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.text == text[token.start : token.end] and end <= token.start < token.end
        end = token.end


@given(ANY)
def test_every_letter_and_digit_is_in_one_token(text: str) -> None:
    inside = [at for token in tokenize(text) for at in range(token.start, token.end)]
    assert len(inside) == len(set(inside))
    assert {at for at, char in enumerate(text) if char.isalnum()} <= set(inside)


@pytest.mark.parametrize("unit", ["א", 'א"', "א'", "ב-", "1,", "אְְ", "'", "ְ", '"א-', "ב'-", "1.", "א-'"])
def test_time_is_linear(unit: str) -> None:
    """Counted, not timed: characters looked at outside of the two passes, per character of the text."""
    looked = 0

    class Counted(str):
        def __getitem__(self, key: object) -> str:
            nonlocal looked
            part = super().__getitem__(key)  # type: ignore[index]
            looked += len(part)
            return part

    text = Counted(unit * 2000)
    tokenize(text)
    assert looked <= 40 * len(text)


@given(ANY | st.text("אבש'׳\"-־ .,\n1a\u200fּ", max_size=40))
def test_reading_stretch_by_stretch_is_reading_the_whole(text: str) -> None:
    assert tuple(tokenize(text)) == _words(text, quoted=False)[0]
    assert all(token.text == text[token.start : token.end] for token in tokenize(text))


@given(ANY | st.text("אבש'׳\"-־ .,\n1a\u200fּ", max_size=40))
def test_stretches_have_the_words_of_the_text(text: str) -> None:
    stretches = Stretches(text)
    assert [
        Token(word, at + start, at + stop)
        for number, at in enumerate(stretches.starts)
        for word, start, stop in stretches.words_of(number)
    ] == tokenize(text)
    assert all(text.startswith(word, at) for word, at in zip(stretches.words, stretches.starts, strict=True))


@given(ANY)
def test_words_without_their_places_are_the_same(text: str) -> None:
    assert tokens.words(text) == [token.text for token in tokenize(text)]
