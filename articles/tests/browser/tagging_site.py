"""Articles to tag on the live site, and what the tests of tagging do with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    from articles.tests.browser.conftest import LiveSite


OpenPage = Callable[..., Page]
MIXED = "הנשיא 😀 בִּיקֵר בסוריה ובתל אביב, עם אנשי NATO (כ-250 חיילים) ודובר צה״ל."
MANY = "שר החוץ נחת במזרעאל, יצא ממזרעאל, חזר למזרעאל, וגם למזרעאל שבצפון."
# What the tests tag: paragraphs, the places whose names are known, and how many articles of the kind are needed.
KINDS: dict[str, tuple[list[str], list[str], int]] = {
    "mixed": ([MIXED, MANY], ["מזרעאל"], 4),
    "many": ([MANY], ["מזרעאל"], 16),
    "prefixed": (["הוא נסע אל סוריה ובסוריה נשאר"], ["סוריה"], 5),
    "slow": (["מזרעאל, מזרעאל"], ["מזרעאל"], 1),
    "unknown": (["פגישה בקרצולינדה היום", "ושוב בקרצולינדה"], [], 1),
}
MAKE = """
import json
from django.utils import timezone
from articles.models import Article, Paragraph, Source
from articles.models.article import DateKnownFrom
from articles.search import index
from articles.tagging import entities, suggestions
source, _ = Source.objects.get_or_create(name="בדיקות")
made = {}
for kind, (texts, names, count) in KINDS.items():
    for name in names:
        if not entities.lookalikes(name).exists():
            entities.create(name, "place")
    for number in range(count):
        article = Article.objects.create(source=source, title="לתיוג", status="published", published=timezone.now(),
                                         date_known_from=DateKnownFrom.METADATA, fingerprint=f"{kind} {number}")
        for position, text in enumerate(texts, 1):
            Paragraph.objects.create(article=article, position=position, text=text)
        made.setdefault(kind, []).append(article.pk)
everything = [pk for numbers in made.values() for pk in numbers]
index.refresh(everything)
suggestions.suggest(everything)
print(json.dumps(made))
"""


@pytest.fixture(scope="session")
def made(site: LiveSite) -> dict[str, list[int]]:
    """The articles of `KINDS` on the live site, by kind."""
    numbers: dict[str, list[int]] = json.loads(site.shell(f"KINDS = {KINDS!r}\n{MAKE}").strip().splitlines()[-1])
    return numbers


@pytest.fixture
def take(made: dict[str, list[int]]) -> Callable[[str], int]:
    """Return a function that gives an article of a kind, each only once."""
    return lambda kind: made[kind].pop()


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


def answers_slowly(page: Page) -> None:
    """Let every request of the page wait before it leaves, so that the keys come first."""
    page.evaluate("""() => {
        const ask = window.fetch;
        window.fetch = (...asked) => new Promise((go) => setTimeout(go, 300)).then(() => ask(...asked));
    }""")
