"""The rest of the article and the archive, and two editors at once, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from articles.tests.browser.tagging_site import MANY, OpenPage, open_tagging, tags

FOCUS = "document.activeElement !== document.body"


def test_the_rest_of_the_article_and_one_undo(
    open_page: OpenPage,
    take: Callable[[str], int],
    assert_accessible: Callable[[Page], None],
) -> None:
    article = take("many")
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").focus()
    for key in "ny":
        page.keyboard.press(key)
    expect(page.locator("#tagging-more")).to_contain_text("עוד 3 בכתבה")
    page.keyboard.press("a")
    expect(page.locator("#tagging-rest")).to_be_visible()
    expect(page.locator("#tagging-rest [name=place]:checked")).to_have_count(3)
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("#tagging-rest [name=place]:checked")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-rest")).to_be_hidden()
    expect(page.locator("#tagging-said")).to_contain_text("2 מקומות תויגו")
    assert page.evaluate(FOCUS)
    assert len(tags(page, article)) == 3
    page.keyboard.press("u")
    expect(page.locator("#tagging-said")).to_contain_text("המעשה הוחזר")
    assert len(tags(page, article)) == 1 and page.evaluate(FOCUS)
    page.keyboard.press("Shift+U")
    expect(page.locator("#tagging-said")).to_contain_text("2 מקומות תויגו")
    assert len(tags(page, article)) == 3 and page.evaluate(FOCUS)


def test_the_whole_archive_refuses_an_empty_list_and_escape_gives_the_focus_back(
    open_page: OpenPage,
    take: Callable[[str], int],
    assert_accessible: Callable[[Page], None],
    complaints: list[str],
) -> None:
    article = take("prefixed")
    page = open_tagging(open_page, article, 390)
    page.locator(".tagging-paragraph").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("t")
    expect(page.locator("[aria-selected=true][data-exact]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-said")).to_contain_text("תויג: סוריה")
    page.keyboard.press("Shift+A")
    expect(page.locator("#rest-title")).to_contain_text("בכל הארכיון")
    for group in page.locator("#tagging-rest [data-group]").all():
        group.check()
        group.uncheck()
    page.keyboard.press("Enter")
    expect(page.locator("#rest-error")).to_contain_text("לא סומן")
    complaints.clear()  # the browser reports the 400 that was asked for
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    page.keyboard.press("Escape")
    expect(page.locator("#tagging-rest")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "tagging-paragraph"


def test_each_editor_sees_the_others_decisions(open_page: OpenPage, take: Callable[[str], int]) -> None:
    article = take("many")
    first, second = (open_tagging(open_page, article) for _ in range(2))
    second.locator(".tagging-paragraph").focus()
    second.keyboard.press("n")
    first.locator("[data-suggestion]").last.get_by_role("button", name="אישור").click()
    expect(second.locator("[data-suggestion]")).to_have_count(3, timeout=8000)
    expect(second.locator(".accepted")).to_have_text("מזרעאל")
    assert second.evaluate("document.activeElement.closest('[data-suggestion]') !== null")


def test_a_stale_decision_offers_three_ways(
    open_page: OpenPage,
    take: Callable[[str], int],
    assert_accessible: Callable[[Page], None],
    complaints: list[str],
) -> None:
    article = take("many")
    first, second = (open_tagging(open_page, article) for _ in range(2))
    second.route("**/state", lambda route: route.fulfill(status=304))
    for step, button, left in ((0, "להשאיר את ההחלטה שלו", 0), (1, "לקבוע את שלי במקומה", 1)):
        mine = second.locator("[data-suggestion]").first
        first.locator("[data-suggestion]").first.get_by_role("button", name="דחייה").click()
        expect(first.locator("[data-suggestion]")).to_have_count(3 - step)
        mine.get_by_role("button", name="אישור").click()
        expect(second.locator("#tagging-choice")).to_be_visible()
        expect(second.locator("#choice-said")).to_contain_text("כבר נדחתה בידי test-editor")
        assert_accessible(second)
        second.get_by_role("button", name=button).click()
        expect(second.locator("#tagging-choice")).to_be_hidden()
        assert second.evaluate(FOCUS)
        expect(second.locator(".accepted")).to_have_count(left)
        assert len(tags(second, article)) == left
    complaints.clear()  # the browser reports the 409s that were asked for
    assert MANY.count("מזרעאל") == 4
