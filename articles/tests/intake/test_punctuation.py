"""Spaced punctuation: what it becomes, and that nothing but spaces ever changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.intake.punctuation import tidy

CASES = [
    ('נתניהו : " ישראל נחושה ".  כמו כן ,  שר', 'נתניהו: "ישראל נחושה". כמו כן, שר'),
    ("שוחח היום  ( שישי )  עם", "שוחח היום (שישי) עם"),
    ('פעולה ו"פועלות יחד בכמה חזיתות ".  השר', 'פעולה ו"פועלות יחד בכמה חזיתות". השר'),
    ('כינתה אותה  " פרובוקציה ". ', 'כינתה אותה "פרובוקציה".'),
    ('ומבצע  " מגן צפוני "', 'ומבצע "מגן צפוני"'),
    ('ח"כ " כהן " אמר ל"וואלה "', 'ח"כ "כהן" אמר ל"וואלה"'),
    ('הוא אמר: "כן" , ואז " לא "', 'הוא אמר: "כן", ואז "לא"'),
    ('של ו" ידיעות "', 'של ו"ידיעות"'),
    ('אמר ל-" הארץ " כי', 'אמר ל-"הארץ" כי'),
    ('אמר " ( כן ) " והלך', 'אמר "(כן)" והלך'),
    ('לא תשפיע על ישראל ".  השניים', 'לא תשפיע על ישראל". השניים'),
    ('דובר צה"ל ,  תא"ל רונן', 'דובר צה"ל, תא"ל רונן'),
    ("מה קרה ?  דבר !", "מה קרה? דבר!"),
]
UNTOUCHED = [
    "נוצחה 2 : 1 בחוץ",
    "הטמפרטורה ירדה ל-0.5",
    'ארה"ב ובמזה"ת',
    "ג'ון בולטון",
    "כן ... אולי",
    "S-300",
    "א - ב",
]


@pytest.mark.parametrize(("spaced", "plain"), CASES)
def test_spaced_punctuation_is_repaired(spaced: str, plain: str) -> None:
    assert tidy(spaced) == plain


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_right_stays(text: str) -> None:
    assert tidy(text) == text


@given(st.text(alphabet='אבגהו"״.,:;!?() -1aB\n', max_size=60))
def test_only_spaces_change_and_once_is_enough(text: str) -> None:
    once = tidy(text)
    assert re.sub(r"\s", "", once) == re.sub(r"\s", "", text)
    assert tidy(once) == once
