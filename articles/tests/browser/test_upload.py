"""Uploading in a real browser: drop, paste, preview, map, take in, read the report; with axe; without JavaScript."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from articles.tests.intake.conftest import sample
from articles.tests.intake.test_golden import DATA

ENDED = re.compile("הקליטה הסתיימה")
TABLE = "כותרת,תאריך,תוכן\n{0} נפתח,4.1.2019,גוף הכתבה.\n{0} נסגר,אתמול,גוף הכתבה.\n"
Open = Callable[..., Page]


@pytest.fixture
def table(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A table of one good row and one bad, of this test alone."""
    path = tmp_path / "טבלה.csv"
    path.write_text(TABLE.format(f"הנמל של {request.node.name}"), encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_from_files_to_the_report(
    open_page: Open, assert_accessible: Callable[[Page], None], table: Path, width: int, dark: bool
) -> None:
    page = open_page("/uploads/", "archivist", width, dark=dark)
    assert_accessible(page)
    page.set_input_files("input[type=file]", str(table))
    expect(page.locator("[data-chosen]")).to_contain_text("נבחר טבלה.csv")
    page.click("text=המשך לתצוגה מקדימה")
    expect(page.locator(".record")).to_have_count(1)
    expect(page.locator(".notice.error")).to_contain_text("אינו קריא")
    assert_accessible(page)
    page.click("button[name=start]")
    expect(page.locator(".state")).to_contain_text(ENDED, timeout=30_000)
    page.wait_for_selector("text=לתיקון ולהעלאה חוזרת")
    assert page.locator(".outcomes .stored dd").inner_text() == "1"
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_scripts(open_page: Open, table: Path) -> None:
    page = open_page("/uploads/", "archivist", scripts=False)
    page.fill("#id_text", f"כותרת מודבקת {table.parent.name}\nכותרת משנה\nגוף הכתבה .")
    page.click("text=המשך לתצוגה מקדימה")
    expect(page.locator(".record h3")).to_contain_text("כותרת מודבקת")
    page.click("button[name=start]")
    expect(page.locator(".state")).to_contain_text(ENDED, timeout=30_000)  # the page refreshes itself
    page.click("text=פרסום הטיוטה")
    expect(page.locator(".messages")).to_contain_text("פורסמו 1 כתבות")


def test_files_can_be_dropped(open_page: Open) -> None:
    page = open_page("/uploads/", "archivist")
    drop = """(zone) => {
        const data = new DataTransfer();
        data.items.add(new File(["א"], "א.txt"));
        data.items.add(new File(["ב"], "ב.txt"));
        zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    page.locator("drop-zone").evaluate(drop)
    expect(page.locator("[data-chosen]")).to_contain_text("נבחרו 2 קבצים")
    assert page.locator("input[type=file]").evaluate("input => [...input.files].map(file => file.name)") == [
        "א.txt",
        "ב.txt",
    ]


def test_too_many_files_are_told_before_they_are_sent(open_page: Open) -> None:
    page = open_page("/uploads/", "archivist")
    page.locator("drop-zone").evaluate("zone => { zone.dataset.mostFiles = 1; }")
    files = [FilePayload(name=f"{n}.txt", mimeType="text/plain", buffer=b"x") for n in "ab"]
    page.set_input_files("input[type=file]", files)
    expect(page.locator("[data-chosen]")).to_contain_text("אפשר עד 1 בבת אחת")
    assert not page.locator("input[type=file]").evaluate("input => input.checkValidity()")


def test_the_columns_can_be_mapped_from_the_keyboard(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "א.csv").write_text("x,y\nשם הכתבה,גוף הכתבה\n", encoding="utf-8")
    page = open_page("/uploads/", "archivist")
    page.set_input_files("input[type=file]", str(tmp_path / "א.csv"))
    page.click("text=המשך לתצוגה מקדימה")
    page.get_by_label("x", exact=True).select_option("title")
    page.get_by_label("y", exact=True).select_option("body")
    page.locator(".mapping button").press("Enter")
    expect(page.locator(".record h3")).to_have_text("שם הכתבה")


def test_real_files_are_mapped_without_a_touch(open_page: Open) -> None:
    names = ("ynet-2019.xlsx", "headlines-2026.csv")
    page = open_page("/uploads/", "archivist")
    page.set_input_files("input[type=file]", [str(sample(name)) for name in names])
    page.click("text=המשך לתצוגה מקדימה")
    expect(page.locator(".record")).to_have_count(10)
    expect(page.locator(".notice.error")).to_have_count(0)
    assert page.locator(".record time").first.get_attribute("datetime") == "2019-05-30T00:00:00+03:00"
    as_tags = "selects => selects.filter(one => one.value === 'tags').map(one => one.labels[0].textContent)"
    offered = page.locator(".mapping select").evaluate_all(as_tags)
    assert "entities_json" in offered and len(offered) == 2, offered
    page.click("text=ביטול ההעלאה")
    expect(page.locator(".messages")).to_contain_text("דבר ממנה לא נקלט")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_changed_text_is_compared_and_kept_as_a_version(
    open_page: Open, assert_accessible: Callable[[Page], None], tmp_path: Path, width: int, dark: bool
) -> None:
    page = open_page("/uploads/", "archivist", width, dark=dark)
    for body in ("הנמל נפתח אתמול בבוקר.", "הנמל נפתח היום בבוקר."):
        thing = {"id": f"version-{width}", "source": "מגדלור", "title": f"הנמל {width}", "body": body}
        (tmp_path / "a.jsonl").write_text(json.dumps(thing), encoding="utf-8")
        page.goto("/uploads/")
        page.set_input_files("input[type=file]", str(tmp_path / "a.jsonl"))
        page.click("text=המשך לתצוגה מקדימה")
        page.check("#id_publish")
        page.click("button[name=start]")
        expect(page.locator(".state")).to_contain_text(ENDED, timeout=60_000)
    page.click("text=השוואה והחלטה")
    expect(page.locator(".difference del")).to_have_text("אתמול")
    expect(page.locator(".difference ins")).to_have_text("היום")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.screenshot(path=str(tmp_path / "compare.png"), full_page=True)
    page.click("text=שמירה כגרסה חדשה")
    expect(page.locator(".messages")).to_contain_text("נשמרה כגרסה חדשה")
    page.locator(".items a", has_text="הנמל").first.click()
    page.click("text=מה השתנה")
    expect(page.locator(".change ins")).to_have_text("היום")
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_archives_and_documents(open_page: Open, assert_accessible: Callable[[Page], None], width: int) -> None:
    """A ZIP, a Word document and a PDF: shown first, then taken in, each item with its place."""
    names = ("archive.zip", "document.docx", "two-columns.pdf", "scanned.pdf")
    page = open_page("/uploads/", "archivist", width)
    page.click("text=מה אפשר להעלות, ועד כמה")
    expect(page.locator(".limits")).to_contain_text("DOCX")
    page.set_input_files("input[type=file]", [str(DATA / "in" / name) for name in names])
    page.click("text=המשך לתצוגה מקדימה")
    expect(page.locator(".record h3").filter(has_text="המוזיאון החדש נפתח")).to_have_count(1)
    expect(page.locator(".record").filter(has_text="הקו הכחול")).to_contain_text("ערוך בטורים")
    expect(page.locator(".notice.error").last).to_contain_text("OCR")
    assert_accessible(page)
    page.click("button[name=start]")
    expect(page.locator(".state")).to_contain_text(ENDED, timeout=60_000)
    expect(page.locator(".items")).to_contain_text("שורות.jsonl")
    expect(page.locator(".items")).to_contain_text("ארכיון בתוך ארכיון בתוך ארכיון")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
