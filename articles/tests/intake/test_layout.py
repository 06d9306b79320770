"""Scraped text laid out: an article of our own with all that scraping does, rule by rule, and the real sample."""

import re
from dataclasses import replace

import pytest

from articles.intake import layout, related, stamps
from articles.intake.dates import parse
from articles.intake.fitting import with_defaults
from articles.intake.records import ArticleRecord, Line, Rejection
from articles.tests.intake.conftest import sample

SCRAPED = """השר לביטחון הפנים ביקר בנמל אשדוד אחרי השריפה
בביקור נכחו גם ראש העיר ומפקד התחנה .  השר : " נבדוק כל טענה ".  כמו כן ,  הובטח פיצוי
השר לביטחון הפנים ,  יוסי לוין ,  ביקר הבוקר  ( שלישי )  בנמל אשדוד .  לדבריו  " הלקחים יופקו מיד ".
 ראש העיר אמר כי העובדים  " ניצלו בנס " ,  וכי ה"עירייה תסייע לכל נפגע ".
עוד בוואלה !  NEWSהנמל ייסגר לשבוע :  אלו האוניות שיופנו לחיפהלוין :  לא נרתע מביקורתהאם הנמל ערוך לשריפה הבאה?
תחקיר ראשוני העלה כי מערכת הכיבוי לא פעלה כ-40 דקות .
צילום: דני כהן
הצטרפו לערוץ הטלגרם שלנו לעדכונים
 ( עדכון שני :  09:05 )

השר לביטחון הפנים ביקר בנמל אשדוד אחרי השריפה
בביקור נכחו גם ראש העיר ומפקד התחנה .  השר : " נבדוק כל טענה ".  כמו כן ,  הובטח פיצוי
"""
TITLE = "השר לביטחון הפנים ביקר בנמל אשדוד אחרי השריפה"
DECK = 'בביקור נכחו גם ראש העיר ומפקד התחנה. השר: "נבדוק כל טענה". כמו כן, הובטח פיצוי'


def laid(text: str) -> ArticleRecord:
    """Lay out a text that has an article in it."""
    record = layout.from_text(text)
    assert isinstance(record, ArticleRecord)
    return record


def letters(*texts: str) -> str:
    """Return the letters and digits of texts, in order."""
    return re.sub(r"[\W_]", "", "".join(texts))


def told(record: ArticleRecord, kind: str) -> list[str]:
    """Return the paragraphs of one kind."""
    return [line.text for line in record.paragraphs if line.kind == kind]


def test_everything_at_once() -> None:
    record = laid(SCRAPED)
    assert (record.title, record.deck) == (TITLE, DECK)
    assert told(record, "text") == [
        'השר לביטחון הפנים, יוסי לוין, ביקר הבוקר (שלישי) בנמל אשדוד. לדבריו "הלקחים יופקו מיד".',
        'ראש העיר אמר כי העובדים "ניצלו בנס", וכי ה"עירייה תסייע לכל נפגע".',
        "תחקיר ראשוני העלה כי מערכת הכיבוי לא פעלה כ-40 דקות.",
    ]
    assert told(record, "credit") == ["צילום: דני כהן"]
    assert told(record, "note") == ["עוד בוואלה! NEWS", "הצטרפו לערוץ הטלגרם שלנו לעדכונים"]
    assert record.update_stamp == "עדכון שני: 09:05"
    assert record.published is None
    assert {layout.TIDIED, layout.REPEATED} <= set(record.notes)


def test_related_items_are_told_apart() -> None:
    assert [link.text for link in laid(SCRAPED).related] == [
        "הנמל ייסגר לשבוע: אלו האוניות שיופנו לחיפה",
        "לוין: לא נרתע מביקורת",
        "האם הנמל ערוך לשריפה הבאה?",
    ]


def _all(record: ArticleRecord) -> str:
    """Return the letters of a laid-out article, sorted: what was moved apart stands elsewhere."""
    moved = [link.text for link in record.related]
    return "".join(
        sorted(letters(record.title, record.deck, *(p.text for p in record.paragraphs), *moved, record.update_stamp))
    )


def test_no_letter_is_lost_or_added() -> None:
    record = laid(SCRAPED)
    assert _all(record) == "".join(sorted(letters(SCRAPED.rsplit("\n\n", 1)[0])))
    assert letters(SCRAPED.rsplit("\n\n", 1)[1]) == letters(record.title, record.deck)


def test_the_order_of_the_body_is_kept() -> None:
    source = letters(SCRAPED)
    places = [source.index(letters(text)) for text in told(laid(SCRAPED), "text")]
    assert places == sorted(places)


def test_the_walla_sample() -> None:
    text = sample("walla-netanyahu-putin.txt").read_text("utf-8")
    record = laid(text)
    assert record.title == "נתניהו ופוטין דנו על נסיגת הכוחות האמריקניים מסוריה"
    assert record.deck.startswith("השיחה שהתקיימה") and 'נתניהו: "ישראל נחושה' in record.deck
    assert len(told(record, "text")) == 8
    assert "שוחח היום (שישי) עם" in told(record, "text")[0]
    assert 'ו"פועלות יחד בכמה חזיתות". השר' in told(record, "text")[6]
    assert [link.text for link in record.related] == [
        "בלי חיילים על הקרקע: טראמפ רוצה להכריע את איראן - דרך הכיס",
        "טראמפ: איראן יכולה לעשות מה שהיא רוצה בסוריה",
        "פומפאו לנתניהו: מחויבים לתמוך בישראל גם אחרי הנסיגה מסוריה",
    ]
    assert (record.update_stamp, record.published, record.date_known_from) == ("עדכון ראשון: 14:26", None, "unknown")
    assert layout.REPEATED in record.notes


def test_the_walla_sample_loses_no_letter() -> None:
    text = sample("walla-netanyahu-putin.txt").read_text("utf-8")
    article, repeat = text.rstrip().rsplit("\n\n", 1)
    assert _all(laid(text)) == "".join(sorted(letters(article)))
    assert letters(repeat) == letters(laid(text).title, laid(text).deck)


BODY_NOT_RELATED = [
    "עוד בוואלה נמסר כי השר לא ישתתף בדיון.",
    "עוד בתחילת השבוע אמר השר כי לא יתפטר",
    "עוד בנושא זה אמר השר דברים",
    "קראו גם לראש הממשלה להתפטר",
]


@pytest.mark.parametrize("line", BODY_NOT_RELATED)
def test_sentences_are_no_related_items(line: str) -> None:
    assert related.lead(line) == ""


def test_a_lead_alone_takes_the_short_lines_below_it() -> None:
    lines = ["עוד בנושא:", "כותרת ראשונה", "כותרת שנייה", "וזה כבר משפט של הכתבה, שנגמר בנקודה."]
    assert related.block(lines, 0, frozenset()) == (["כותרת ראשונה", "כותרת שנייה"], 3)


def test_what_cannot_be_divided_stays_one() -> None:
    assert related.split("הנשיא נפגש עם מלך ירדן במעונו", frozenset()) == ["הנשיא נפגש עם מלך ירדן במעונו"]


STAMPS = [
    ("(עדכון ראשון: 14:26)", "עדכון ראשון: 14:26"),
    ("עודכן: 14:26", "עודכן: 14:26"),
    ("עודכן לאחרונה ב-04.01.2019 14:26", "עודכן לאחרונה ב-04.01.2019 14:26"),
    ("עדכון אחרון: 04.01.19, 14:26", "עדכון אחרון: 04.01.19, 14:26"),
]


@pytest.mark.parametrize(("line", "stamp"), STAMPS)
def test_update_stamps(line: str, stamp: str) -> None:
    read = stamps.read(line)
    assert read and read.update_stamp == stamp


@pytest.mark.parametrize(
    "line", ["עודכן כי השר הגיע בשעה 14:26", "עדכון: השר התפטר", "בשעה 14:26 נשמעה אזעקה", "פורסם בעיתון הארץ"]
)
def test_sentences_are_no_stamps(line: str) -> None:
    assert stamps.read(line) is None


def test_a_date_in_the_text_is_known_from_the_text() -> None:
    record = laid("כותרת\nמשנה\nפורסם: 04.01.19, 12:11\nמאת: יעל ברק\nגוף הכתבה כאן.")
    assert record.published and record.published.isoformat() == "2019-01-04T12:11:00+02:00"
    assert (record.date_known_from, record.time_known, record.byline) == ("text", True, "יעל ברק")
    assert told(record, "text") == ["גוף הכתבה כאן."]
    assert {"פורסם: 04.01.19, 12:11", "מאת: יעל ברק"} == {*told(record, "note"), *told(record, "credit")}


def test_a_stamp_with_an_hour_only_is_of_the_day_of_publication() -> None:
    moment = parse("2019-01-04")
    assert moment
    record = with_defaults(laid(SCRAPED), "וואלה", moment.at)
    assert record.updated and record.updated.isoformat() == "2019-01-04T09:05:00+02:00"
    assert record.date_known_from == "archivist"


def test_the_file_knows_better_than_the_archivist() -> None:
    stated, given = parse("2018-12-31"), parse("2019-01-04")
    assert stated and given
    record = replace(laid(SCRAPED), published=stated.at, date_known_from="metadata", source="מגדלור")
    assert with_defaults(record, "אחר", given.at).published == stated.at
    assert with_defaults(record, "אחר", given.at).source == "מגדלור"


def test_wrapped_lines_are_joined() -> None:
    words = "מילה אחת ועוד מילה אחת ועוד מילה אחת ועוד מילה אחת"
    text = "כותרת קצרה\n\n" + "\n\n".join("\n".join([words] * 4) for _ in range(3))
    record = laid(text)
    assert record.title == "כותרת קצרה"
    assert record.deck == " ".join([words] * 4)
    assert len(record.paragraphs) == 2


def test_a_long_first_line_is_body_too() -> None:
    line = "מילה " * 200
    record = laid(line)
    assert record.title.endswith("…") and len(record.title) <= 101
    assert [one.text for one in record.paragraphs] == [line.strip()]


@pytest.mark.parametrize("text", ["", " \n\t\n", "…\n---\n", "\u200f\u202e"])
def test_no_text_is_a_reason(text: str) -> None:
    assert isinstance(layout.from_text(text), Rejection)


def test_a_body_that_repeats_only_the_deck_keeps_it() -> None:
    record = ArticleRecord("כותרת", deck="משנה", paragraphs=(Line("text", "גוף"), Line("text", "משנה")))
    assert [line.text for line in layout.arrange(record).paragraphs] == ["גוף", "משנה"]
