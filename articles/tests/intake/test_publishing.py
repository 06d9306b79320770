"""Who may see an article, and that search and timelines follow at once."""

import pytest
from django.contrib.auth.models import User

from articles.intake import publishing
from articles.models import Appearance, Article, Entity, SearchDocument
from articles.tests.conftest import MakeArticle, MakeEntity


@pytest.fixture
def syria(make_entity: MakeEntity) -> Entity:
    return make_entity("סוריה", "place")


def seen(article: Article) -> tuple[str, bool, bool]:
    """Return an article's status, and whether search and timelines know it."""
    article.refresh_from_db()
    found = SearchDocument.objects.filter(article=article).exists()
    return article.status, found, Appearance.objects.filter(article=article).exists()


def test_publish_and_unpublish(make_article: MakeArticle, syria: Entity, editor: User) -> None:
    draft = make_article("הכוחות יצאו מן סוריה", status="draft", entities=[syria])
    withheld = make_article("אחר", status="withheld")
    assert seen(draft) == ("draft", False, False)
    assert publishing.publish([draft.pk, withheld.pk, 10**9], editor) == 1
    assert (seen(draft), seen(withheld)) == (("published", True, True), ("withheld", False, False))
    assert publishing.publish([draft.pk], editor) == 0
    assert publishing.unpublish([draft.pk, withheld.pk], editor) == 1
    assert seen(draft) == ("draft", False, False)


def test_withhold_and_restore(make_article: MakeArticle, syria: Entity, editor: User) -> None:
    article = make_article("הכוחות יצאו מן סוריה", entities=[syria])
    publishing.withhold(article, editor, " צו בית משפט ")
    assert seen(article) == ("withheld", False, False)
    assert article.withheld_reason == "צו בית משפט"
    publishing.restore(article, editor)
    assert seen(article) == ("published", True, True)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_withheld_without_a_reason(make_article: MakeArticle, editor: User, reason: str) -> None:
    article = make_article("טקסט")
    with pytest.raises(publishing.NoReason):
        publishing.withhold(article, editor, reason)
    assert seen(article)[0] == "published"


def test_when_the_index_fails_nothing_is_published(
    make_article: MakeArticle, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_article("טקסט", status="draft")

    def broken(ids: list[int]) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("articles.intake.publishing.index.refresh", broken)
    with pytest.raises(ZeroDivisionError):
        publishing.publish([draft.pk], editor)
    assert seen(draft) == ("draft", False, False)
