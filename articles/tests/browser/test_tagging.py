"""An editor at work in a real browser: mouse, keyboard, no scripts, two editors; what is shown is what is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.tests.browser.tagging_site import MANY, OpenPage, answers_slowly, open_tagging, tags

# The box, in pixels of the page, of the characters of a text in a paragraph.
BOX = """([element, quote]) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const all = element.textContent;
    const from = all.indexOf(quote);
    const place = (unit) => {
        walker.currentNode = element;
        let left = unit;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (left <= node.length) return [node, left];
            left -= node.length;
        }
    };
    const box = (start, end) => {
        const range = document.createRange();
        range.setStart(...place(start));
        range.setEnd(...place(end));
        const rects = [...range.getClientRects()];
        return rects[rects.length - 1].toJSON();
    };
    return [box(from, from + 1), box(from + quote.length - 1, from + quote.length)];
}"""
CHOSEN = "[...(CSS.highlights.get('tagging-chosen') ?? [])].map(String).join('')"


def drag(page: Page, quote: str) -> None:
    """Select a text with the mouse, from its first letter to its last, whichever way each of them runs."""
    paragraph = page.locator(".tagging-paragraph").first
    paragraph.scroll_into_view_if_needed()
    first, last = page.evaluate(BOX, [paragraph.element_handle(), quote])
    edges = [(box, "א" <= letter <= "ת" or letter in "״)") for box, letter in ((first, quote[0]), (last, quote[-1]))]
    (start, start_rtl), (end, end_rtl) = edges
    page.mouse.move(start["right"] - 1 if start_rtl else start["left"] + 1, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["left"] + 1 if end_rtl else end["right"] - 1, end["y"] + end["height"] / 2, steps=6)
    page.mouse.up()
    expect(page.locator("#tagging-popover")).to_be_visible()


SELECTED = [
    ("בסוריה", "בסוריה"),
    ("תל אביב", "תל אביב"),
    ("ל אביב", "ובתל אביב"),
    ("בִּיקֵר", "בִּיקֵר"),
    ("NATO", "NATO"),
    ("אנשי NATO (כ-250 חיילים", "אנשי NATO (כ-250 חיילים"),
    ("צה״ל", "צה״ל"),
]


def test_what_is_highlighted_is_what_is_stored(open_page: OpenPage, take: Callable[[str], int]) -> None:
    article = take("mixed")
    page = open_tagging(open_page, article)
    for dragged, stored in SELECTED:
        drag(page, dragged)
        expect(page.locator("#choice-new")).to_be_visible()
        page.keyboard.type(f"מסומן {dragged}")
        expect(page.locator("#choice-new")).to_contain_text(f"מסומן {dragged}")
        page.keyboard.press("Alt+5")
        expect(page.locator("#tagging-quote")).to_have_text(stored)
        assert page.evaluate(CHOSEN) == stored
        page.keyboard.press("Enter")
        expect(page.locator("#tagging-popover")).to_be_hidden()
        assert stored in [tag["quote"] for tag in tags(page, article)]
    assert len(tags(page, article)) == len(SELECTED)


def test_the_keys_work_before_anything_has_the_focus(open_page: OpenPage, take: Callable[[str], int]) -> None:
    page = open_tagging(open_page, take("prefixed"))
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.className") == "tagging-paragraph"
    expect(page.locator("#tagging-popover")).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#tagging-popover")).to_be_visible()


def test_by_keyboard_the_prefix_is_left_out_and_enter_takes_the_best_guess(
    open_page: OpenPage, take: Callable[[str], int], assert_accessible: Callable[[Page], None]
) -> None:
    article = take("prefixed")
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("t")
    expect(page.locator("[aria-selected=true][data-exact]")).to_be_visible()
    expect(page.locator("#tagging-quote")).to_have_text("סוריה")
    expect(page.locator("#tagging-skipped")).to_have_text("בלי וב־")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-said")).to_contain_text("תויג: סוריה")
    assert [(tag["start"], tag["quote"]) for tag in tags(page, article)] == [(19, "סוריה")]
    assert page.evaluate("document.activeElement.className") == "tagging-paragraph"
    page.keyboard.press("u")
    expect(page.locator("#tagging-said")).to_contain_text("הוחזרה")
    assert tags(page, article) == []


def test_brackets_trim_and_a_digit_makes_a_new_entity_with_a_warning_for_a_known_name(
    open_page: OpenPage, take: Callable[[str], int], complaints: list[str]
) -> None:
    article = take("unknown")
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").first.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("t")
    expect(page.locator("#choice-new")).to_be_visible()
    page.keyboard.press("[")
    expect(page.locator("#tagging-quote")).to_have_text("קרצולינדה")
    page.keyboard.press("]")
    expect(page.locator("#tagging-quote")).to_have_text("בקרצולינדה")
    page.keyboard.press("[")
    expect(page.locator("#choice-new")).to_have_text("ישות חדשה: קרצולינדה (אדם)")
    page.keyboard.press("3")
    expect(page.locator("[aria-selected=true]")).to_have_text("ישות חדשה: קרצולינדה (מקום)")
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-said")).to_contain_text("קרצולינדה (מקום)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("t")
    page.locator("#tagging-q").fill("קרצולינדה")
    expect(page.locator("[role=option][data-exact]")).to_be_visible()
    page.keyboard.press("Alt+1")
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-error")).to_contain_text("כבר יש ישות בשם")
    page.keyboard.press("Escape")
    expect(page.locator("#tagging-popover")).to_be_hidden()
    assert [tag["quote"] for tag in tags(page, article)] == ["קרצולינדה"]
    complaints.clear()  # the browser reports the 409 that asks


def test_what_is_chosen_before_the_names_arrive_still_stands(open_page: OpenPage, take: Callable[[str], int]) -> None:
    article = take("slow")
    page = open_tagging(open_page, article)
    answers_slowly(page)
    page.locator(".tagging-paragraph").first.focus()
    page.keyboard.press("t")
    expect(page.locator("[role=option][data-exact]")).to_be_visible()
    page.locator("#tagging-q").fill("ברונדלוניה")
    page.keyboard.press("Alt+3")
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-said")).to_contain_text("תויג: ברונדלוניה (מקום)")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("t")
    page.keyboard.press("]")
    page.keyboard.press("[")
    page.keyboard.press("Enter")
    expect(page.locator("#tagging-said")).to_contain_text("תויג: מזרעאל")
    assert [tag["quote"] for tag in tags(page, article)] == ["מזרעאל", "מזרעאל"]


def test_suggestions_are_walked_decided_and_undone_without_losing_the_focus(
    open_page: OpenPage, take: Callable[[str], int]
) -> None:
    article = take("many")
    page = open_tagging(open_page, article)
    offers = page.locator("[data-suggestion]")
    expect(offers).to_have_count(4)
    page.locator(".tagging-paragraph").focus()
    for key, left, stored in (("n", 4, 0), ("y", 3, 1), ("x", 2, 1), ("n", 2, 1), ("y", 1, 2), ("u", 2, 1)):
        page.keyboard.press(key)
        expect(offers).to_have_count(left)
        assert page.evaluate("document.activeElement !== document.body"), key
        assert len(tags(page, article)) == stored
    page.keyboard.press("u")
    expect(offers).to_have_count(3)
    page.reload()
    expect(offers).to_have_count(3)
    assert [tag["start"] for tag in tags(page, article)] == [MANY.index("מזרעאל")]


def test_keys_pressed_faster_than_the_server_answers_each_decide_one(
    open_page: OpenPage, take: Callable[[str], int]
) -> None:
    article = take("many")
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").focus()
    for key in "nyyyy":
        page.keyboard.press(key)
    expect(page.locator("[data-suggestion]")).to_have_count(0)
    assert len(tags(page, article)) == 4
    assert page.evaluate("document.activeElement.id") == "waiting-title"


def test_the_keys_work_under_a_hebrew_layout(open_page: OpenPage, take: Callable[[str], int]) -> None:
    article = take("many")
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").focus()
    pressed = "code => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {...code, bubbles: true}))"
    page.evaluate(pressed, {"key": "מ", "code": "KeyN"})
    page.evaluate(pressed, {"key": "ט", "code": "KeyY"})
    expect(page.locator("[data-suggestion]")).to_have_count(3)
    assert len(tags(page, article)) == 1


def test_the_second_editor_is_told_and_sees_how_things_stand(
    open_page: OpenPage, take: Callable[[str], int], complaints: list[str]
) -> None:
    article = take("many")
    first, second = (open_tagging(open_page, article) for _ in range(2))
    first.locator("[data-suggestion]").first.get_by_role("button", name="דחייה").click()
    expect(first.locator("#tagging-said")).to_contain_text("נדחה")
    second.locator("[data-suggestion]").first.get_by_role("button", name="אישור").click()
    expect(second.locator("#tagging-said")).to_contain_text("כבר נדחתה בידי test-editor")
    expect(second.locator("[data-suggestion]")).to_have_count(3)
    assert tags(second, article) == []
    complaints.clear()  # the browser reports the 409 that was asked for


def test_suggestions_are_decided_without_scripts(open_page: OpenPage, take: Callable[[str], int]) -> None:
    article = take("many")
    page = open_tagging(open_page, article, scripts=False)
    page.locator("[data-suggestion]").first.get_by_role("button", name="אישור").click()
    expect(page.locator(".notice.success")).to_contain_text("אושר")
    assert len(tags(page, article)) == 1
    page.get_by_role("button", name="החזרה").first.click()
    expect(page.locator("[data-suggestion]")).to_have_count(4)


def test_the_queue_is_decided_from_the_keyboard(open_page: OpenPage, take: Callable[[str], int]) -> None:
    take("many")
    page = open_page("/review/", "editor")
    page.wait_for_selector("review-queue[data-ready]")
    items = page.locator("[data-suggestion]")
    count = items.count()
    assert count > 3
    for key, left in (("n", count), ("x", count - 1), ("x", count - 2), ("u", count - 1), ("u", count)):
        page.keyboard.press(key)
        expect(items).to_have_count(left)
        assert page.evaluate("Boolean(document.activeElement.closest('[data-suggestion]'))"), key


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide light", "narrow dark"])
def test_the_page_is_accessible_and_fits(
    open_page: OpenPage, take: Callable[[str], int], assert_accessible: Callable[[Page], None], width: int, dark: bool
) -> None:
    article = take("mixed")
    page = open_page(f"/tag/{article}/", "editor", width, dark=dark)
    page.wait_for_selector("tagging-page[data-ready]")
    assert_accessible(page)
    page.locator(".tagging-paragraph").first.focus()
    page.keyboard.press("t")
    expect(page.locator("#choice-new")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert_accessible(page)
