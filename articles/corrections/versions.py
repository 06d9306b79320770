"""The versions of an article: the texts that later ones replaced, newest first, each beside what came after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from articles.models import Article, Correction, Paragraph, Version
from articles.models.article import ParagraphKind
from articles.querysets import User
from articles.text import differences
from articles.text.differences import Row

BODY = (ParagraphKind.TEXT, ParagraphKind.HEADING)


@dataclass(frozen=True, slots=True)
class Text:
    """What readers read of an article: title, deck, byline, and the paragraphs of its body."""

    title: str
    deck: str
    byline: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts of one article side by side; `body` has a row for each paragraph of either."""

    title: Row
    deck: Row
    byline: Row
    body: tuple[Row, ...]

    @property
    def changed(self) -> bool:
        """Tell whether readers would see any difference."""
        return any(row.changed for row in (self.title, self.deck, self.byline, *self.body))

    @property
    def shown(self) -> list[tuple[str, Row]]:
        """The rows that changed, each with what it is in Hebrew."""
        named = [("כותרת", self.title), ("כותרת משנה", self.deck), ("מאת", self.byline)]
        return [(name, row) for name, row in [*named, *(("", row) for row in self.body)] if row.changed]

    @property
    def unchanged(self) -> int:
        """How many paragraphs of the body are the same in both."""
        return sum(not row.changed for row in self.body)


@dataclass(frozen=True, slots=True)
class Change:
    """A version that was replaced, and how the text that came after it differs. `version.replaced` tells when."""

    version: Version
    difference: Difference


def versions(article: Article, paragraphs: Sequence[Paragraph] | None = None) -> list[Change]:
    """Return the changes that an article went through, the last one first. `paragraphs`: its own, when at hand."""
    kept = list(article.versions.order_by("-number"))
    texts = [text_of(article, paragraphs), *map(text_of_version, kept)] if kept else []
    return [Change(version, difference(old, new)) for version, (new, old) in zip(kept, pairwise(texts), strict=True)]


def corrections(article: Article, paragraphs: Sequence[Paragraph]) -> list[tuple[Correction, Change | None]]:
    """Return what readers are told on top of an article, the last first, with the change where one was kept.

    `paragraphs` are all of the article's, in order.
    """
    told = list(article.corrections.all())
    changes = versions(article, paragraphs) if told else []
    by_correction = {change.version.correction_id: change for change in changes}
    return [(correction, by_correction.get(correction.pk)) for correction in told]


def difference(old: Text, new: Text) -> Difference:
    """Compare two texts of one article."""
    return Difference(
        differences.words(old.title, new.title),
        differences.words(old.deck, new.deck),
        differences.words(old.byline, new.byline),
        tuple(differences.paragraphs(old.paragraphs, new.paragraphs)),
    )


def text_of(article: Article, paragraphs: Sequence[Paragraph] | None = None) -> Text:
    """Return what an article says now. `paragraphs`: the article's, when at hand."""
    rows = article.paragraphs.all() if paragraphs is None else paragraphs
    body = [one.text for one in rows if one.kind in BODY]
    return Text(article.title, article.deck, article.byline, tuple(body))


def text_of_version(version: Version) -> Text:
    """Return what an article said before `version` was replaced."""
    return Text(version.title, version.deck, version.byline, body_of(version.paragraphs))


def body_of(paragraphs: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return the texts of those of the kept paragraphs ({kind, text}) that readers see as the article."""
    return tuple(one["text"] for one in paragraphs if one["kind"] in BODY)


def keep(article: Article, user: User | int | None, correction_id: int | None = None) -> Version:
    """Write down what an article says now, as the version that is about to be replaced. Call it in a transaction.

    `article` is as the database has it, and its row is held. Returns the version.
    """
    last = article.versions.order_by("-number").values_list("number", flat=True).first() or 0
    rows = article.paragraphs.order_by("position").values("kind", "text")
    return Version.objects.create(
        article=article, number=last + 1, title=article.title, deck=article.deck, byline=article.byline,
        paragraphs=list(rows), published=article.published, updated=article.updated, original_id=article.original_id,
        fingerprint=article.fingerprint, correction_id=correction_id, replaced_by_id=_id(user),
    )  # fmt: skip


def _id(user: User | int | None) -> int | None:
    return user if isinstance(user, int) or user is None else user.pk
