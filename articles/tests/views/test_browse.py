"""Directories: everything can be reached by following links; this day; the maps for search engines."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Source
from articles.tests.conftest import MakeArticle


@pytest.fixture
def kept(make_article: MakeArticle) -> list[Article]:
    """Articles of two sources, several sections, two years, and one without a date."""
    return [
        make_article("א", title="ראשונה", day="2018-12-31T23:30", section="חוץ"),
        make_article("ב", title="שנייה", day="2019-01-01T00:10", section="חוץ"),
        make_article("ג", title="שלישית", day="2019-01-04", section="פוליטי", source="השחר"),
        make_article("ד", title="רביעית", day="2019-06-04", source="השחר"),
        make_article("ה", title="חמישית", day=None, section="חוץ/בית"),
        make_article("ו", title="סודית", day="2019-06-04", status="draft"),
    ]


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_everything_is_reached_by_following_links(client: Client, kept: list[Article]) -> None:
    waiting: set[str] = {"/browse/"}
    seen: set[str] = set()
    while waiting - seen:
        address = (waiting - seen).pop()
        seen.add(address)
        links = (link.replace("&amp;", "&") for link in re.findall(r'href="([^"#]+)', page_of(client, address)))
        waiting |= {link for link in links if re.match(r"/browse/|/articles/\d+/[^/]+/", link)}
    reached = {int(found) for one in seen for found in re.findall(r"^/articles/(\d+)/", one)}
    assert reached == {one.pk for one in kept[:5]}
    assert len(seen) < 80


def test_counts_by_year_source_and_section(client: Client, kept: list[Article]) -> None:
    page = page_of(client, "/browse/")
    assert re.search(r'href="/browse/2018/">2018</a> <span class="muted number">1<', page)
    assert re.search(r'href="/browse/2019/">2019</a> <span class="muted number">3<', page)
    assert re.search(r'href="/browse/undated/">ללא תאריך</a> <span class="muted number">1<', page)
    assert re.search(r">השחר</a> <span class=\"muted number\">2<", page)
    assert re.search(r">חוץ</a> <span class=\"muted number\">2<", page) and "סודית" not in page


def test_a_year_and_a_month_in_the_archive_s_own_time(client: Client, kept: list[Article]) -> None:
    months = page_of(client, "/browse/2019/")
    assert re.search(r"ינואר 2019</a> <span class=\"muted number\">2<", months) and "דצמבר" not in months
    month = page_of(client, "/browse/2019/1/")
    assert "שנייה" in month and "שלישית" in month and "ראשונה" not in month
    assert "4 בינואר 2019" in month and "כ״ז טבת תשע״ט" in month
    assert "ראשונה" in page_of(client, "/browse/2018/12/") and "חמישית" in page_of(client, "/browse/undated/")


def test_a_source_and_a_section_narrow_and_stay(client: Client, kept: list[Article]) -> None:
    pk = Source.objects.get(name="השחר").pk
    page = page_of(client, f"/browse/?source={pk}&section=פוליטי")
    (link,) = re.findall(r'href="(/browse/2019/[^"]*)"', page)
    assert unquote(link) == f"/browse/2019/?source={pk}&amp;section=פוליטי"
    month = page_of(client, f"/browse/2019/1/?source={pk}")
    assert "שלישית" in month and "שנייה" not in month
    assert "חמישית" in page_of(client, "/browse/undated/?section=חוץ/בית")


@pytest.mark.parametrize(
    "address",
    [
        "/browse/0/",
        "/browse/2019/13/",
        "/browse/2019/0/",
        "/browse/99999/",
        "/browse/?source=x",
        "/browse/?source=99999",
    ],
)
def test_what_is_no_shelf_is_not_there(client: Client, kept: list[Article], address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_empty_shelf_says_so(client: Client, kept: list[Article]) -> None:
    assert "אין כאן כתבות" in page_of(client, "/browse/1999/") and "אין כאן כתבות" in page_of(client, "/browse/1999/3/")


def test_this_day_in_two_calendars(client: Client, kept: list[Article], make_article: MakeArticle) -> None:
    make_article("ז", title="באותו יום עברי", day="2018-01-14T20:00")
    civil, hebrew = page_of(client, "/day/?date=2017-01-04").split('id="hebrew"')
    assert "4 בינואר" in civil and "שלישית" in civil and "באותו יום עברי" not in civil
    civil, hebrew = page_of(client, "/day/?date=2019-01-04").split('id="hebrew"')
    assert "כ״ז טבת" in hebrew and "שלישית" in hebrew and "באותו יום עברי" in hebrew
    for wrong in ("שלום", "2019-13-01", "0001-01-01", "9999-12-31"):
        assert "מוצג היום" in page_of(client, f"/day/?date={wrong}")


def test_the_front_page_leads_to_this_day(client: Client, make_article: MakeArticle) -> None:
    day = timezone.localdate()
    before = day.replace(year=day.year - 3, day=min(day.day, 28))
    make_article("א", title="לפני שלוש שנים", day=before.isoformat())
    page = page_of(client, "/")
    assert "היום הזה בארכיון" in page and 'href="/browse/"' in page
    assert page.count("לפני שלוש שנים") == (2 if before.day == day.day else 1)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/browse/", 3), ("/browse/2019/", 3), ("/browse/2019/1/", 4), ("/day/?date=2019-01-04", 5)],
)
def test_queries(
    client: Client, kept: list[Article], address: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz")
    with django_assert_num_queries(queries):
        client.get(address)


def test_the_map_of_news(client: Client, kept: list[Article], make_article: MakeArticle) -> None:
    moment = timezone.localtime() - timedelta(hours=3)
    fresh = make_article("ח", title="טרי & חם", day=moment.replace(tzinfo=None).isoformat(), time_known=True)
    assert "sitemap-news.xml" in page_of(client, "/sitemap.xml")
    (url,) = fromstring(client.get("/sitemap-news.xml").content)
    texts = {one.tag.rpartition("}")[2]: one.text for one in url.iter()}
    assert texts["title"] == "טרי & חם" and texts["name"] == "מגדלור" and texts["language"] == "he"
    assert texts["publication_date"] == moment.isoformat() and f"/articles/{fresh.pk}/" in str(texts["loc"])


def test_the_map_of_directories_and_robots(client: Client, kept: list[Article]) -> None:
    page = page_of(client, "/sitemap-browse.xml")
    assert "http://testserver/browse/2019/6/</loc>" in page and "/browse/2018/</loc>" in page
    assert "Sitemap: http://testserver/sitemap.xml" in page_of(client, "/robots.txt")
