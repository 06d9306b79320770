"""Dates and quotes of articles: found, tied to tags, counted, and corrected by editors for good."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, Entity, Happened, Quote, SpokenDate
from articles.models.timeline import DayCount
from articles.tagging import reanchor
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.timeline import deciding, reading, series
from articles.timeline.periods import Unit
from articles.timeline.series import Window


@pytest.fixture
def putin(make_entity: MakeEntity) -> Entity:
    return make_entity("פוטין")


@pytest.fixture
def article(make_article: MakeArticle, putin: Entity) -> Article:
    made = make_article(
        "הגשם ירד בחיפה בשבוע שעבר. פוטין אמר אתמול כי ההסכם ייחתם.", "לדבריו, אין סיבה לחכות.", entities=[putin]
    )
    reading.read_articles([made.pk])
    return made


def test_dates_and_quotes_of_an_article(article: Article, putin: Entity) -> None:
    dates = [(one.words, one.first, one.last) for one in SpokenDate.objects.filter(article=article)]
    assert dates == [
        ("שבוע שעבר", date(2018, 12, 23), date(2018, 12, 29)),
        ("אתמול", date(2019, 1, 3), date(2019, 1, 3)),
    ]
    said = [(one.words, one.speaker, one.entity) for one in Quote.objects.filter(article=article)]
    assert said == [("ההסכם ייחתם", "פוטין", putin), ("אין סיבה לחכות", "פוטין", putin)]


def test_what_happened_is_counted_for_whom_the_sentence_names(article: Article, putin: Entity) -> None:
    assert [(one.entity, one.basis, one.day) for one in Happened.objects.all()] == [(putin, "d", date(2019, 1, 3))]
    life = series.life(putin, Window(Unit.YEAR), happened=True)
    assert life.counts == {"2019-01": 1}
    SpokenDate.objects.update(first=date(2018, 12, 31), last=date(2018, 12, 31))
    reading.refresh([article.pk])
    assert series.life(putin, Window(Unit.YEAR), happened=True).counts == {"2018-12": 1}
    assert sum(DayCount.objects.filter(basis="d", entity=putin.pk).values_list("articles", flat=True)) == 1


def test_only_what_changed_is_read_again(article: Article, make_article: MakeArticle) -> None:
    assert article.pk not in reading.waiting()
    new = make_article("מחר ייפתח הגשר.")
    assert reading.waiting() == [new.pk]
    reanchor.change_paragraph(article.paragraphs.all()[0], "פוטין אמר שלשום כי ההסכם ייחתם.")
    assert set(reading.waiting()) == {article.pk, new.pk}
    reading.read_articles(reading.waiting())
    assert [one.words for one in SpokenDate.objects.filter(article=article)] == ["שלשום"]
    Article.objects.filter(pk=new.pk).update(published="2020-05-05T10:00Z")
    assert reading.waiting() == [new.pk]


def test_what_an_editor_decided_stays(article: Article, editor: User, putin: Entity, make_entity: MakeEntity) -> None:
    second, first = SpokenDate.objects.filter(article=article)
    deciding.reject(first, editor, first.version)
    deciding.date_as(second, date(2018, 12, 26), date(2018, 12, 26), editor, second.version)
    quote = Quote.objects.filter(article=article)[0]
    bolton = make_entity("בולטון")
    deciding.spoken_by(quote, bolton, editor, quote.version)
    assert not Happened.objects.exists()
    reading.read_articles([article.pk])
    second, first = SpokenDate.objects.filter(article=article)
    assert (first.status, second.first, second.precision, second.decided_by) == (
        "rejected", date(2018, 12, 26), "day", editor,
    )  # fmt: skip
    assert Quote.objects.filter(article=article)[0].entity == bolton
    deciding.restore(first, editor, first.version)
    assert Happened.objects.count() == 1


def test_a_stale_decision_and_a_backward_date_are_refused(article: Article, editor: User) -> None:
    row = SpokenDate.objects.filter(article=article)[0]
    with pytest.raises(deciding.NotInOrder):
        deciding.date_as(row, date(2019, 2, 1), date(2019, 1, 1), editor, row.version)
    deciding.reject(row, editor, row.version)
    with pytest.raises(deciding.Moved):
        deciding.restore(row, editor, row.version)


def test_a_withheld_article_tells_nothing_of_what_happened(article: Article, putin: Entity) -> None:
    Article.objects.filter(pk=article.pk).update(status="draft")
    reading.refresh([article.pk])
    assert series.life(putin, Window(Unit.YEAR), happened=True).counts == {}


def test_the_article_leads_to_what_it_says(article: Article, client: Client) -> None:
    page = client.get(article.get_absolute_url()).content.decode()
    address = f"/articles/{article.pk}/said"
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200
