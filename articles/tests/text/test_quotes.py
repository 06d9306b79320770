"""Quotes and their speakers against sentences that say who said what."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.quotes import Quote, quoted, quotes

TABLES = ("quotes.txt", "quotes_unseen.txt", "quotes_unseen_again.txt", "quotes_news.txt")
Said = tuple[str, str]  # the words, who said them


def cases(table: str) -> list[tuple[list[str], list[Said]]]:
    read = []
    for line in Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, _, who = line.partition("=>")
        words = re.findall(r"<([^>]*)>", text)
        speakers = [one.strip() for one in who.split("|") if one.strip()]
        paragraphs = [part.strip() for part in re.sub("[<>]", "", text).split("¶")]
        read.append((paragraphs, list(zip(words[-len(speakers) :] if speakers else [], speakers, strict=True))))
    return read


def said(paragraphs: list[str], one: Quote) -> Said:
    return paragraphs[one.paragraph][one.start : one.end], paragraphs[one.named][one.speaker_start : one.speaker_end]


def score(table: str) -> tuple[int, int, int, list[str]]:
    right = found = there = 0
    wrong = []
    for paragraphs, expected in cases(table):
        got = [said(paragraphs, one) for one in quotes(paragraphs)]
        good = [one for one in got if one in expected]
        right, found, there = right + len(good), found + len(got), there + len(expected)
        wrong += [f"+ {one}" for one in got if one not in expected] + [f"- {one}" for one in expected if one not in got]
    return right, found, there, wrong


@pytest.mark.parametrize("table", TABLES)
def test_quotes_of_the_tables(table: str) -> None:
    right, found, there, wrong = score(table)
    print(f"{len(cases(table))} sentences: precision {right / found:.3f}, recall {right / there:.3f}", *wrong, sep="\n")
    assert len(cases(table)) >= 20
    assert right / found >= 0.95 and right / there >= 0.9, wrong


@pytest.mark.parametrize(
    ("text", "who", "words"),
    [
        ('נתניהו : " ישראל נחושה להמשיך ".  כמו כן ,  דנו .', "נתניהו", "ישראל נחושה להמשיך"),
        ('בריאיון לרשת ,  הוסיף פומפאו : " עשינו שינויים .  הממשל החליט ". ', "פומפאו", "עשינו שינויים .  הממשל החליט"),
        ("פוטין אמר שיש להבטיח את היציבות .", "פוטין", "יש להבטיח את היציבות"),
        ("בתוך כך ,  שר החוץ פומפאו ,  אמר הלילה כי ישראל משתפת פעולה .", "שר החוץ פומפאו", "ישראל משתפת פעולה"),
    ],
)
def test_quotes_of_an_article_of_january_2019(text: str, who: str, words: str) -> None:
    (one,) = quotes([text])
    assert said([text], one) == (words, who)


def test_marks_of_acronyms_are_no_quotation_marks() -> None:
    text = 'ארה"ב "ניצחה" את צה"ל, ו"הפסידה" לאו"ם'
    assert [text[start:end] for start, end in quoted(text)] == ["ניצחה", "הפסידה"]


def test_known_names_tell_who_the_subject_is() -> None:
    text = "ראש הממשלה בנימין נתניהו שוחח עם טראמפ, ואמר שישראל תגן על עצמה."
    at = text.index("בנימין")
    (one,) = quotes([text], [[(at, at + 13), (text.index("טראמפ"), text.index("טראמפ") + 5)]])
    assert said([text], one) == ("ישראל תגן על עצמה", "בנימין נתניהו")
    assert quotes([text]) == []


@given(st.lists(st.text(alphabet='אמר כישלדבריו":,.הוסיפהארה"ב', max_size=70), max_size=4))
def test_any_text_is_read_without_error_and_quotes_lie_in_it(paragraphs: list[str]) -> None:
    for one in quotes(paragraphs):
        assert 0 <= one.start < one.end <= len(paragraphs[one.paragraph])
        assert 0 <= one.speaker_start < one.speaker_end <= len(paragraphs[one.named]) and one.named <= one.paragraph
