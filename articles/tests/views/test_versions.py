"""Versions of an article: each has an address and its difference, and none is for search engines or strangers."""

import html

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.corrections import replacing
from articles.corrections.replacing import NewText
from articles.models import Article
from articles.tests.conftest import MakeArticle, MakeUser


@pytest.fixture
def changed(make_article: MakeArticle) -> Article:
    """An article whose text was replaced twice."""
    article = make_article("שלושה נפצעו באש", title="דיווח ראשון", byline="נועה בר")
    for number, text in ((4, "ארבעה נפצעו באש"), (5, "חמישה נפצעו באש")):
        new = NewText(title=f"דיווח {number}", fingerprint=f"changed {number}", paragraphs=[("text", text)])
        replacing.replace(article.pk, new, None)
    article.refresh_from_db()
    return article


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_version_has_an_address(client: Client, changed: Article) -> None:
    first = page_of(client, f"/articles/{changed.pk}/versions/1")
    assert "<h1>דיווח ראשון</h1>" in first and "<p>שלושה נפצעו באש</p>" in first and "גרסה 1 מתוך 3" in first
    assert "<del>שלושה</del>" in first and "<ins>ארבעה</ins>" in first
    assert 'rel="next"' in first and 'rel="prev"' not in first
    second = page_of(client, f"/articles/{changed.pk}/versions/2")
    assert 'rel="prev"' in second and 'rel="next"' not in second and "<ins>חמישה</ins>" in second
    assert client.get(f"/articles/{changed.pk}/versions/3").status_code == 404


def test_the_list_and_the_way_to_it(client: Client, changed: Article) -> None:
    page = page_of(client, changed.get_absolute_url())
    assert f'href="/articles/{changed.pk}/versions"' in page and "<del>ארבעה</del>" in page
    listed = page_of(client, f"/articles/{changed.pk}/versions")
    assert listed.index("versions/2") < listed.index("versions/1")


def test_versions_are_not_for_search_engines(client: Client, changed: Article) -> None:
    for address in (f"/articles/{changed.pk}/versions", f"/articles/{changed.pk}/versions/1"):
        answer = client.get(address)
        assert answer["X-Robots-Tag"] == "noindex"
        assert f'rel="canonical" href="{changed.get_absolute_url()}"' in answer.content.decode()


@pytest.mark.parametrize("status", ["draft", "withheld"])
def test_versions_are_as_hidden_as_the_article(
    client: Client, changed: Article, make_user: MakeUser, status: str, editor: User
) -> None:
    Article.objects.filter(pk=changed.pk).update(status=status, withheld_reason="סיבה" if status == "withheld" else "")
    for address in (f"/articles/{changed.pk}/versions", f"/articles/{changed.pk}/versions/1"):
        assert Client().get(address).status_code == 404
        client.force_login(editor)
        assert client.get(address).status_code == (200 if status == "draft" else 404)
        client.force_login(User.objects.filter(is_superuser=True).first() or make_user("admin"))
        assert client.get(address).status_code == 200


def test_an_article_without_versions_says_so(client: Client, make_article: MakeArticle) -> None:
    only = make_article("א")
    assert "לא נשמרו גרסאות" in page_of(client, f"/articles/{only.pk}/versions")
    assert f"/articles/{only.pk}/versions" not in page_of(client, only.get_absolute_url())
