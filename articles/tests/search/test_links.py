"""Related items become links inside the archive, whichever comes first; when it is sure which they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, ArticleKey, RelatedLink
from articles.search import index, pointers
from articles.tests.conftest import MakeArticle


def point(article: Article, text: str = "", url: str = "") -> RelatedLink:
    """Add a related item and index its article, as intake does."""
    link = RelatedLink.objects.create(
        article=article, position=article.related_links.count() + 1, text=text or "עוד בנושא", url=url
    )
    index.refresh([article.pk])
    link.refresh_from_db()
    return link


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"url": "https://www.example.com/item/77/?utm_source=x#top"}, {"url": "http://example.com/item/77"}),
        ({"url": "https://example.com/a?id=3&b=2"}, {"url": "https://m.example.com/a?b=2&id=3"}),
        ({"url": "https://example.com/news/3210077"}, {"external_id": "3210077"}),
        ({"text": 'צה"ל: הנסיגה מסוריה החלה'}, {"title": "צה״ל – הנסיגה מסוריה החלה!"}),
    ],
    ids=["address", "address with a query", "number", "title"],
)
@pytest.mark.parametrize("later", [True, False])
def test_an_item_is_found_whichever_comes_first(
    make_article: MakeArticle, told: dict[str, str], known: dict[str, str], later: bool
) -> None:
    if later:
        link = point(make_article("א", title="המצביעה על אחרת"), **told)
        assert link.target is None
        target = make_article("ב", **{"title": "היעד"} | known)
        link.refresh_from_db()
    else:
        target = make_article("ב", **{"title": "היעד"} | known)
        link = point(make_article("א", title="המצביעה על אחרת"), **told)
    assert link.target == target


def test_two_alike_are_none_but_the_own_source_decides(make_article: MakeArticle) -> None:
    title = "תקציר החדשות של היום"
    for source in ("השחר", "הצפירה"):
        make_article(source, title=title, source=source)
    assert point(make_article("א", source="מגדלור"), title).target is None
    assert point(make_article("א", source="השחר"), title).target == Article.objects.get(
        title=title, source__name="השחר"
    )


@pytest.mark.parametrize("title", ["חדשות היום", "!!!", ""])
def test_a_short_title_names_nobody(make_article: MakeArticle, title: str) -> None:
    make_article("ב", title=title or "-")
    assert point(make_article("א"), title or "-").target is None


def test_what_is_hidden_is_not_pointed_to(make_article: MakeArticle) -> None:
    hidden = make_article("ב", title="כותרת ארוכה ומיוחדת מאוד", status="draft")
    link = point(make_article("א"), hidden.title)
    assert link.target is None and not ArticleKey.objects.filter(article=hidden).exists()
    Article.objects.filter(pk=hidden.pk).update(status="published")
    index.refresh([hidden.pk])
    link.refresh_from_db()
    assert link.target == hidden


def test_an_article_does_not_point_to_itself(make_article: MakeArticle) -> None:
    own = make_article("א", title="כותרת ארוכה ומיוחדת מאוד")
    assert point(own, own.title).target is None


def test_the_work_is_a_few_queries_for_many(make_article: MakeArticle, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    articles = [make_article("א", title=f"כותרת מספר {number} בארכיון") for number in range(12)]
    for number, one in enumerate(articles):
        RelatedLink.objects.create(article=one, position=1, text=articles[number - 1].title)
    from_links = [one.pk for one in articles]
    with django_assert_max_num_queries(24):
        index.refresh(from_links)
    assert RelatedLink.objects.exclude(target=None).count() == 12


@given(text=st.text(max_size=60))
def test_no_text_breaks_a_key(text: str) -> None:
    for key in (pointers.of_address(text), pointers.of_title(text), *pointers.numbers_in(1, text)):
        assert len(key) in (0, 33)


def test_addresses_differ_where_they_should() -> None:
    assert pointers.of_address("https://example.com/a?id=1") != pointers.of_address("https://example.com/a?id=2")
    assert pointers.of_address("javascript:alert(1)") == pointers.of_address("לא כתובת") == ""
