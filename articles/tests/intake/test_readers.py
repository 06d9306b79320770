"""Each format read, and what each says when a file or a row of it is bad. Nothing here touches the database."""

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from articles.intake import columns, limits, mapping, reading
from articles.intake.dates import ZONE
from articles.intake.records import ArticleRecord, Line, Rejection
from articles.tests.intake.conftest import ReadFile, WriteFile, records, rejections, sample, workbook, worked

ARTICLE = "כותרת הכתבה\nכותרת המשנה שלה\nפסקה ראשונה של הגוף.\nפסקה שנייה של הגוף."
LINE = {"id": 7, "title": "כותרת", "body": "פסקה.\nעוד פסקה.", "source": "מגדלור", "published": "2019-01-04"}


def one(items: list[ArticleRecord | Rejection]) -> ArticleRecord:
    """Return the only thing read, an article."""
    (item,) = items
    assert isinstance(item, ArticleRecord), item
    return item


def refusal(items: list[ArticleRecord | Rejection]) -> str:
    """Return the reason of the only thing read, a rejection."""
    (item,) = items
    assert isinstance(item, Rejection), item
    return item.reason


# --- text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1255"])
def test_text(read_file: ReadFile, encoding: str) -> None:
    record = one(read_file("a.txt", ARTICLE.encode(encoding)))
    assert (record.title, record.deck, len(record.paragraphs)) == ("כותרת הכתבה", "כותרת המשנה שלה", 2)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "אין בקובץ טקסט"),
        ("a.txt", b"\x00" * 100, "אינו קובץ טקסט"),
        ("a.txt", "שלום".encode("cp1255") + b"\xfb\xfc", "להכריע"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "Office"),
        ("a.txt", b"\x1f\x8b\x08", "הדחוס"),
        ("a.docx", b"PK\x03\x04", "ZIP פגום"),
    ],
)
def test_what_is_no_text(read_file: ReadFile, name: str, data: bytes, why: str) -> None:
    assert why in refusal(read_file(name, data))


def test_a_text_too_long_is_refused(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_BYTES", 50)
    assert "חלקו אותו" in refusal(read_file("a.txt", ARTICLE))


def test_bidi_controls_and_surrogates_are_cleaned(read_file: ReadFile) -> None:
    thing = {"title": "\u202eכו\u200fתרת\ud800", "body": "גו\u0000ף"}
    record = one(read_file("a.jsonl", json.dumps(thing)))
    assert (record.title, record.paragraphs[0].text) == ("כותרת", "גוף")


# --- JSON lines -----------------------------------------------------------------------------------------------


def test_json_lines(read_file: ReadFile) -> None:
    record = one(read_file("a.jsonl", json.dumps(LINE, ensure_ascii=False)))
    assert (record.external_id, record.title, record.source) == ("7", "כותרת", "מגדלור")
    assert record.paragraphs == (Line("text", "פסקה."), Line("text", "עוד פסקה."))
    assert record.published == datetime(2019, 1, 4, tzinfo=ZONE)
    assert (record.date_known_from, record.time_known, record.place) == ("metadata", False, "שורה 1")


def test_paragraphs_with_kinds_and_other_names(read_file: ReadFile) -> None:
    thing = {
        "headline": "כותרת",
        "paragraphs": [{"kind": "heading", "text": "ביניים"}, {"kind": "evil", "text": "א"}, "ב", None],
        "related": [{"text": "קשורה", "url": "https://example.org/1"}, "עוד"],
        "entities": [{"name": "בנימין נתניהו"}, "סוריה"],
        "publishedAt": "04.01.2019 14:26",
    }
    record = one(read_file("a.jsonl", json.dumps(thing)))
    assert [(line.kind, line.text) for line in record.paragraphs] == [
        ("heading", "ביניים"),
        ("text", "א"),
        ("text", "ב"),
    ]
    assert [(link.text, link.url) for link in record.related] == [("קשורה", "https://example.org/1"), ("עוד", "")]
    assert record.tags == ("בנימין נתניהו", "סוריה")
    assert record.time_known


BAD_LINES = [
    ("{", "אינה JSON תקין"),
    ("[1, 2]", "אינה אובייקט"),
    ('"text"', "אינה אובייקט"),
    ("[" * 100_000, "אינה JSON תקין"),
    ('{"a": ' + "9" * 5000 + "}", "אינה JSON תקין"),
    ('{"body": "בלי כותרת"}', "אין כותרת"),
    ('{"title": "א", "published": "אתמול"}', "אינו קריא"),
    ('{"title": "א", "published": "2999-01-01"}', "אינו סביר"),
    (json.dumps({"title": "א" * 1001}), "ארוך מ־1,000"),
    (json.dumps({"title": "א", "id": "x" * 201}), "ארוך מ־200"),
    (json.dumps({"title": "א", "source": "x" * 201}), "ארוך מ־200"),
    (json.dumps({"title": "\ufffd\ufffd\ufffd", "body": "\ufffd"}), "משובש"),
    (json.dumps({"title": "א", "paragraphs": ["א"] * 5001}), "5,000"),
]


@pytest.mark.parametrize(("line", "why"), BAD_LINES)
def test_a_bad_line_does_not_stop_the_rest(read_file: ReadFile, line: str, why: str) -> None:
    good = json.dumps(LINE, ensure_ascii=False)
    items = read_file("a.jsonl", f"{good}\n{line}\n\n{good}\n")
    assert [type(item) for item in items] == [ArticleRecord, Rejection, ArticleRecord]
    assert (items[1].place, items[2].place) == ("שורה 2", "שורה 4")
    assert why in rejections(items)[0].reason


def test_fields_that_do_not_fit_are_told_of(read_file: ReadFile) -> None:
    thing = {**LINE, "url": "javascript:alert(1)", "section": "ס" * 150, "byline": "כותב " * 100, "tags": "א|ב"}
    record = one(read_file("a.jsonl", json.dumps(thing)))
    assert (record.url, len(record.section), len(record.byline) <= 300) == ("", 100, True)
    assert [line.kind for line in record.paragraphs] == ["text", "text", "credit"]
    assert sum(word in " ".join(record.notes) for word in ("javascript:", "קוצר", "כקרדיט", "תגיות")) == 4


@pytest.mark.parametrize(
    "url", ["https://example.org/a b", "https://" + "a" * 3000 + ".com", "ftp://x.org/", "http://[::1", "//x.org"]
)
def test_addresses_that_are_none(read_file: ReadFile, url: str) -> None:
    assert one(read_file("a.jsonl", json.dumps({**LINE, "url": url}))).url == ""


def test_a_line_of_100_mb_is_refused_in_bounded_memory(write_file: WriteFile, tmp_path: Path) -> None:
    good = json.dumps(LINE)
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        file.write(good + '\n{"title": "')
        for _ in range(100):
            file.write("x" * 2**20)
        file.write('"}\n' + good + "\n")
    tracemalloc.start()
    started = worked()
    items = list(reading.read(path, path.name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(item) for item in items] == [ArticleRecord, Rejection, ArticleRecord]
    assert items[2].place == "שורה 3"
    assert peak < 60 * 2**20 and worked() - started < 20


def test_one_json_list(read_file: ReadFile) -> None:
    items = read_file("a.json", json.dumps([LINE, 5, LINE]))
    assert [item.place for item in items] == ["פריט 1", "פריט 2", "פריט 3"]
    assert isinstance(items[1], Rejection)


def test_json_lines_under_another_name(read_file: ReadFile) -> None:
    assert one(read_file("a.txt", json.dumps(LINE))).external_id == "7"


# --- tables ---------------------------------------------------------------------------------------------------

HEADERS = [
    (
        "title,sub_title,author,date,content,Party",
        {0: "title", 1: "deck", 2: "byline", 3: "published", 4: "body", 5: "tags"},
    ),
    (
        "כותרת,כותרת משנה,תאריך,תוכן,מאת,מדור,קישור",
        {0: "title", 1: "deck", 2: "published", 3: "body", 4: "byline", 5: "section", 6: "url"},
    ),
    (
        "id,source,language,url,headline,snippet,published_at,topic,entities_json",
        {0: "external_id", 1: "source", 3: "url", 4: "title", 5: "deck", 6: "published", 7: "section", 8: "tags"},
    ),
    ("Published At,Article-Title,fullText,guid", {0: "published", 1: "title", 2: "body", 3: "external_id"}),
    ("headline,title", {1: "title"}),
    ("x,y,z", {}),
]


@pytest.mark.parametrize(("header", "fields"), HEADERS)
def test_columns_are_guessed_by_name(header: str, fields: dict[int, str]) -> None:
    assert columns.guess(header.split(",")) == fields


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1255"])
def test_csv(read_file: ReadFile, delimiter: str, encoding: str) -> None:
    rows = [["כותרת", "תאריך", "תוכן"], ['ארה"ב, היום', "04.01.19", "פסקה ראשונה.\nפסקה שנייה עם האותיות ם ן ץ."]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    record = one(read_file("a.csv", text.getvalue().encode(encoding)))
    assert record.title == 'ארה"ב, היום'
    assert record.published == datetime(2019, 1, 4, tzinfo=ZONE)
    assert [line.text for line in record.paragraphs] == ["פסקה ראשונה.", "פסקה שנייה עם האותיות ם ן ץ."]


def test_bad_rows_are_told_by_line(read_file: ReadFile) -> None:
    text = 'title,date,body\nא,31.02.2020,ב\n,1.1.2020,ב\nא,1.1.2020,ב,ג\n\n"א" ב,1.1.2020,ג\nטוב,1.1.2020,ג\n'
    items = read_file("a.csv", text)
    assert [(item.place, isinstance(item, Rejection)) for item in items] == [
        ("שורה 2", True), ("שורה 3", True), ("שורה 4", True), ("שורה 6", True), ("שורה 7", False),
    ]  # fmt: skip
    assert rejections(items)[0].raw == {"title": "א", "date": "31.02.2020", "body": "ב"}


def test_a_quote_that_is_never_closed(read_file: ReadFile) -> None:
    items = read_file("a.csv", 'title,body\nא,ב\nג,"ד\nה,ו\n')
    assert len(records(items)) == 1
    assert "CSV תקין" in rejections(items)[0].reason


def test_a_csv_line_too_long(read_file: ReadFile) -> None:
    items = read_file("a.csv", "title,body\nא," + "x" * (limits.LINE_CHARACTERS + 5) + "\nב,ג\n")
    assert [item.title for item in records(items)] == ["ב"]
    assert [item.place for item in rejections(items)] == ["שורה 2"]


def test_a_table_without_a_title_column(read_file: ReadFile) -> None:
    assert "עמודת כותרת" in refusal(read_file("a.csv", "x,y\n1,2\n"))


@pytest.mark.parametrize("text", ["title,body\n", "title"])
def test_a_table_of_a_header_alone_holds_nothing(read_file: ReadFile, text: str) -> None:
    assert read_file("a.csv", text) == []


def test_an_empty_table(read_file: ReadFile) -> None:
    assert "אין בטבלה שורות" in refusal(read_file("a.csv", "\n\n"))


def rows_of(*rows: tuple[str, str, str]) -> str:
    """Return a CSV of title, date, content rows."""
    return "title,date,content\n" + "".join(",".join(row) + "\n" for row in rows)


A, B = ("ראשונה", "30.05.19"), ("שנייה", "30.05.19")


def test_rows_of_one_title_and_date_are_one_article(read_file: ReadFile) -> None:
    items = records(
        read_file("a.csv", rows_of((*A, "1"), (*A, "2"), (*B, "3"), (*B, "4"), ("ראשונה", "31.05.19", "5")))
    )
    assert [[line.text for line in item.paragraphs] for item in items] == [["1", "2"], ["3", "4"], ["5"]]
    assert [item.place for item in items] == ["שורות 2–3", "שורות 4–5", "שורה 6"]


def test_rows_that_lie_apart_are_joined(read_file: ReadFile) -> None:
    items = records(read_file("a.csv", rows_of((*A, "1"), (*A, "2"), (*B, "3"), (*A, "4"))))
    assert [(item.title, [line.text for line in item.paragraphs]) for item in items] == [
        ("שנייה", ["3"]), ("ראשונה", ["1", "2", "4"]),
    ]  # fmt: skip


def test_rows_that_come_again_word_for_word_are_not_joined(read_file: ReadFile) -> None:
    items = records(read_file("a.csv", rows_of((*A, "1"), (*A, "2"), (*B, "3"), (*A, "1"), (*A, "2"))))
    assert [item.place for item in items] == ["שורה 4", "שורות 2–3", "שורות 5–6"]
    assert items[1].paragraphs == items[2].paragraphs


@pytest.mark.parametrize(
    ("ids", "kept"), [("77889", ["7", "8", "9"]), ("12345", ["", "", ""]), ("77898", ["", "", ""])]
)
def test_the_id_of_all_rows_of_an_article_is_its_own(read_file: ReadFile, ids: str, kept: list[str]) -> None:
    """One that differs among them numbers rows."""
    titles = ("א", "א", "ב", "ב", "ג")
    rows = "".join(f"{id_},{title},30.05.19,{n}\n" for n, (id_, title) in enumerate(zip(ids, titles, strict=True)))
    items = records(read_file("a.csv", "id,title,date,paragraph\n" + rows))
    assert [item.external_id for item in items] == kept


def test_rows_that_are_articles_are_not_grouped(read_file: ReadFile) -> None:
    rows = "".join(f"{n},כותרת {max(n, 2)},גוף {n}\n" for n in range(1, 14))
    items = records(read_file("a.csv", "id,title,body\n" + rows))
    assert [item.external_id for item in items] == [str(n) for n in range(1, 14)]


def test_a_mapping_of_the_archivist(write_file: WriteFile) -> None:
    path = write_file("a.csv", "x,y,z\nגוף,כותרת,מאת מי\n")
    chosen = mapping.from_json(
        {"fields": {"0": "body", "1": "title", "2": "byline", "9": "nonsense"}, "grouped": False}
    )
    record = records(reading.read(path, "a.csv", chosen))[0]
    assert (record.title, record.byline, record.paragraphs[0].text) == ("כותרת", "מאת מי", "גוף")
    assert mapping.from_json(chosen.as_json()) == chosen


def test_xlsx(tmp_path: Path) -> None:
    when = datetime(2019, 5, 30, 14, 26)
    path = workbook(
        tmp_path / "a.xlsx",
        [["כותרת", "תאריך", "תוכן", "id"], [], ["א", when, "גוף", 12.0], ["ב", "16.04.2019", "ג", None]],
    )
    first, second = records(reading.read(path, "a.xlsx"))
    assert (first.published, first.time_known, first.external_id) == (when.replace(tzinfo=ZONE), True, "12")
    assert (second.place, second.published) == ("שורה 4", datetime(2019, 4, 16, tzinfo=ZONE))


def test_a_workbook_under_the_name_of_its_checksum(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["title"], ["א"]]).rename(tmp_path / "0123abcd")
    assert len(records(reading.read(path, "whatever"))) == 1


def test_other_sheets_are_told_of(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[]], [["title"], ["א"]], [["title"], ["ב"]])
    items = list(reading.read(path, "a.xlsx"))
    assert [item.title for item in records(items)] == ["א"]
    assert "הגיליון" in rejections(items)[0].reason


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 2**20))
    started = worked()
    assert "נפרשת" in refusal(list(reading.read(path, "bomb.xlsx")))
    assert worked() - started < 2


ENTITIES = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/hostname">]><sst>&c;&d;</sst>"""


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_entities_or_nonsense(tmp_path: Path, part: str) -> None:
    good = workbook(tmp_path / "good.xlsx", [["title"], ["א"]])
    for number, evil in enumerate([ENTITIES, "<", ""]):
        path = tmp_path / f"{number}.xlsx"
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                target.writestr(name, evil if name == part else source.read(name))
        items = list(reading.read(path, path.name))
        assert "aaaaaaaaaa" not in repr(items)
        assert rejections(items) or part == "xl/sharedStrings.xml"


def test_ynet_needs_no_touch() -> None:
    path = sample("ynet-2019.xlsx")
    head = reading.table_head(path, path.name)
    assert head and head.mapping.grouped
    assert {head.header[index]: field for index, field in head.mapping.fields.items()} == {
        "title": "title", "sub_title": "deck", "author": "byline", "date": "published", "content": "body",
        "Party": "tags",
    }  # fmt: skip
    items = list(reading.read(path, path.name))
    assert (len(items), rejections(items)) == (1011, [])
    assert len({(item.title, item.published) for item in records(items)}) == 1007
    assert records(items)[0].published == datetime(2019, 5, 30, tzinfo=ZONE)


def test_headlines_need_no_touch() -> None:
    path = sample("headlines-2026.csv")
    items = list(reading.read(path, path.name))
    assert (len(items), rejections(items)) == (499, [])
    first = records(items)[0]
    assert (first.source, first.external_id, first.time_known, first.tags[0]) == ("ynet", "1", True, "Gofman")
    assert sum("אין בכתבה אותיות עבריות." in item.notes for item in records(items)) == 100


# --- HTML -----------------------------------------------------------------------------------------------------

BODY = "".join(f"<p>פסקה מספר {n} של הכתבה, ובה די מילים כדי שתיחשב לגוף של ידיעה אמיתית.</p>" for n in range(1, 5))
LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "אתר"},
        {
            "@type": ["NewsArticle"],
            "headline": "הכותרת",
            "description": "כותרת המשנה",
            "datePublished": "2019-01-04T14:26:00+02:00",
            "dateModified": "2019-01-04T16:00:00+02:00",
            "author": [{"@type": "Person", "name": "יעל ברק"}, {"name": "דן לוי"}],
            "publisher": {"name": "מגדלור"},
            "articleSection": "חוץ",
            "keywords": ["סוריה", "רוסיה"],
        },
    ],
}


def page(head: str, body: str = BODY) -> str:
    """Return a web page."""
    head = f"<head><meta charset=utf-8>{head}</head>"
    return f"<!doctype html><html>{head}<body><nav>תפריט</nav><article><h1>הכותרת</h1>{body}</article></body></html>"


def test_a_page_with_json_ld(read_file: ReadFile) -> None:
    record = one(read_file("a.html", page(f'<script type="application/ld+json">{json.dumps(LD)}</script>')))
    assert (record.title, record.deck, record.byline) == ("הכותרת", "כותרת המשנה", "יעל ברק, דן לוי")
    assert (record.source, record.section, record.tags) == ("מגדלור", "חוץ", ("סוריה", "רוסיה"))
    assert record.published == datetime(2019, 1, 4, 14, 26, tzinfo=ZONE)
    assert record.updated == datetime(2019, 1, 4, 16, 0, tzinfo=ZONE)
    assert (record.date_known_from, record.time_known) == ("metadata", True)
    assert [line.text[:12] for line in record.paragraphs] == [f"פסקה מספר {n} " for n in range(1, 5)]


def test_a_page_with_open_graph(read_file: ReadFile) -> None:
    head = (
        '<meta property="og:title" content="הכותרת"><meta property="og:site_name" content="מגדלור">'
        '<meta property="article:published_time" content="2019-01-04"><meta property="og:url" content="https://x.org/a">'
    )
    record = one(read_file("a.htm", page(head)))
    assert (record.source, record.url, record.published) == (
        "מגדלור",
        "https://x.org/a",
        datetime(2019, 1, 4, tzinfo=ZONE),
    )


def test_a_date_from_the_address(read_file: ReadFile) -> None:
    record = one(read_file("a.html", page('<link rel="canonical" href="https://x.org/2019/01/04/story">')))
    assert (record.date_known_from, record.published) == ("address", datetime(2019, 1, 4, tzinfo=ZONE))


def test_a_page_without_a_date_has_none(read_file: ReadFile) -> None:
    record = one(read_file("a.html", page("")))
    assert (record.date_known_from, record.published) == ("unknown", None)


def test_windows_hebrew_page(read_file: ReadFile) -> None:
    html = page("<style>p { color: red }</style>" * 200).replace("utf-8", "windows-1255")
    assert one(read_file("a.html", html.encode("cp1255"))).title == "הכותרת"


def test_scripts_never_become_text(read_file: ReadFile) -> None:
    record = one(
        read_file("a.html", page("", BODY + "<script>alert(1)</script><p onclick='x()'>עוד פסקה אחת לסיום הכתבה.</p>"))
    )
    assert "alert" not in " ".join(line.text for line in record.paragraphs)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<html><body></body></html>", "לא נמצא בדף גוף"),
        ("<!doctype html>", "HTML"),
        ("<html><body>" + "<div>" * 400 + "טקסט עמוק" + "</div>" * 400 + "</body></html>", "מקונן"),
    ],
)
def test_pages_that_hold_no_article(read_file: ReadFile, html: str, why: str) -> None:
    assert why in refusal(read_file("a.html", html))


def test_a_page_told_by_its_content(read_file: ReadFile) -> None:
    assert one(read_file("a.txt", "\ufeff\n<!DOCTYPE HTML>" + page("")[15:])).title == "הכותרת"


def test_a_reader_that_breaks_is_a_rejection(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(reading._ARTICLES, "text", broken)
    assert "ZeroDivisionError" in refusal(read_file("a.txt", ARTICLE))
