"""What outlets put among the paragraphs: told apart by rules, with lines taken and lines left."""

from datetime import datetime

import pytest

from articles.intake import layout, stamps
from articles.intake.boilerplate import RULES, rule_of
from articles.intake.dates import ZONE
from articles.intake.records import ArticleRecord

TAKEN = [
    ("צילום: דני כהן", "credit"),
    ("(צילום: רויטרס, AP)", "credit"),
    ("איור: נועה ים", "credit"),
    ("ראש העיר בטקס הפתיחה, אתמול (צילום: דוברות העירייה)", "caption"),
    ("הגשר החדש | צילום: טל אור", "caption"),
    ("פרסומת", "advert"),
    ("- תוכן שיווקי -", "advert"),
    ("המשך הכתבה אחרי הפרסומת", "advert"),
    ("הצטרפו אלינו בפייסבוק", "invitation"),
    ("הצטרפו לערוץ הטלגרם שלנו לעדכונים", "invitation"),
    ("לעדכונים נוספים היכנסו לעמוד הפייסבוק שלנו", "invitation"),
    ("הורידו את האפליקציה שלנו והישארו מעודכנים", "invitation"),
    ("רוצים להתעדכן ראשונים? לחצו כאן", "invitation"),
    ("עקבו אחרינו באינסטגרם!", "invitation"),
    ("לכתבה המלאה לחצו כאן", "onward"),
    ("לידיעה הקודמת", "onward"),
    ("מצאתם טעות בכתבה? כתבו לנו", "correspondence"),
    ("יש לכם סיפור מעניין? שלחו לנו למייל", "correspondence"),
    ("© כל הזכויות שמורות למגדלור 2019", "rights"),
    ("כל הזכויות שמורות", "rights"),
    ("שתפו | הדפסה | 12 תגובות", "buttons"),
    ("תגובות (7)", "buttons"),
    ("זמן קריאה: 3 דקות", "reading time"),
    ("4 דקות קריאה", "reading time"),
]
LEFT = [
    "הצטרפו אליו גם חברי המועצה, ששמעו על ההחלטה רק אתמול בערב.",
    "בפייסבוק כתב ראש העיר כי הגשר ייפתח בזמן.",
    "המשטרה הודיעה בפייסבוק: הצטרפו אלינו לחיפושים.",
    "הפרסומת שודרה פעמיים, והעירייה התנצלה.",
    "מקור בכיר אמר: המשא ומתן נמשך, ואין לדעת מתי יסתיים. עם זאת, הצדדים אופטימיים.",
    "מצאתם את הזמן הנכון? השאלה הזאת מעסיקה את התושבים.",
    "כל הזכויות שהובטחו לעובדים נשמרו, אמר היושב ראש.",
    "שתפו פעולה עם המשטרה, ביקש המפקד. התושבים נענו.",
    "הצלם הציג את הצילום: תמונה גדולה. הקהל מחא כפיים. הערב נמשך שעתיים.",
    "תגובות קשות נשמעו בכנסת אחרי ההצבעה.",
    "לכתבה המלאה יש שני חלקים. הראשון פורסם אתמול.",
]


@pytest.mark.parametrize(("line", "name"), TAKEN)
def test_lines_that_are_no_part_of_the_article(line: str, name: str) -> None:
    rule = rule_of(line)
    assert rule is not None and rule.name == name


@pytest.mark.parametrize("line", LEFT)
def test_lines_of_the_article_itself(line: str) -> None:
    assert rule_of(line) is None


def test_each_rule_is_tried() -> None:
    assert {rule.name for rule in RULES} == {name for _, name in TAKEN}


STAMPS = [
    ("פורסם: 04.01.19, 14:26 | עודכן: 15:02", (2019, 1, 4, 14, 26), "עודכן: 15:02", ""),
    ("עודכן: 05.01.19, 08:00 | פורסם: 04.01.19", (2019, 1, 4, 0, 0), "עודכן: 05.01.19, 08:00", ""),
    ("04.01.2019 | 14:26", (2019, 1, 4, 14, 26), "", ""),
    ("יום שישי, 4 בינואר 2019, 14:26", (2019, 1, 4, 14, 26), "", ""),
    ('כ"ח בטבת תשע"ט', (2019, 1, 5, 0, 0), "", ""),
    ("יוסי לוין | 04.01.19 | 14:26", (2019, 1, 4, 14, 26), "", "יוסי לוין"),
    ("רונית בן־דוד, כתבתנו בצפון | 4.1.2019", (2019, 1, 4, 0, 0), "", "רונית בן־דוד, כתבתנו בצפון"),
]


@pytest.mark.parametrize(("line", "published", "update_stamp", "byline"), STAMPS)
def test_stamps(line: str, published: tuple[int, ...], update_stamp: str, byline: str) -> None:
    stamp = stamps.read(line, at_edge=True)
    assert stamp is not None and stamp.published is not None
    assert stamp.published.at == datetime(*published, tzinfo=ZONE)  # type: ignore[misc, arg-type]
    assert (stamp.update_stamp, stamp.byline) == (update_stamp, byline)


@pytest.mark.parametrize("line", ["4 בינואר 2019", "יוסי לוין | 04.01.19", "04.01.2019"])
def test_a_bare_date_inside_the_article_is_its_text(line: str) -> None:
    assert stamps.read(line) is None


def test_a_whole_article() -> None:
    text = "\n".join(
        ["הגשר נפתח", "יוסי לוין | 04.01.19 | 14:26", "הגשר החדש | צילום: טל אור", "הגשר נפתח הבוקר לתנועה.", "פרסומת",
         "התושבים ברכו על ההחלטה.", "4 בינואר 2018", "העבודות החלו.", "5 במרץ 2018", "נמצאו עתיקות.", "סוף הסיפור.",
         "הצטרפו אלינו בפייסבוק", "© כל הזכויות שמורות"]
    )  # fmt: skip
    record = layout.from_text(text)
    assert isinstance(record, ArticleRecord)
    assert (record.byline, record.deck, record.date_known_from) == ("יוסי לוין", "", "text")
    assert record.published == datetime(2019, 1, 4, 14, 26, tzinfo=ZONE)
    assert [line.text for line in record.body] == [
        "הגשר נפתח הבוקר לתנועה.", "התושבים ברכו על ההחלטה.", "4 בינואר 2018", "העבודות החלו.", "5 במרץ 2018",
        "נמצאו עתיקות.", "סוף הסיפור.",
    ]  # fmt: skip
    assert len([line for line in record.paragraphs if line.kind in ("note", "credit")]) == 5
