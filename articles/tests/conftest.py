"""What the tests start from: published and indexed articles, entities, and a user of each role."""

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.models import Article, Entity, Mention, Paragraph, Source
from articles.models.article import DateKnownFrom
from articles.search import index
from articles.tagging import appearances, entities

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]
MakeUser = Callable[..., User]

_numbers = itertools.count(1)


@pytest.fixture
def make_article(db: None) -> MakeArticle:
    """Return a maker of indexed articles, given their paragraphs and the entities that each names in its text."""

    def make(
        *texts: str,
        title: str = "כותרת",
        day: str | None = "2019-01-04",
        source: str = "מגדלור",
        status: str = "published",
        entities: Sequence[Entity] = (),
        **values: object,
    ) -> Article:
        published = day and timezone.make_aware(datetime.fromisoformat(day))
        article = Article.objects.create(
            source=Source.objects.get_or_create(name=source)[0],
            title=title,
            status=status,
            published=published or None,
            date_known_from=DateKnownFrom.METADATA if published else DateKnownFrom.UNKNOWN,
            fingerprint=str(next(_numbers)),
            **{"withheld_reason": "סיבה" if status == "withheld" else ""} | values,
        )
        for position, text in enumerate(texts, 1):
            paragraph = Paragraph.objects.create(article=article, position=position, text=text)
            for entity in entities:
                tag(paragraph, entity)
        index.refresh([article.pk])
        appearances.refresh([article.pk])
        return article

    return make


def tag(paragraph: Paragraph, entity: Entity) -> None:
    """Tag the first place where the paragraph has the name of the entity, if any."""
    start = paragraph.text.find(entity.name)
    if start >= 0:
        Mention.objects.create(
            article_id=paragraph.article_id, paragraph=paragraph, entity=entity, start=start,
            end=start + len(entity.name), quote=entity.name, status="accepted", origin="editor",
        )  # fmt: skip


@pytest.fixture
def make_entity(db: None) -> MakeEntity:
    """Return a maker of entities: name, kind, further names."""

    def make(name: str, kind: str = "person", *aliases: str) -> Entity:
        return entities.create(name, kind, aliases)

    return make


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Return a maker of users by role: editor, archivist, admin, or none."""

    def make(role: str = "", name: str = "") -> User:
        user = User.objects.create_user(name or role or "reader", password="x", is_superuser=role == "admin")  # noqa: S106
        if role in ("editor", "archivist"):
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def editor(make_user: MakeUser) -> User:
    """Return an editor."""
    return make_user("editor", "דנה")


@pytest.fixture
def other(make_user: MakeUser) -> User:
    """Return another editor."""
    return make_user("editor", "יואב")
