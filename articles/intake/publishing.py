"""Who may see an article: published, drawn back to a draft, withheld. Search and timelines follow at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from articles.models import Article
from articles.models.article import Status
from articles.querysets import User
from articles.search import index
from articles.tagging import appearances


class NoReason(ValueError):
    """An article is withheld for a reason, which its tombstone and its history tell."""


def publish(article_ids: Iterable[int], user: User | None) -> int:
    """Publish those of the articles that are drafts; return how many. `user` is who does it (None: the system)."""
    return _change(article_ids, Status.DRAFT, Status.PUBLISHED)


def unpublish(article_ids: Iterable[int], user: User | None) -> int:
    """Draw the published ones among the articles back to drafts; return how many."""
    return _change(article_ids, Status.PUBLISHED, Status.DRAFT)


@transaction.atomic
def withhold(article: Article, user: User | None, reason: str) -> None:
    """Put a tombstone in the article's place. Raises `NoReason`."""
    if not reason.strip():
        raise NoReason
    article.status, article.withheld_reason = Status.WITHHELD, reason.strip()
    article.save(update_fields=["status", "withheld_reason"])
    _follow([article.pk])


@transaction.atomic
def restore(article: Article, user: User | None) -> None:
    """Take a tombstone away: the article is published again, and its reason stays in the history."""
    article.status, article.withheld_reason = Status.PUBLISHED, ""
    article.save(update_fields=["status", "withheld_reason"])
    _follow([article.pk])


@transaction.atomic
def _change(article_ids: Iterable[int], before: Status, after: Status) -> int:
    chosen = Article.objects.filter(pk__in=list(article_ids), status=before).order_by("pk")
    ids = list(chosen.select_for_update().values_list("pk", flat=True))
    Article.objects.filter(pk__in=ids).update(status=after)
    _follow(ids)
    return len(ids)


def _follow(ids: list[int]) -> None:
    index.refresh(ids)
    appearances.refresh(ids)
