"""The article page: names and their switch, finding in the article, walking over results, the card of a name."""

import html
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Entity
from articles.models.said import SaidStatus
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.timeline import reading


@pytest.fixture
def syria(make_entity: MakeEntity) -> Entity:
    return make_entity("סוריה", "place")


@pytest.fixture
def putin(make_entity: MakeEntity) -> Entity:
    return make_entity("פוטין")


@pytest.fixture
def line(make_article: MakeArticle, syria: Entity, putin: Entity) -> list[Article]:
    """Three articles of three years, oldest first."""
    text = "פוטין דיבר על סוריה, על סוריה לבדה"
    return [
        make_article(text, title=f"שיחה {year}", day=f"{year}-05-01", entities=[syria, putin])
        for year in (2015, 2016, 2017)
    ]


def page_of(client: Client, article: Article, query: str = "") -> str:
    answer = client.get(article.get_absolute_url() + query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_names_of_text_and_margin_lead_to_each_other(client: Client, line: list[Article], syria: Entity) -> None:
    page = page_of(client, line[0])
    body, margin = page.split('id="names"')
    assert f'id="m{syria.pk}-1" data-entity="{syria.pk}"' in body
    assert f'href="#m{syria.pk}-1"' in margin and f'data-entity="{syria.pk}"' in margin


def test_a_kind_switched_off_stays_off(client: Client, line: list[Article], syria: Entity, putin: Entity) -> None:
    link = f'href="{syria.get_absolute_url()}"'
    assert link in page_of(client, line[0])
    assert link not in page_of(client, line[0], "?kinds=person,event")
    later = page_of(client, line[1])
    assert link not in later and f'href="{putin.get_absolute_url()}"' in later
    assert 'class="entity' not in page_of(client, line[0], "?kinds=none")
    assert link in page_of(client, line[1], "?kinds=person,place") and link in page_of(client, line[2])


def test_a_switch_carries_the_search(client: Client, line: list[Article]) -> None:
    page = page_of(client, line[0], "?q=פוטין&n=1&kinds=person,place")
    (places,) = re.findall(r'class="chip switch" href="([^"]+)"[^>]*><span class="sample kind-place"', page)
    assert "kinds=person#" in places.replace("&", "#&") or "kinds=person" in places
    assert "n=1" in places and "q=" in places


def test_what_is_found_in_the_article_is_counted_and_numbered(client: Client, line: list[Article]) -> None:
    page = page_of(client, line[0], "?q=סוריה פוטין לונדון")
    assert "3 מופעים" in page
    assert re.search(r'href="#hit-2">סוריה <span class="muted">2<', page)
    assert 'chip muted">לונדון 0<' in page
    assert page.count('id="hit-') == 3


def test_finding_other_words_keeps_the_search(client: Client, line: list[Article]) -> None:
    page = page_of(client, line[0], "?q=סוריה&n=1&find=דיבר")
    assert '<mark id="hit-1" data-hit="1">דיבר</mark>' in page and page.count("<mark") == 1
    assert 'type="hidden" name="q" value="סוריה"' in page and 'name="find" value="דיבר"' in page
    assert "לא נמצא בכתבה" in page_of(client, line[0], "?find=קטמנדו")


def test_results_can_be_walked(client: Client, line: list[Article]) -> None:
    """Newest first: 2017, 2016, 2015."""
    results = html.unescape(client.get("/search/?source=מגדלור").content.decode())
    links = re.findall(r'<h3><a href="([^"]+)"', results)
    assert [link.rpartition("n=")[2] for link in links] == ["1", "2", "3"]
    middle = html.unescape(client.get(links[1]).content.decode())
    assert f'rel="prev" href="{line[2].get_absolute_url()}?source=' in middle
    assert f'rel="next" href="{line[0].get_absolute_url()}?source=' in middle
    assert 'href="/search/?source=' in middle
    assert 'rel="prev"' not in client.get(links[0]).content.decode()
    assert 'rel="next"' not in client.get(links[2]).content.decode()


@pytest.mark.parametrize("query", ["?n=3", "?n=0", "?n=999999", "?n=٣", "?q=פוטין&n=77", "?n=x"])
def test_a_place_that_is_not_the_article_s_is_not_walked_from(client: Client, line: list[Article], query: str) -> None:
    assert 'rel="next"' not in page_of(client, line[1], query)


def test_the_card_of_a_name(client: Client, line: list[Article], syria: Entity) -> None:
    syria.description = "מדינה בלבנט"
    syria.save()
    answer = client.get(f"/entities/{syria.pk}/card?article={line[1].pk}", headers={"HX-Request": "true"})
    card = answer.content.decode()
    assert "<html" not in card and "noindex" in answer["X-Robots-Tag"] and "HX-Request" in answer["Vary"]
    assert "מדינה בלבנט" in card and "3 כתבות" in card and card.count("<rect") == 3
    assert card.index("שיחה 2015") < card.index("אחרי כן") < card.index("שיחה 2017") and "שיחה 2016" not in card


def test_the_card_is_a_page_without_scripts(client: Client, line: list[Article], syria: Entity) -> None:
    page = client.get(f"/entities/{syria.pk}/card?article={line[0].pk}").content.decode()
    assert "<html" in page and "לפני כן" not in page and "שיחה 2016" in page
    assert client.get(f"/entities/{syria.pk}/card?article=x").status_code == 200
    assert client.get("/entities/999999/card").status_code == 404


def test_the_card_does_not_lead_from_a_hidden_article(
    client: Client, make_article: MakeArticle, line: list[Article], syria: Entity
) -> None:
    hidden = make_article("סוריה", title="סודית", status="draft", day="2016-01-01", entities=[syria])
    assert "סודית" not in client.get(f"/entities/{syria.pk}/card?article={line[1].pk}").content.decode()
    assert "לפני כן" not in client.get(f"/entities/{syria.pk}/card?article={hidden.pk}").content.decode()


def test_articles_of_one_moment_follow_each_other(client: Client, make_article: MakeArticle, syria: Entity) -> None:
    first, second, third = (make_article("סוריה", title=f"באותו רגע {n}", entities=[syria]) for n in "אבג")
    card = client.get(f"/entities/{syria.pk}/card?article={second.pk}").content.decode()
    assert card.index(first.title) < card.index("אחרי כן") < card.index(third.title)


def test_queries_of_an_article_reached_from_results(
    client: Client, line: list[Article], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz")
    with django_assert_num_queries(16):
        client.get(line[1].get_absolute_url() + "?q=פוטין&n=2")


def test_quotes_of_the_text_can_be_pointed_at(client: Client, make_article: MakeArticle, syria: Entity) -> None:
    article = make_article("פסקה ראשונה.", "הנשיא אמר כי סוריה תחזור לשולחן.", entities=[syria])
    reading.read_articles([article.pk])
    page = page_of(client, article)
    assert '<span class="said-here" id="q2-13" title="דברי הנשיא"><a class="entity' in page
    assert f'href="{article.get_absolute_url()}#q2-13"' in client.get(f"/articles/{article.pk}/said").content.decode()
    article.quotes.update(status=SaidStatus.REJECTED)
    assert "said-here" not in page_of(client, article)


def test_dates_in_the_text_say_when_they_are(client: Client, make_article: MakeArticle, syria: Entity) -> None:
    text = "אתמול ביקר בסוריה, ובשבוע הבא יחזור. בשנת 1999 היה שם לראשונה."
    article = make_article(text, day="2019-01-04", entities=[syria])
    reading.read_articles([article.pk])
    page = page_of(client, article, "?q=אתמול")
    assert '<time class="when" datetime="2019-01-03" title="3 בינואר 2019, כ״ו טבת תשע״ט"><mark' in page
    assert '<span class="when" title="6 בינואר 2019 – 12 בינואר 2019">' in page
    assert 'datetime="1999"' in page
    article.spokendates.update(status=SaidStatus.REJECTED)
    assert 'class="when"' not in page_of(client, article)
