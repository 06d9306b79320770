"""A new text put in the place of an article's: the old one is kept as a version, tags follow their words or wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from articles.corrections import versions
from articles.models import Article, Correction, Mention, RelatedLink, Version
from articles.models.article import Status
from articles.search import index
from articles.tagging import appearances
from articles.tagging.rewrite import rewrite

SAID: Final = "הכתבה עודכנה לפי גרסה מאוחרת שלה."


class Withheld(ValueError):
    """An article that was withheld is not changed: its tombstone stands for what it said."""


class SameText(ValueError):
    """The new text is what the article says already; nothing was changed."""


@dataclass(frozen=True, slots=True)
class NewText:
    """What an article is to say: metadata that is empty here leaves what the article has. `fingerprint`: intake's."""

    title: str
    fingerprint: str
    deck: str = ""
    byline: str = ""
    section: str = ""
    external_id: str = ""
    url: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    update_stamp: str = ""
    original_id: int | None = None
    paragraphs: Sequence[tuple[str, str]] = ()  # (kind, text)
    related: Sequence[tuple[str, str]] = field(default=())  # (text, url)


@dataclass(frozen=True, slots=True)
class Replaced:
    """The version that was replaced, the tags that lost their place and wait in the review, whether all is indexed."""

    version: Version
    broken: list[Mention]
    whole: bool


@transaction.atomic
def replace(article_id: int, new: NewText, user_id: int | None, said: str = SAID) -> Replaced:
    """Give an article a new text; readers of a published one see `said` with the difference.

    Raises Withheld, SameText; and Article.DoesNotExist.
    """
    appearances.lock([article_id])
    article = Article.objects.get(pk=article_id)
    if article.status == Status.WITHHELD:
        raise Withheld
    if article.fingerprint == new.fingerprint:
        raise SameText
    published = article.status == Status.PUBLISHED
    correction = Correction.objects.create(article=article, text=said, created_by_id=user_id) if published else None
    version = versions.keep(article, user_id, correction.pk if correction else None)
    _write(article, new)
    broken = rewrite(article_id, new.paragraphs)
    cut_short = index.refresh([article_id])
    appearances.refresh([article_id])
    return Replaced(version, broken, not cut_short)


def _write(article: Article, new: NewText) -> None:
    """Write the metadata. The first day of publication stays; a later one tells when the article was updated."""
    later = new.published if article.published and new.published and new.published > article.published else None
    values = {
        "title": new.title, "deck": new.deck, "byline": new.byline or article.byline,
        "section": new.section or article.section, "url": article.url or new.url,
        "external_id": article.external_id or new.external_id, "updated": new.updated or later or article.updated,
        "update_stamp": new.update_stamp or article.update_stamp, "original_id": new.original_id or article.original_id,
        "fingerprint": new.fingerprint,
    }  # fmt: skip
    Article.objects.filter(pk=article.pk).update(**values)
    if new.related:
        article.related_links.all().delete()
        RelatedLink.objects.bulk_create(
            RelatedLink(article=article, position=position, text=text, url=url)
            for position, (text, url) in enumerate(new.related, start=1)
        )
