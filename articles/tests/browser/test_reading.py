"""Searching and reading in a real browser: every page type, wide and narrow, light and dark, with axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
PAGES = {
    "front": ("/", ""),
    "results": ("/search/?q=סוריה", ""),
    "nothing": ("/search/?q=אבגדהוזח", ""),
    "broken query": ('/search/?q=("סוריה', ""),
    "article": ("/search/?q=מגניטוגורסק → first", ""),
    "citations": ("/articles/1/cite", ""),
    "versions": ("/articles/1/versions", ""),
    "browse": ("/browse/", ""),
    "month": ("/browse/2019/1/", ""),
    "this day": ("/day/?date=2019-01-04", ""),
    "what an article says": ("/articles/59/said", "editor"),
    "directory": ("/entities/", ""),
    "entity": ("/entities/?q=נתניהו → first", ""),
    "months of an entity": ("/entities/1/x/?unit=month", ""),
    "network": ("/entities/1/network", ""),
    "quotes": ("/entities/1/quotes", ""),
    "comparison": ("/compare/?entity=1&entity=2", ""),
    "login": ("/login/", ""),
    "missing": ("/nothing-here/", ""),
    "uploads": ("/uploads/", "archivist"),
    "item": ("/uploads/1/items/1", "admin"),
    "review": ("/review/", "editor"),
    "fate of suggestions": ("/review/statistics", "editor"),
    "given names": ("/review/names/", "editor"),
    "proposals": ("/review/proposals", "editor"),
    "history": ("/history/", "editor"),
    "merge": ("/entities/1/merge?into=2", "admin"),
    "split": ("/entities/1/split", "admin"),
    "searches": ("/searches/", "editor"),
    "admin": ("/admin/", "admin"),
    "admin articles": ("/admin/articles/article/", "editor"),
}
FIRST = {"/search/": ".hits h3 a", "/entities/": ".directory a"}


def visit(open_page: OpenPage, name: str, width: int = 1280, *, dark: bool = False) -> Page:
    """Open a page of `PAGES`; "→ first" follows its first link."""
    address, role = PAGES[name]
    address, _, then = address.partition(" → ")
    page = open_page(address, role, width, dark=dark)
    if then:
        page.click(FIRST[address.split("?")[0]] + " >> nth=0")
    return page


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide light", "narrow dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    complaints: list[str],
    name: str,
    width: int,
    dark: bool,
) -> None:
    page = visit(open_page, name, width, dark=dark)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "the page is wider than the screen"
    assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "he"]
    assert_accessible(page)
    if name == "missing":
        complaints.clear()  # the browser reports the 404 that was asked for


def test_the_documentation_of_the_api_opens(open_page: OpenPage) -> None:
    page = open_page("/api/v1/docs")
    expect(page.locator("#operations-default-search_articles")).to_be_visible()


def test_a_reader_finds_reads_and_follows_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/", scripts=False)
    page.fill("#front-q", "סוריה")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    assert {text.strip() for text in page.locator(".hits mark").all_inner_texts()} & {"מסוריה", "בסוריה"}
    everything = int(page.locator(".sentence .number").inner_text().replace(",", ""))
    page.locator(".chart .bar").filter(has=page.locator("title", has_text="2019")).click()
    assert 0 < int(page.locator(".sentence .number").inner_text().replace(",", "")) < everything
    page.locator(".hits h3 a").first.click()
    expect(page.locator("article.article mark").first).to_be_visible()
    page.locator("article.article a.entity", has_text="סוריה").first.click()
    expect(page.locator("h1")).to_have_text("סוריה")
    expect(page.locator(".chart .bar").first).to_be_visible()


def test_the_widths_widen(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה")
    exact, prefixed, flexible = (
        int(text.replace(",", "")) for text in page.locator(".widths .number").all_inner_texts()
    )
    assert exact < prefixed <= flexible
    page.click(".widths a >> nth=0")
    assert page.locator(".sentence .number").inner_text() == str(exact)


def test_the_sentence_and_the_facets_undo_each_other(open_page: OpenPage) -> None:
    page = open_page("/search/?q=סוריה")
    total = page.locator(".sentence .number").inner_text()
    page.locator(".facets a").first.click()
    expect(page.locator(".facets a[aria-current]")).to_have_count(1)
    page.locator(".sentence .part a").last.click()
    assert page.locator(".sentence .number").inner_text() == total


def test_a_paragraph_has_an_address(open_page: OpenPage) -> None:
    page = visit(open_page, "article")
    page.locator(".paragraph").nth(1).hover()
    page.locator(".permalink").nth(1).click()
    assert page.url.endswith("#p2")


def test_keyboard_reaches_the_search_first(open_page: OpenPage) -> None:
    page = open_page("/entities/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
