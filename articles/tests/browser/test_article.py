"""The article page in a real browser: cards, lit names, finding, kinds, and the place where reading stopped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


@pytest.fixture
def open_article(open_page: OpenPage) -> OpenPage:
    """Open the second article found for two words; takes what `open_page` takes but the address."""

    def open_article(width: int = 1280, *, dark: bool = False, scripts: bool = True) -> Page:
        page = open_page("/search/?q=סוריה רוסיה", width=width, dark=dark, scripts=scripts)
        page.locator(".hits h3 a").nth(1).click()
        page.wait_for_load_state("networkidle")
        return page

    return open_article


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide light", "narrow dark"])
def test_a_name_opens_its_card(
    open_article: OpenPage, assert_accessible: Callable[[Page], None], width: int, dark: bool
) -> None:
    page = open_article(width, dark=dark)
    name = page.locator("article a.entity").first
    name.focus()
    page.keyboard.press("Enter")
    card = page.locator(".name-card")
    expect(card.locator("h2")).to_be_visible()
    expect(card.locator('.sparkline rect:not([height="0.0"])').first).to_be_visible()
    box = card.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 1
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('article a.entity')")


def test_without_scripts_a_name_is_a_link(open_article: OpenPage) -> None:
    page = open_article(scripts=False)
    name = page.locator("article a.entity").first
    address = name.get_attribute("href")
    name.click()
    assert address and page.url.split("/")[3:5] == address.split("/")[1:3]
    expect(page.locator(".chart .bar").first).to_be_visible()


def test_text_and_margin_light_up_together(open_article: OpenPage) -> None:
    page = open_article()
    page.locator("#names li a.entity").first.hover()
    expect(page.locator("article a.entity.lit").first).to_be_visible()
    page.locator("article a.entity").last.hover()
    expect(page.locator("#names li.lit")).to_have_count(1)


def test_found_words_are_walked(open_article: OpenPage) -> None:
    page = open_article()
    said = page.locator("find-in-article output")
    last = int(page.locator("article mark").last.get_attribute("data-hit") or 0)
    page.focus("#find-in")
    page.keyboard.press("Enter")
    expect(said).to_have_text(f"1 מתוך {last}")
    expect(page.locator("mark.current").first).to_be_in_viewport()
    page.keyboard.press("Shift+Enter")
    expect(said).to_have_text(f"{last} מתוך {last}")
    other = page.locator("article a.entity:not(:has(mark))").last.inner_text()
    page.fill("#find-in", other)
    page.keyboard.press("Enter")
    page.wait_for_url("**find=*")
    expect(page.locator("article mark", has_text=other).first).to_be_visible()
    expect(page.locator("nav.walk a[rel=next]")).to_have_count(1)


def test_kinds_are_switched_in_place_and_remembered(open_article: OpenPage) -> None:
    page = open_article()
    places = page.locator("article a.entity.kind-place")
    assert places.count() > 0
    page.evaluate("scrollTo(0, 60)")
    page.locator("a.switch:has(.kind-place)").click()
    expect(places).to_have_count(0)
    assert page.evaluate("scrollY") == 60 and "kinds=" in page.url
    page.goto("/search/?q=סוריה")
    page.locator(".hits h3 a").first.click()
    expect(page.locator("article a.entity.kind-person").first).to_be_visible()
    expect(places).to_have_count(0)


# Not `wait_for_function`: from its second look on it is an `eval`, which the page's own policy forbids.
KEPT = """async () => {
    const kept = () => localStorage.reading?.includes("p")
    for (let frames = 0; frames < 600 && !kept(); frames++) await new Promise(requestAnimationFrame)
    return kept()
}"""


def test_reading_goes_on_where_it_stopped(open_article: OpenPage) -> None:
    page = open_article(390)
    page.set_viewport_size({"width": 390, "height": 400})
    address = page.url.split("?")[0]
    page.goto(address)
    expect(page.locator("reading-position a")).to_be_hidden()
    page.locator("#p4").evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 200)")
    assert page.evaluate(KEPT)
    stopped = page.evaluate("Object.values(JSON.parse(localStorage.reading))[0]")
    page.goto("/")
    page.goto(address)
    page.locator("reading-position a").click()
    assert page.url.endswith(f"#{stopped}")


def test_results_are_walked(open_article: OpenPage) -> None:
    page = open_article(scripts=False)
    here = page.locator("h1").inner_text()
    page.click("nav.walk a[rel=next]")
    assert page.locator("h1").inner_text() != here
    page.click("nav.walk a[rel=prev]")
    assert page.locator("h1").inner_text() == here
    page.click("nav.walk a >> nth=0")
    expect(page.locator(".hits h3 a").nth(1)).to_have_text(here)
