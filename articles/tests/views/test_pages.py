"""The pages that readers see: what they say, what they cost in queries, and that no address breaks them."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from articles.intake import originals
from articles.models import Article, Correction, Entity, RelatedLink
from articles.tagging import appearances
from articles.tests.conftest import MakeArticle, MakeEntity


@pytest.fixture
def syria(make_entity: MakeEntity) -> Entity:
    return make_entity("סוריה", "place", "ארם")


@pytest.fixture
def article(make_article: MakeArticle, syria: Entity, make_entity: MakeEntity) -> Article:
    putin = make_entity("פוטין")
    for number in range(3):
        make_article("פוטין בסוריה", title=f"קודמת {number}", day=f"201{number}-05-01", entities=[syria, putin])
    return make_article(
        'פוטין שוחח על הנסיגה מסוריה <script>alert("x")</script>', "פסקה שנייה",
        title='שיחה: "פוטין"', deck="כותרת משנה", byline="נועה", entities=[syria, putin],
    )  # fmt: skip


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_front_page_says_what_the_archive_holds(client: Client, article: Article) -> None:
    page = text_of(client, "/")
    assert "4 כתבות" in page and "2010–2019" in page and article.get_absolute_url() in page


def test_an_empty_archive_says_so(client: Client, db: None) -> None:
    assert "הארכיון עדיין ריק" in text_of(client, "/")
    assert "לא נמצאו כתבות" in text_of(client, "/search/?q=סוריה")


def test_the_search_page_marks_counts_and_explains(client: Client, article: Article) -> None:
    page = text_of(client, "/search/?q=סוריה")
    assert "<mark>מסוריה</mark>" in page
    assert "אות שימוש מ־" in page
    assert re.search(r"כל הנטיות\s*<span class=\"number\">4<", page)
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_the_sentence_can_be_taken_apart(client: Client, article: Article) -> None:
    page = text_of(client, "/search/?q=סוריה&source=מגדלור&from=2019")
    assert page.count("מן החיפוש") == 3


def test_nothing_found_tells_what_wider_widths_find(client: Client, article: Article) -> None:
    assert "יימצאו 4 כתבות" in text_of(client, "/search/?q=סוריה&mode=exact")


def test_an_article_links_its_entities_and_marks_the_search(client: Client, article: Article, syria: Entity) -> None:
    page = text_of(client, article.get_absolute_url() + "?q=נסיגה")
    assert f'href="{syria.get_absolute_url()}">סוריה</a>' in page
    assert '<mark id="hit-1" data-hit="1">הנסיגה</mark>' in page
    assert 'id="p2"' in page and 'href="#p2"' in page
    assert "כ״ז טבת תשע״ט" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_an_article_shows_corrections_and_related_items(client: Client, article: Article) -> None:
    other = Article.objects.exclude(pk=article.pk)[0]
    Correction.objects.create(article=article, text="נפלה טעות")
    RelatedLink.objects.create(article=article, position=1, text="קודמת", target=other)
    page = text_of(client, article.get_absolute_url())
    assert "נפלה טעות" in page and other.get_absolute_url() in page


def test_a_short_or_old_address_leads_to_the_article(client: Client, article: Article) -> None:
    assert client.get(f"/articles/{article.pk}/")["Location"] == article.get_absolute_url()
    assert client.get(f"/articles/{article.pk}/old/?q=x")["Location"] == article.get_absolute_url() + "?q=x"


def test_an_original_is_handed_out_to_keep_or_is_not_there(
    client: Client, article: Article, editor: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    article.original = originals.keep([b"<script>"])
    article.save()
    client.force_login(editor)
    answer = client.get(f"/articles/{article.pk}/original")
    assert b"".join(answer.streaming_content) == b"<script>"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/octet-stream" and "attachment" in answer["Content-Disposition"]
    originals.path_of(article.original).unlink()
    assert client.get(f"/articles/{article.pk}/original").status_code == 404


@pytest.mark.parametrize(("extension", "start"), [("ris", "TY  - NEWS"), ("bib", "@article{")])
def test_citations(client: Client, article: Article, extension: str, start: str) -> None:
    answer = client.get(f"/articles/{article.pk}.{extension}")
    assert answer.content.decode().startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"/articles/{article.pk}.exe").status_code == 404


def test_an_entity_through_time(client: Client, article: Article, syria: Entity) -> None:
    page = text_of(client, syria.get_absolute_url())
    assert "ארם" in page and page.count('class="bar') == 10
    entries = page.split('class="entries"')[1]
    assert entries.count('<h3><a href="/articles/') == 4 and "פוטין ב<b>סוריה</b>" in entries
    keys = page.split("כתבות מפתח")[1].split("</section>")[0]
    assert keys.count("<h3>") == 2 and "קודמת 0" in keys and "האחרונה" in keys
    chosen = text_of(client, syria.get_absolute_url() + "?from=2011&to=2011")
    assert chosen.count('<h3><a href="/articles/') == 1 and "קודמת 1" in chosen
    assert 'class="bar chosen"' in chosen
    assert ">3</a>" not in chosen.split("מופיעים יחד")[1] and ">1</a>" in chosen.split("מופיעים יחד")[1]


def test_a_timeline_can_be_looked_at_closely_and_from_left_to_right(
    client: Client, article: Article, syria: Entity
) -> None:
    address = syria.get_absolute_url()
    assert "in=2011" in text_of(client, address + "?from=2011&to=2011")
    year = text_of(client, address + "?in=2019")
    assert year.count('class="bar') == 12 and "פורים" in year and "in=2018" in year
    month = text_of(client, address + "?in=2019-01&dir=ltr")
    assert month.count('class="bar') == 31 and "4 בינואר 2019, כ״ז טבת תשע״ט: כתבה אחת" in month
    assert "הזמן משמאל לימין." in month and 'class="chart timeline ltr"' in month
    assert text_of(client, address + "?in=2019-13&unit=day").count('class="bar') == 10


def test_articles_whose_date_was_inferred_are_hatched(client: Client, article: Article, syria: Entity) -> None:
    assert "מקווקו" not in text_of(client, syria.get_absolute_url())
    Article.objects.filter(pk=article.pk).update(date_known_from="address")
    appearances.refresh([article.pk])
    page = text_of(client, syria.get_absolute_url())
    assert "מקווקו" in page and page.count("url(#unsure-") == 1 and "1 שמועדן הוסק" in page


def test_an_entity_by_share_and_by_month(client: Client, article: Article, syria: Entity) -> None:
    assert "כחלק מן הארכיון" in text_of(client, syria.get_absolute_url() + "?scale=share")
    assert text_of(client, syria.get_absolute_url() + "?unit=month").count('class="bar') == 105


def test_the_directory_by_kind_letter_and_name(client: Client, article: Article, syria: Entity) -> None:
    link = syria.get_absolute_url()
    assert link in text_of(client, "/entities/?kind=place")
    assert link not in text_of(client, "/entities/?kind=person")
    assert link in text_of(client, "/entities/?letter=ס")
    assert link not in text_of(client, "/entities/?letter=א")
    assert link in text_of(client, "/entities/?q=ארם")


def test_comparing(client: Client, article: Article, syria: Entity) -> None:
    putin = Entity.objects.get(name="פוטין")
    page = text_of(client, f"/compare/?entity={syria.pk}&entity={putin.pk}")
    assert page.count("<figure") == 2 and "כתבות שמזכירות את כולם" in page
    many = "&".join(f"entity={n}" for n in range(1, 9))
    assert "משווים עד 4" in text_of(client, f"/compare/?{many}")


def test_feeds_and_maps(client: Client, article: Article, syria: Entity) -> None:
    assert text_of(client, "/feeds/search.atom?q=סוריה").count("<entry>") == 4
    assert text_of(client, f"/feeds/entities/{syria.pk}.atom").count("<entry>") == 4
    assert "sitemap-articles.xml" in text_of(client, "/sitemap.xml")
    assert text_of(client, "/sitemap-articles.xml").count("<url>") == 4
    assert "{searchTerms}" in text_of(client, "/opensearch.xml")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 7),
        ("/search/", 12),
        ("/search/?q=סוריה", 15),
        ("ARTICLE", 12),
        ("ENTITY", 18),
        ("/entities/", 2),
        ("COMPARE", 10),
        ("/api/v1/articles?q=סוריה", 10),
        ("/feeds/search.atom", 6),
    ],
)
def test_queries_of_pages(
    client: Client, article: Article, syria: Entity, address: str, queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    pk = Entity.objects.get(name="פוטין").pk
    known = {
        "ARTICLE": article.get_absolute_url(),
        "ENTITY": syria.get_absolute_url(),
        "COMPARE": f"/compare/?entity={syria.pk}&entity={pk}",
    }
    client.get("/healthz")
    with django_assert_num_queries(queries):
        client.get(known.get(address, address))


ADDRESSES = ("/search/", "/entities/", "/compare/", "/api/v1/articles", "/feeds/search.atom", "ENTITY", "ARTICLE")
PARAMETERS = (
    "q",
    "mode",
    "source",
    "section",
    "entity",
    "from",
    "to",
    "sort",
    "page",
    "unit",
    "in",
    "dir",
    "by",
    "scale",
    "letter",
    "kind",
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(ADDRESSES),
    given=st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=20) | st.integers().map(str), max_size=4),
)
def test_no_query_string_breaks_a_page(
    client: Client, article: Article, syria: Entity, address: str, given: dict[str, str]
) -> None:
    known = {"ARTICLE": article.get_absolute_url(), "ENTITY": syria.get_absolute_url()}
    asked = {key: value.encode("utf-8", "replace") for key, value in given.items()}
    assert client.get(known.get(address, address), asked).status_code in (200, 404)
