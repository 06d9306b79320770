"""What the results page promises, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def total(page: Page) -> int:
    return int(page.locator(".sentence .number").inner_text().replace(",", ""))


def test_a_facet_excludes_and_takes_it_back(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה", scripts=False)
    everything = total(page)
    page.locator(".facets .exclude").nth(2).click()
    assert 0 < total(page) < everything
    expect(page.locator(".facets .excluded")).to_have_count(1)
    page.locator(".facets .excluded .exclude").click()
    assert total(page) == everything


def test_a_period_is_chosen_by_dragging(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה")
    everything, bars = total(page), page.locator(".chart .bar .hit")
    first, last = bars.nth(2).bounding_box(), bars.nth(4).bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 4, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(last["x"] + 4, last["y"] + 60, steps=6)
    expect(page.locator(".chart .bar.within")).to_have_count(3)
    with page.expect_navigation():
        page.mouse.up()
    assert "from=" in page.url and "to=" in page.url and 0 < total(page) < everything
    page.get_by_role("link", name="כל הזמן").click()
    assert total(page) == everything


def test_a_period_is_chosen_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה")
    page.locator(".chart .bar").nth(1).focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("[data-said]")).to_contain_text("נבחרו 3 תקופות")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "from=2016-01-01" in page.url and "to=2018-12-31" in page.url


def test_the_chart_shows_shares_on_a_switch(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה", scripts=False)
    page.get_by_role("link", name="הצגה כחלק מן הארכיון").click()
    assert "scale=share" in page.url
    expect(page.get_by_role("link", name="הצגה במספר כתבות")).to_be_visible()


def test_a_reason_can_be_taken_out(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה פוטין", scripts=False)
    narrow = total(page)
    page.locator(".why summary").first.click()
    page.get_by_role("link", name="חיפוש בלי פוטין").first.click()
    assert total(page) > narrow and page.locator(".sentence .part").count() == 1


def test_typing_suggests_and_the_keyboard_chooses(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("ביבי")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("בנימין נתניהו")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator("h1")).to_have_text("בנימין נתניהו")


def test_typing_and_enter_searches_what_is_typed(open_page: OpenPage) -> None:
    page = open_page("/search/", width=390)
    page.get_by_role("combobox").press_sequentially("מגניטוגורסק")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert total(page) >= 1


@pytest.mark.parametrize(
    ("typed", "meant"), [("xurhv", "סוריה"), ("פוטיין קרמליןן", "פוטין"), ("ביבי", "בנימין נתניהו")]
)
def test_what_may_be_meant_is_offered(open_page: OpenPage, typed: str, meant: str) -> None:
    page = open_page(f"/search/?q={typed}", scripts=False)
    expect(page.locator("#q")).to_have_value(typed)
    offer = page.locator(".meant a", has_text=meant).first
    expect(offer).to_be_visible()


@pytest.mark.parametrize(
    "query", ["?q=סוריה -איראן&not_year=2019&scale=share", "?q=סוריה אבגדהוז&source=x", "?q=xurhv", "?q=ביבי"]
)
def test_the_results_are_accessible(open_page: OpenPage, assert_accessible: Callable[[Page], None], query: str) -> None:
    for width in (1280, 390):
        page = open_page(f"/search/{query}", width=width, dark=width == 390)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        assert_accessible(page)


def test_a_reader_keeps_a_search_renames_and_deletes_it(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/search/?q=מגניטוגורסק", role="archivist", width=390)
    page.get_by_role("link", name="שמירת החיפוש").click()
    expect(page.locator("main")).to_contain_text("ב־100 הימים האחרונים")
    assert_accessible(page)
    page.fill("#id_name", "האסון")
    page.get_by_role("button", name="שמירה").click()
    expect(page.get_by_role("link", name="האסון")).to_be_visible()
    expect(page.locator(".past")).to_contain_text("מגניטוגורסק")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert_accessible(page)
    page.get_by_label("שם", exact=True).fill("האסון באורל")
    page.get_by_role("button", name="עדכון").click()
    expect(page.locator(".kept h3")).to_have_text("האסון באורל")
    page.get_by_role("button", name="מחיקת האסון באורל").click()
    expect(page.locator(".kept h3")).to_have_count(0)
    page.get_by_role("button", name="מחיקת כל ההיסטוריה").click()
    expect(page.locator(".past")).to_have_count(0)


def test_the_whole_result_is_downloaded(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה", scripts=False)
    for name in ("CSV", "XLSX", "JSON Lines", "RIS"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.path().stat().st_size > 500
