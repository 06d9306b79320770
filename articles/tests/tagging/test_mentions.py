"""Decisions on tags: what each does, what refuses it, and that the appearances follow."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles.models import Appearance, Article, Entity, Mention
from articles.tagging import mentions, suggestions
from articles.tagging.errors import Impossible, QuoteMismatch, SpanTaken, Stale

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]
TEXT = "נשיא רוסיה 😀 ביקר בסוריה"


def _add(article: Article, quote: str, entity: Entity, user: User) -> Mention:
    paragraph = article.paragraphs.get()
    start = paragraph.text.index(quote)
    return mentions.add(paragraph, start, start + len(quote), quote, entity, user)


def _seen(article: Article) -> dict[str, int]:
    return dict(Appearance.objects.filter(article=article).values_list("entity__name", "mentions"))


@pytest.fixture
def article(make_article: MakeArticle) -> Article:
    return make_article(TEXT)


@pytest.fixture
def syria(make_entity: MakeEntity) -> Entity:
    return make_entity("סוריה", "place")


@pytest.fixture
def suggested(article: Article, syria: Entity) -> Mention:
    assert suggestions.suggest([article.pk]) == 1
    return Mention.objects.get()


def test_a_tag_is_accepted_at_once_and_counted(article: Article, syria: Entity, editor: User) -> None:
    mention = _add(article, "סוריה", syria, editor)
    assert (mention.status, mention.origin, mention.decided_by) == ("accepted", "editor", editor)
    assert TEXT[mention.start : mention.end] == mention.quote == "סוריה"
    assert _seen(article) == {"סוריה": 1}


def test_offsets_count_code_points_beyond_the_basic_plane_and_niqqud(
    make_article: MakeArticle, syria: Entity, editor: User
) -> None:
    article = make_article("😀😀 בְּסוּרְיָה 𐤀")
    mention = _add(article, "סוּרְיָה", syria, editor)
    assert mention.start == len("😀😀 בְּ") == 6


def test_a_span_has_one_accepted_tag_and_the_loser_is_told_by_whom(
    article: Article, syria: Entity, make_entity: MakeEntity, editor: User, other: User
) -> None:
    _add(article, "סוריה", syria, editor)
    with pytest.raises(SpanTaken, match="בידי דנה"):
        _add(article, "סוריה", make_entity("הסרט סוריה", "work"), other)
    with pytest.raises(SpanTaken, match="בידי דנה"):
        _add(article, "סוריה", syria, other)
    assert Mention.objects.count() == 1


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 5, "סוריה"), (3, 3, ""), (20, 99, "סוריה"), (5, 2, "א")])
def test_a_quote_that_the_paragraph_does_not_read_is_refused(
    article: Article, syria: Entity, editor: User, start: int, end: int, quote: str
) -> None:
    with pytest.raises(QuoteMismatch):
        mentions.add(article.paragraphs.get(), start, end, quote, syria, editor)
    assert not Mention.objects.exists()


def test_a_suggestion_is_accepted_and_undone(article: Article, suggested: Mention, editor: User) -> None:
    accepted = mentions.accept(suggested, editor, 1)
    assert (accepted.status, accepted.version, _seen(article)) == ("accepted", 2, {"סוריה": 1})
    again = mentions.undo(accepted, editor, 2)
    assert (again.status, again.decided_by, _seen(article)) == ("suggested", None, {})


def test_a_rejected_suggestion_never_returns_until_undone(article: Article, suggested: Mention, editor: User) -> None:
    rejected = mentions.reject(suggested, editor, 1)
    assert suggestions.suggest([article.pk]) == 0
    assert not mentions.waiting().exists()
    assert mentions.undo(rejected, editor, 2).status == "suggested"


def test_an_editors_tag_undone_is_removed_and_undone_again_returns(
    article: Article, syria: Entity, editor: User
) -> None:
    removed = mentions.undo(_add(article, "סוריה", syria, editor), editor, 1)
    assert (removed.status, _seen(article)) == ("removed", {})
    assert suggestions.suggest([article.pk]) == 0
    assert mentions.undo(removed, editor, removed.version).status == "accepted"


def test_a_removed_or_rejected_span_is_taken_up_by_an_editor(
    article: Article, suggested: Mention, syria: Entity, editor: User
) -> None:
    mentions.reject(suggested, editor, 1)
    mention = _add(article, "סוריה", syria, editor)
    assert (mention.pk, mention.status, mention.version) == (suggested.pk, "accepted", 3)


def test_a_stale_decision_stores_nothing_and_names_who_decided(suggested: Mention, editor: User, other: User) -> None:
    mentions.accept(suggested, editor, 1)
    with pytest.raises(Stale, match="אושרה בידי דנה") as refused:
        mentions.reject(suggested, other, 1)
    assert refused.value.mention and refused.value.mention.status == "accepted"
    assert Mention.objects.get().decided_by == editor


def test_a_decision_that_makes_no_sense_is_refused(suggested: Mention, editor: User) -> None:
    with pytest.raises(Impossible):
        mentions.remove(suggested, editor, 1)
    with pytest.raises(Impossible):
        mentions.undo(suggested, editor, 1)


def test_accepting_one_of_two_readings_hides_the_other_until_it_is_undone(
    article: Article, syria: Entity, make_entity: MakeEntity, editor: User
) -> None:
    make_entity("סוריה", "work")
    assert suggestions.suggest([article.pk]) == 2
    first, second = mentions.waiting()
    accepted = mentions.accept(first, editor, 1)
    assert not mentions.waiting().exists()
    with pytest.raises(SpanTaken):
        mentions.accept(second, editor, 1)
    mentions.undo(accepted, editor, 2)
    assert mentions.waiting().count() == 2


def test_a_draft_has_no_appearances(make_article: MakeArticle, syria: Entity, editor: User) -> None:
    article = make_article(TEXT, status="draft")
    _add(article, "סוריה", syria, editor)
    assert _seen(article) == {}
