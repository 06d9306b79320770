"""Versions of one text: found when indexed, folded when shown, counted as what they are."""

import random

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from articles.models import Article, SearchSketch, Sketch
from articles.search import index, signature, sketches
from articles.search.criteria import Criteria
from articles.search.engine import search
from articles.tests.conftest import MakeArticle

WORDS = [f"{a}{b}{c}" for a in "אבגדה" for b in "קרשת" for c in "לונמ"]


def text(seed: int, length: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311


def changed(original: str, words: int) -> str:
    parts = original.split()
    for at in range(words):
        parts[at * len(parts) // words] = "אחרת"
    return " ".join(parts)


def test_likeness_follows_what_is_shared() -> None:
    base = text(1)
    whole, close, other = (signature.digest(one.split()) for one in (base, changed(base, 6), text(2)))
    assert signature.likeness(whole, whole) == 1
    assert signature.likeness(whole, close) > sketches.ALIKE > signature.likeness(whole, other)
    assert set(signature.bands(whole)) & set(signature.bands(close)).difference(signature.bands(other))
    assert signature.digest(["קצר", "מדי"]) == signature.bands([]) == []


@pytest.fixture
def versions(make_article: MakeArticle) -> list[Article]:
    base = text(1)
    return [make_article(changed(base, n), title=f"גרסה {n}", source=f"מקור {n}") for n in (1, 3, 5)]


def family_of(article: Article) -> int | None:
    return SearchSketch.objects.get(article=article).family


def test_versions_meet_and_others_do_not(versions: list[Article], make_article: MakeArticle) -> None:
    assert {family_of(one) for one in versions} == {versions[0].pk}
    assert family_of(make_article(text(2))) is None
    assert family_of(make_article("קצר")) is None


def test_a_draft_is_signed_by_the_text_it_has_now(make_article: MakeArticle) -> None:
    draft = make_article(text(1), status="draft")
    assert Sketch.objects.get(article=draft).digest == signature.digest(text(1).split())
    draft.paragraphs.update(text=text(2))
    index.refresh([draft.pk])
    assert Sketch.objects.get(article=draft).digest == signature.digest(text(2).split())


def test_versions_in_one_batch_meet(versions: list[Article]) -> None:
    SearchSketch.objects.all().delete()
    index.refresh([one.pk for one in versions])
    assert len({family_of(one) for one in versions}) == 1 and family_of(versions[0])


def test_an_article_may_tie_two_families(make_article: MakeArticle) -> None:
    one, other = text(1), text(2)
    pair = [make_article(one), make_article(changed(one, 2))]
    second = [make_article(other), make_article(changed(other, 2))]
    assert family_of(pair[0]) != family_of(second[0])
    like = Sketch.objects.get(article=pair[0])
    Sketch.objects.filter(article=second[1]).update(digest=like.digest, bands=like.bands)
    make_article(changed(one, 1))
    assert {family_of(article) for article in (*pair, *second)} == {family_of(pair[0])}


def test_a_hidden_article_has_no_sketch(versions: list[Article]) -> None:
    Article.objects.filter(pk=versions[1].pk).update(status="draft")
    index.refresh([versions[1].pk])
    assert not SearchSketch.objects.filter(article=versions[1]).exists()
    assert Sketch.objects.filter(article=versions[1]).exists()  # for what comes again while it is a draft


def test_the_page_folds_and_counts_and_unfolds(
    versions: list[Article], make_article: MakeArticle, client: Client
) -> None:
    make_article("אחרת לגמרי", title="בודדת")
    page = client.get("/search/?q=אחרת").context
    assert page["results"].total == 4
    shown = {one.hit.article.title: one.versions for one in page["shown"]}
    assert shown.pop("בודדת") == 0 and list(shown.values()) == [2]
    (folded,) = [one for one in page["shown"] if one.versions]
    unfolded = client.get(folded.versions_url).context
    assert [one.versions for one in unfolded["shown"]] == [0, 0, 0] and unfolded["results"].total == 3


def test_only_versions_that_the_search_finds_are_counted(versions: list[Article], client: Client) -> None:
    page = client.get("/search/?q=אחרת&not_source=מקור 1").context
    assert [one.versions for one in page["shown"]] == [1]
    assert search(Criteria.read(QueryDict(f"versions={versions[0].pk}"))).total == 3
    assert search(Criteria.read(QueryDict("versions=999999"))).total == 0


def test_the_versions_of_many_articles_are_found_by_the_index(make_article: MakeArticle) -> None:
    first = make_article(text(1))
    copies = [
        Article(source=first.source, title="כותרת", status="published", fingerprint=f"עותק {n}") for n in range(5_000)
    ]
    Sketch.objects.bulk_create(
        Sketch(article=one, digest=[], bands=list(range(32 * n, 32 * n + 32)))
        for n, one in enumerate(Article.objects.bulk_create(copies))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_sketch")
    bands = list(range(0, 160_000, 50))
    plain, chosen = Sketch.objects.filter(bands__overlap=bands), sketches.sharing(bands)
    assert "Seq Scan" in plain.explain()  # what `any_of` is for
    assert "sketch_bands" in chosen.explain() and "Seq Scan" not in chosen.explain()
    assert chosen.count() == plain.count() > 3_000
