"""What suggestions are made of: dates of offices, surnames, initials, what became of their like, and what is said."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Entity, Mention
from articles.tagging import choices, drawing, entities, likeness, mentions, suggestions
from articles.tagging.gazetteer import Gazetteer

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]


def _found(article: Article) -> list[tuple[str, str, str]]:
    suggestions.suggest([article.pk])
    rows = Mention.objects.filter(article=article).order_by("paragraph__position", "start", "entity")
    return [(one.quote, one.entity.name, one.rule) for one in rows.select_related("entity")]


def test_an_office_is_whose_it_was_that_day(make_article: MakeArticle, make_entity: MakeEntity, editor: User) -> None:
    lieberman, netanyahu = make_entity("אביגדור ליברמן"), make_entity("בנימין נתניהו")
    for holder, since, until in (
        (lieberman, date(2016, 5, 30), date(2018, 11, 18)), (netanyahu, date(2018, 11, 19), date(2019, 11, 12)),
    ):  # fmt: skip
        entities.add_alias(holder, "שר הביטחון", editor, entities.Sort("office", since, until))
    text = "לשר הביטחון נמסר"
    assert _found(make_article(text, day="2019-01-04")) == [("שר הביטחון", "בנימין נתניהו", "office")]
    assert _found(make_article(text, day="2018-11-18")) == [("שר הביטחון", "אביגדור ליברמן", "office")]
    assert _found(make_article(text, day="2014-01-01")) == []
    assert _found(make_article(text, day=None)) == []
    first = choices.find("שר הביטחון", day=date(2019, 1, 4))
    assert [(one.entity.name, one.exact) for one in first] == [("בנימין נתניהו", True), ("אביגדור ליברמן", False)]


def test_a_name_held_always_and_in_some_days_is_held_always() -> None:
    period = (date(2019, 1, 1), None)
    gazetteer = Gazetteer.of([("סוריה", 1)], [("סוריה", 1, period), ("ארמ", 2, period)])
    assert gazetteer.matches("בסוריה")[0].entities == (1,)
    assert gazetteer.matches("ארם", date(2018, 12, 31)) == []
    assert gazetteer.matches("ארם", date(2019, 1, 1))[0].entities == (2,)


RULED = [
    (["יאיר לפיד אמר", "ללפיד נמסר"], [("יאיר לפיד", "name"), ("לפיד", "surname")]),
    (["לפיד אמר", "יאיר לפיד"], [("יאיר לפיד", "name")]),
    (["יאיר לפיד ויוסף לפיד", "לפיד"], [("יאיר לפיד", "name"), ("יוסף לפיד", "name")]),
    (
        ["צבא ההגנה לישראל", "דובר צה״ל ובצה״ל"],
        [("צבא ההגנה לישראל", "name"), ("צה״ל", "acronym"), ("צה״ל", "acronym")],
    ),
    (["חברת החשמל", "עובדי החשמל"], [("חברת החשמל", "name")]),
]


@pytest.mark.parametrize(("texts", "found"), RULED)
def test_a_full_name_explains_what_follows_it(
    make_article: MakeArticle, make_entity: MakeEntity, texts: list[str], found: list[tuple[str, str]]
) -> None:
    for name, kind in (("יאיר לפיד", "person"), ("יוסף לפיד", "person"), ("צבא ההגנה לישראל", "organisation")):
        make_entity(name, kind)
    make_entity("חברת החשמל", "organisation")
    assert [(quote, rule) for quote, _, rule in _found(make_article(*texts))] == found


def test_a_rejection_lowers_the_rank_of_its_like_and_says_so(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    barak, other = make_entity("אהוד ברק", "person", "ברק"), make_entity("ברק כהן", "person", "ברק")
    made = [make_article("ברק") for _ in range(3)]
    suggestions.suggest([article.pk for article in made])
    before = Mention.objects.get(article=made[1], entity=barak).confidence
    first = Mention.objects.get(article=made[0], entity=barak)
    mentions.reject(first, editor, 1)
    assert likeness.weigh(barak.pk, "ברק") == 2
    after = Mention.objects.get(article=made[1], entity=barak)
    assert before and after.confidence and after.confidence < before and after.version == 1
    assert [one.entity for one in choices.find("ברק")][:2] == [other, barak]
    mentions.accept(Mention.objects.get(article=made[2], entity=barak), editor, 1)
    why = {one.mention.entity_id: one.why for one in drawing.draw(made[1], editor).waiting}
    assert why[barak.pk] == "שם נרדף של אהוד ברק, תויג פעם אחת כך, נדחה פעם אחת"


def test_entities_tagged_lately_come_first(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User, other: User
) -> None:
    made = [make_entity(f"דן {name}") for name in ("אבני", "בן נון", "גולן")]
    article = make_article("דן גולן")
    mentions.add(article.paragraphs.get(), 0, 7, "דן גולן", made[2], editor)
    assert [one.entity for one in choices.find("דן", user=editor)] == [made[2], made[0], made[1]]
    assert [one.entity for one in choices.find("דן", user=other)][1:] == [made[0], made[1]]
    assert [one.entity for one in choices.find("", user=editor)] == [made[2]]
    assert choices.find("", user=other) == []
