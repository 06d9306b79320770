"""An editor at work in a real browser: mouse, keyboard, no scripts, two editors; and what is shown is what is stored."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.tests.browser.conftest import LiveSite

OpenPage = Callable[..., Page]
MIXED = "הנשיא 😀 בִּיקֵר בסוריה ובתל אביב, עם אנשי NATO (כ-250 חיילים) ודובר צה״ל."
MANY = "שר החוץ נחת במזרעאל, יצא ממזרעאל, חזר למזרעאל, וגם למזרעאל שבצפון."
MAKE = """
import json
from django.utils import timezone
from articles.models import Article, Paragraph, Source
from articles.models.article import DateKnownFrom
from articles.search import index
from articles.tagging import entities, suggestions
source, _ = Source.objects.get_or_create(name="בדיקות")
article = Article.objects.create(source=source, title="לתיוג", status="published", published=timezone.now(),
                                 date_known_from=DateKnownFrom.METADATA, fingerprint=NAME)
for position, text in enumerate(TEXTS, 1):
    Paragraph.objects.create(article=article, position=position, text=text)
for name in NAMES:
    if not entities.lookalikes(name).exists():
        entities.create(name, "place")
index.refresh([article.pk])
if SUGGEST:
    suggestions.suggest([article.pk])
print(json.dumps(article.pk))
"""
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
_numbers = itertools.count(1)


@pytest.fixture
def make(site: LiveSite) -> Callable[..., int]:
    """Return a maker of published articles on the live site."""

    def make(*texts: str, names: tuple[str, ...] = (), suggest: bool = False) -> int:
        given = {"TEXTS": list(texts), "NAMES": list(names), "SUGGEST": suggest, "NAME": f"tagging-{next(_numbers)}"}
        head = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        number: int = json.loads(site.shell(head + MAKE).strip().splitlines()[-1])
        return number

    return make


def tags(page: Page, article: int) -> list[dict[str, Any]]:
    """Return the accepted tags of an article as the API tells them, each with what its paragraph reads there."""
    body = page.request.get(f"/api/v1/articles/{article}").json()
    texts = {paragraph["position"]: paragraph["text"] for paragraph in body["paragraphs"]}
    found = [one for one in body["mentions"] if one["status"] == "accepted"]
    for one in found:
        assert texts[one["paragraph"]][one["start"] : one["end"]] == one["quote"]
    return found


def open_tagging(open_page: OpenPage, article: int, width: int = 1280, *, scripts: bool = True) -> Page:
    page = open_page(f"/tag/{article}/", "editor", width, scripts=scripts)
    if scripts:
        page.wait_for_selector("tagging-page[data-ready]")
    return page


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


@pytest.mark.parametrize(("dragged", "stored"), SELECTED)
def test_what_is_highlighted_is_what_is_stored(
    open_page: OpenPage, make: Callable[..., int], dragged: str, stored: str
) -> None:
    article = make(MIXED)
    page = open_tagging(open_page, article)
    drag(page, dragged)
    expect(page.locator("#choice-new")).to_be_visible()
    page.keyboard.press("5")
    expect(page.locator("#tagging-quote")).to_have_text(stored)
    assert page.evaluate(CHOSEN) == stored
    page.keyboard.press("Enter")
    refused = page.locator("#tagging-error")
    expect(page.locator("#tagging-said:not(:empty), #tagging-error:not([hidden])").first).to_be_visible()
    if refused.is_visible():  # another test has made an entity of this name: the page asks, and Enter says so be it
        page.keyboard.press("Enter")
    expect(page.locator("#tagging-popover")).to_be_hidden()
    assert [tag["quote"] for tag in tags(page, article)] == [stored]
    assert page.locator(".tagging-paragraph .accepted").all_inner_texts() == [stored]


def test_by_keyboard_the_prefix_is_left_out_and_enter_takes_the_best_guess(
    open_page: OpenPage, make: Callable[..., int], assert_accessible: Callable[[Page], None]
) -> None:
    article = make("הוא נסע אל סוריה ובסוריה נשאר", names=("סוריה",))
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
    open_page: OpenPage, make: Callable[..., int]
) -> None:
    article = make("פגישה בקרצולינדה היום", "ושוב בקרצולינדה")
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


def test_suggestions_are_walked_decided_and_undone_without_losing_the_focus(
    open_page: OpenPage, make: Callable[..., int]
) -> None:
    article = make(MANY, names=("מזרעאל",), suggest=True)
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
    open_page: OpenPage, make: Callable[..., int]
) -> None:
    article = make(MANY, names=("מזרעאל",), suggest=True)
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").focus()
    for key in "nyyyy":
        page.keyboard.press(key)
    expect(page.locator("[data-suggestion]")).to_have_count(0)
    assert len(tags(page, article)) == 4
    assert page.evaluate("document.activeElement.id") == "waiting-title"


def test_the_keys_work_under_a_hebrew_layout(open_page: OpenPage, make: Callable[..., int]) -> None:
    article = make(MANY, names=("מזרעאל",), suggest=True)
    page = open_tagging(open_page, article)
    page.locator(".tagging-paragraph").focus()
    pressed = "code => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {...code, bubbles: true}))"
    page.evaluate(pressed, {"key": "מ", "code": "KeyN"})
    page.evaluate(pressed, {"key": "ט", "code": "KeyY"})
    expect(page.locator("[data-suggestion]")).to_have_count(3)
    assert len(tags(page, article)) == 1


def test_the_second_editor_is_told_and_sees_how_things_stand(
    open_page: OpenPage, make: Callable[..., int], complaints: list[str]
) -> None:
    article = make(MANY, names=("מזרעאל",), suggest=True)
    first, second = (open_tagging(open_page, article) for _ in range(2))
    first.locator("[data-suggestion]").first.get_by_role("button", name="דחייה").click()
    expect(first.locator("#tagging-said")).to_contain_text("נדחה")
    second.locator("[data-suggestion]").first.get_by_role("button", name="אישור").click()
    expect(second.locator("#tagging-said")).to_contain_text("כבר נדחתה בידי test-editor")
    expect(second.locator("[data-suggestion]")).to_have_count(3)
    assert tags(second, article) == []
    complaints.clear()  # the browser reports the 409 that was asked for


def test_suggestions_are_decided_without_scripts(open_page: OpenPage, make: Callable[..., int]) -> None:
    article = make(MANY, names=("מזרעאל",), suggest=True)
    page = open_tagging(open_page, article, scripts=False)
    page.locator("[data-suggestion]").first.get_by_role("button", name="אישור").click()
    expect(page.locator(".notice.success")).to_contain_text("אושר")
    assert len(tags(page, article)) == 1
    page.get_by_role("button", name="החזרה").first.click()
    expect(page.locator("[data-suggestion]")).to_have_count(4)


def test_the_queue_is_decided_from_the_keyboard(open_page: OpenPage, make: Callable[..., int]) -> None:
    make(MANY, names=("מזרעאל",), suggest=True)
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
    open_page: OpenPage, make: Callable[..., int], assert_accessible: Callable[[Page], None], width: int, dark: bool
) -> None:
    article = make(MIXED, MANY, names=("מזרעאל",), suggest=True)
    page = open_page(f"/tag/{article}/", "editor", width, dark=dark)
    page.wait_for_selector("tagging-page[data-ready]")
    assert_accessible(page)
    page.locator(".tagging-paragraph").first.focus()
    page.keyboard.press("t")
    expect(page.locator("#choice-new")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert_accessible(page)
