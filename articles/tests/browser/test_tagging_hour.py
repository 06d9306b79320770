"""An editor's hour: a hundred decisions on real articles by keyboard alone; and a selection by touch."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

from articles.tests.browser.conftest import LiveSite
from articles.tests.browser.tagging_site import OpenPage, open_tagging, tags

DECISIONS = 100
# The demonstration's most tagged articles once more, without their tags, with suggestions.
COPY = """
import json
from django.db.models import Count
from articles.models import Article, Mention, Paragraph
from articles.search import index
from articles.tagging import suggestions
made = {}
richest = Article.objects.filter(external_id__gt="").annotate(tags=Count("mentions")).order_by("-tags")[:12]
for old in list(richest):
    paragraphs = list(old.paragraphs.all())
    old.pk, old.external_id, old.fingerprint, old.url = None, "", f"copy {old.pk}", ""
    old._state.adding = True
    old.save()
    for paragraph in paragraphs:
        Paragraph.objects.create(article=old, position=paragraph.position, kind=paragraph.kind, text=paragraph.text)
    index.refresh([old.pk])
    suggestions.suggest([old.pk])
    made[old.pk] = Mention.objects.filter(article=old).count()
print(json.dumps(made))
"""


def test_a_hundred_decisions_by_keyboard(site: LiveSite, open_page: OpenPage) -> None:
    made: dict[str, int] = json.loads(site.shell(COPY).strip().splitlines()[-1])
    assert sum(made.values()) >= DECISIONS
    times: list[float] = []
    decided = 0
    for article in made:
        page = open_tagging(open_page, int(article))
        page.on("response", lambda answer: times.append(_server_time(answer)) if _is_decision(answer) else None)
        decided += _decide_all(page, int(article), DECISIONS - decided)
        page.context.close()
        if decided == DECISIONS:
            break
    assert decided == len(times) == DECISIONS
    print(f"\n{DECISIONS} decisions: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")


def _decide_all(page: Page, article: int, most: int) -> int:
    """Accept two of three suggestions and reject the third, until none is left; return how many were decided."""
    offers = page.locator("[data-suggestion]")
    decided = accepted = 0
    page.keyboard.press("t")
    page.keyboard.press("n")
    while (left := offers.count()) and decided < most:
        key = "x" if decided % 3 == 2 else "y"
        with page.expect_response(_is_decision):
            page.keyboard.press(key)
        expect(offers).not_to_have_count(left)
        assert page.evaluate("document.activeElement !== document.body"), decided
        decided, accepted = decided + 1, accepted + (key == "y")
    assert len(tags(page, article)) == accepted
    return decided


def _is_decision(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.url.endswith(("/accept", "/reject"))


def _server_time(answer: Response) -> float:
    """Return the milliseconds from the request's departure to the first byte of its answer."""
    timing = answer.request.timing
    return timing["responseStart"] - timing["requestStart"]


def test_a_selection_by_touch_opens_the_popover_when_the_handles_rest(
    open_page: OpenPage, take: Callable[[str], int]
) -> None:
    article = take("prefixed")
    page = open_tagging(open_page, article, 390)
    page.evaluate("""() => {
        const paragraph = document.querySelector(".tagging-paragraph");
        paragraph.dispatchEvent(new PointerEvent("pointerdown", { pointerType: "touch", bubbles: true }));
        const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
        document.getSelection().setBaseAndExtent(text, 3, text, 5);
        document.getSelection().extend(text, 6);
    }""")
    expect(page.locator("#tagging-popover")).to_be_visible()
    expect(page.locator("#tagging-quote")).to_have_text("נסע")
    expect(page.locator("#choice-new")).to_be_visible()
    page.locator("[data-label='אירוע']").check()
    page.locator("#tagging-popover button.primary").click()
    expect(page.locator("#tagging-said")).to_contain_text("תויג: נסע")
    assert [tag["quote"] for tag in tags(page, article)] == ["נסע"]


def test_many_of_the_queue_are_decided_from_the_keyboard(
    open_page: OpenPage, take: Callable[[str], int], assert_accessible: Callable[[Page], None]
) -> None:
    take("many")
    page = open_page("/review/?kind=place&least=0.5", "editor")
    page.wait_for_selector("review-queue[data-ready]")
    assert_accessible(page)
    page.keyboard.press("s")
    ticked = page.locator("[name=chosen]:checked").count()
    assert ticked == page.locator("[data-suggestion]").count() > 3
    page.get_by_role("button", name="דחיית המסומנים").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice.success")).to_contain_text(f"{ticked} הצעות נדחו.")
    page.get_by_role("link", name="להחזרה").click()
    page.get_by_role("button", name="החזרת המעשה כולו").click()
    expect(page.locator(".notice.success")).to_contain_text(f"המעשה הוחזר: {ticked} תגיות.")
    assert_accessible(page)
