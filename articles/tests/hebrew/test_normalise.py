"""What is stored and what is compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.hebrew.letters import BIDI_CONTROLS, GERESH_VARIANTS, GERSHAYIM_VARIANTS, NIQQUD
from articles.hebrew.normalise import clean, fold

ANY = st.text(st.characters(), max_size=60)  # lone surrogates included


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("א\x00ב\u200fג\u202bד\ud800ה", "אבגדה"),
        ("שורה\r\nשורה\rשורה\n\tסוף", "שורה\nשורה\nשורה\n\tסוף"),
        ("עמוד\x0cעמוד", "עמוד\nעמוד"),
        ("e\u0301", "é"),
        ("\ufb2a", "ש\u05c1"),
        ('נתניהו : " ישראל', 'נתניהו : " ישראל'),
        ("ארה״ב – ג׳ון", "ארה״ב – ג׳ון"),
    ],
)
def test_clean(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@given(ANY)
def test_clean_is_idempotent_and_clean(text: str) -> None:
    stored = clean(text)
    assert clean(stored) == stored == unicodedata.normalize("NFC", stored)
    assert BIDI_CONTROLS.isdisjoint(stored)
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") for char in stored)


@pytest.mark.parametrize("mark", sorted(GERSHAYIM_VARIANTS))
def test_every_gershayim_is_dropped(mark: str) -> None:
    assert fold(f"ארה{mark}ב") == "ארהב"


@pytest.mark.parametrize("mark", sorted(GERESH_VARIANTS))
def test_every_geresh_that_sounds_is_one(mark: str) -> None:
    assert fold(f"ג{mark}ון") == "ג'ונ"


@pytest.mark.parametrize("mark", sorted(NIQQUD))
def test_every_point_and_accent_is_dropped(mark: str) -> None:
    assert fold(f"ש{mark}לום") == "שלומ"


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("ל'אוריאל", "לאוריאל"),
        ("רח'", "רח'"),
        ("BBC", "bbc"),
        ("ＢＢＣ", "bbc"),
        ("Straße", "strasse"),
        ("1,250,000", "1250000"),
        ("3,5", "3,5"),
        ("ב-2019", "ב2019"),
        ("ך", "כ"),
        ('"', ""),
    ],
)
def test_fold(word: str, key: str) -> None:
    assert fold(word) == key


@given(ANY)
def test_fold_is_idempotent(word: str) -> None:
    assert fold(fold(word)) == fold(word)
