"""The whole result as a file, in each form, small and large."""

import csv
import io
import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Export
from articles.search import exporting, exports
from articles.search.criteria import Criteria
from articles.tests.conftest import MakeArticle, MakeEntity

EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
def archive(make_article: MakeArticle, make_entity: MakeEntity, settings: Settings, tmp_path: Path) -> None:
    settings.EXPORTS_ROOT = tmp_path / "exports"
    syria = make_entity("סוריה", "place")
    make_article("דובר על סוריה", title=EVIL, day="2020-05-01", byline="נועה", entities=[syria], section="חוץ")
    make_article("דובר על סוריה", title='כותרת עם "מירכאות", ופסיק', day=None, entities=[syria])
    make_article("על איראן", title="אחרת", day="2021-01-01")
    make_article("סוריה", title="טיוטה", status="draft")


def body(client: Client, extension: str, query: str = "q=סוריה") -> bytes:
    answer = client.get(f"/search/export.{extension}?{query}")
    assert answer.status_code == 200 and answer["Content-Type"] == exporting.TYPES[extension]
    assert f"search.{extension}" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_csv_opens_in_spreadsheets_and_holds_no_formula(archive: None, client: Client) -> None:
    text = body(client, "csv").decode()
    assert text.startswith(exporting.BOM)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(exporting.BOM))))
    assert [row["כותרת"] for row in rows] == ["'" + EVIL, 'כותרת עם "מירכאות", ופסיק']
    assert rows[0]["תאריך"] == "2020-05-01" and rows[1]["תאריך"] == "" and rows[0]["ישויות"] == "סוריה"
    assert rows[0]["כתובת"].startswith("http://testserver/articles/")


def test_xlsx_holds_text_alone_from_right_to_left(archive: None, client: Client) -> None:
    sheet = load_workbook(io.BytesIO(body(client, "xlsx"))).active
    assert sheet is not None and sheet.sheet_view.rightToLeft
    rows = list(sheet.iter_rows())
    assert [row[1].value for row in rows[1:]] == [EVIL, 'כותרת עם "מירכאות", ופסיק']
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"} and rows[1][1].data_type == "s"


def test_json_lines_hold_the_text(archive: None, client: Client) -> None:
    lines = [json.loads(line) for line in body(client, "jsonl").splitlines()]
    assert [line["title"] for line in lines] == [EVIL, 'כותרת עם "מירכאות", ופסיק']
    assert lines[0]["paragraphs"] == [{"kind": "text", "text": "דובר על סוריה"}]
    assert lines[0]["published"].startswith("2020-05-01T00:00:00") and lines[1]["published"] is None


def test_ris(archive: None, client: Client) -> None:
    text = body(client, "ris").decode()
    assert text.count("TY  - ") == text.count("ER  - ") == 2 and f"TI  - {EVIL}" in text


def test_order_and_narrowing_are_those_of_the_search(archive: None, client: Client) -> None:
    assert [json.loads(line)["title"] for line in body(client, "jsonl", "sort=oldest&from=2020").splitlines()] == [
        EVIL, "אחרת",
    ]  # fmt: skip
    assert body(client, "jsonl", "q=אבגדה") == b""


def test_memory_and_queries_do_not_grow_with_the_result(
    make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(7):
        make_article("סוריה", title=str(number))
    monkeypatch.setattr(exporting, "CHUNK", 3)
    told: list[int] = []
    with django_assert_max_num_queries(1 + 3 * 3):
        lines = b"".join(exporting.export(Criteria(q="סוריה"), "csv", "", told.append)).splitlines()
    assert len(lines) == 8 and told == [3, 6, 7]


def test_unknown_forms_are_not_there(archive: None, client: Client) -> None:
    assert client.get("/search/export.exe").status_code == 404
    assert client.post("/exports/new.exe").status_code == 404
    assert client.get(f"/exports/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/exports/{uuid.uuid4()}/file").status_code == 404


def test_a_large_result_is_made_by_the_worker(archive: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    offer = client.get("/search/export.csv?q=סוריה&year=2020&year=2019")
    assert offer.status_code == 200
    offer = client.get("/search/export.csv?q=סוריה")
    assert "הכנת קובץ CSV" in offer.content.decode()
    page = client.post("/exports/new.csv", {"q": "סוריה"}, follow=True)
    asked = Export.objects.get()
    assert (asked.total, asked.status) == (2, "waiting") and "0 מתוך 2" in page.content.decode()
    assert client.post("/exports/new.csv", {"q": "סוריה"})["Location"] == asked.get_absolute_url()
    assert client.get(f"/exports/{asked.pk}/file").status_code == 404
    assert exports.make(str(asked.pk)) > 0
    assert "הורדת קובץ CSV" in client.get(asked.get_absolute_url()).content.decode()
    answer = client.get(f"/exports/{asked.pk}/file")
    assert EVIL.replace('"', '""') in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_failed_export_says_so_and_leaves_no_file(
    archive: None, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    asked, _ = exports.create(Criteria(q="סוריה"), "csv", "http://x")
    monkeypatch.setattr(exporting, "_COLUMNS", None)
    with pytest.raises(csv.Error):
        exports.make(str(asked.pk))
    assert list(Path(settings.EXPORTS_ROOT).iterdir()) == []
    assert "נכשלה" in client.get(asked.get_absolute_url()).content.decode()


def test_exports_are_forgotten_after_a_week(archive: None) -> None:
    asked, _ = exports.create(Criteria(), "ris", "http://x")
    exports.make(str(asked.pk))
    assert exports.forget_old() == 0
    Export.objects.update(created=timezone.now() - timedelta(days=8))
    assert exports.forget_old() == 1 and not exports.path_of(asked).exists()
