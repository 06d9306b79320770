"""What tests of tagging start from: an article with a paragraph or two, an editor, an entity."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.models import Article, Entity, Paragraph, Source
from articles.models.article import DateKnownFrom
from articles.tagging import entities

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]


@pytest.fixture
def make_article(db: None) -> MakeArticle:
    """Return a maker of published articles, given their paragraphs."""

    def make(*texts: str, title: str = "כותרת", status: str = "published", **values: object) -> Article:
        source, _ = Source.objects.get_or_create(name="מגדלור")
        values.setdefault("fingerprint", f"{Article.objects.count()}")
        values.setdefault("withheld_reason", "סיבה" if status == "withheld" else "")
        article = Article.objects.create(
            source=source, title=title, status=status, published=timezone.now(),
            date_known_from=DateKnownFrom.METADATA, **values,
        )  # fmt: skip
        for position, text in enumerate(texts, 1):
            Paragraph.objects.create(article=article, position=position, text=text)
        return article

    return make


@pytest.fixture
def make_entity(db: None) -> MakeEntity:
    """Return a maker of entities."""

    def make(name: str, kind: str = "person", *aliases: str) -> Entity:
        return entities.create(name, kind, aliases)

    return make


@pytest.fixture
def make_user(db: None) -> Iterator[Callable[..., User]]:
    """Return a maker of users by role: editor, archivist, admin, or none."""

    def make(role: str = "", name: str = "") -> User:
        name = name or role or "reader"
        user = User.objects.create_user(name, password="x", is_superuser=role == "admin")
        if role in ("editor", "archivist"):
            user.groups.add(Group.objects.get(name=role))
        return user

    yield make


@pytest.fixture
def editor(make_user: Callable[..., User]) -> User:
    """Return an editor."""
    return make_user("editor", "דנה")


@pytest.fixture
def other(make_user: Callable[..., User]) -> User:
    """Return another editor."""
    return make_user("editor", "יואב")
