"""The tagger learns from accepted tags, leaves prefix letters out, and what it offers is decided like all else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from articles.demo import reader
from articles.hebrew.tokens import tokenize
from articles.models import Article, Entity, Mention, UnknownName
from articles.tagging import unknown
from articles.tagging.errors import Impossible
from articles.tagging.tagger import model, training
from articles.tagging.tagger.features import Tagged, labels, read
from articles.tagging.tagger.model import Example

MakeArticle = Callable[..., Article]
SCRIPT = {"accept": "application/json"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained on the demonstration's tags."""
    place = tmp_path_factory.mktemp("tagger") / "tagger.crfsuite"
    kinds = {entity.name: entity.kind for entity in reader.entities()}
    articles = list(reader.articles())
    given = [
        Example(paragraph.text, tuple(Tagged(tag.start, tag.end, kinds[tag.name]) for tag in paragraph.tags))
        for article in articles[: len(articles) * 3 // 4]
        for paragraph in article.paragraphs
    ]
    assert model.train(given, place) > 100
    return place


def test_labels_are_read_back_as_the_names_that_were_written() -> None:
    text = 'ביקר בתל אביב עם דובר צה"ל ולבנימין נתניהו'
    names = [Tagged(6, 13, "place"), Tagged(22, 26, "organisation"), Tagged(29, 42, "person")]
    tokens = tokenize(text)
    written = labels(tokens, names)
    assert written[1:3] == ["B1-place", "I-place"] and written[-2:] == ["B2-person", "I-person"]
    assert list(read(tokens, written, [1.0] * len(tokens))) == names


def test_it_finds_names_of_articles_that_it_never_saw(trained: Path) -> None:
    kinds = {entity.name: entity.kind for entity in reader.entities()}
    articles = list(reader.articles())
    unseen = [
        Example(paragraph.text, tuple(Tagged(tag.start, tag.end, kinds[tag.name]) for tag in paragraph.tags))
        for article in articles[len(articles) * 3 // 4 :]
        for paragraph in article.paragraphs
    ]
    score = training.score(model.Model(trained), unseen)
    assert score.there > 100 and score.f1 > 0.5, score


def test_what_it_offers_is_made_an_entity_or_never_offered_again(
    client: Client, make_article: MakeArticle, editor: User, trained: Path, settings: Settings
) -> None:
    settings.ARCHIVE_HOME = trained.parent
    client.force_login(editor)
    article = make_article("ראש הממשלה בנימין נתניהו נפגש עם ולדימיר פוטין במוסקבה")
    stored, waiting = unknown.look([article.pk]), unknown.waiting(article)
    assert stored == len(waiting) >= 2
    assert unknown.look([article.pk]) == 0
    page = client.get(reverse("tag", args=[article.pk])).content.decode()
    assert "שמות שהארכיון אינו מכיר" in page and "התייגן, בביטחון של" in page
    first, second = waiting[:2]
    fields = {"article": article.pk}
    body = client.post(reverse("tag_unknown", args=[first.pk, "accept"]), fields, headers=SCRIPT).json()
    assert first.quote in body["said"] and body["more"]
    assert Mention.objects.get().quote == Entity.objects.get().name == first.quote
    refused = client.post(reverse("tag_unknown", args=[second.pk, "reject"]), fields, headers=SCRIPT).json()
    UnknownName.objects.filter(pk=second.pk).update(start=second.start, end=second.end)
    assert unknown.look([article.pk]) == 0
    assert second.pk not in [one.pk for one in unknown.waiting(article)]
    assert client.post(refused["undo"]["url"], fields, headers=SCRIPT).status_code == 200
    assert second.pk in [one.pk for one in unknown.waiting(article)]
    with pytest.raises(Impossible):
        unknown.undo(second, editor)


def test_without_tags_there_is_nothing_to_learn_from(
    make_article: MakeArticle, settings: Settings, tmp_path: Path
) -> None:
    settings.ARCHIVE_HOME = tmp_path
    make_article("אין כאן תגים")
    assert unknown.look(Article.objects.values_list("pk", flat=True)) == 0
    with pytest.raises(CommandError, match="too few"):
        call_command("train_tagger")


def test_the_command_trains_measures_and_looks(
    make_article: MakeArticle, make_entity: Callable[..., Entity], settings: Settings, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.ARCHIVE_HOME = tmp_path
    names = [make_entity("סוריה", "place"), make_entity("משה כהן", "person")]
    for _ in range(10):
        make_article("משה כהן ביקר בסוריה", entities=names)
    call_command("train_tagger", "--look", "3")
    told = capsys.readouterr().out
    assert "8 articles to learn from, 2 kept" in told and "F1 1.000" in told and model.path().exists()
