"""The rolled-up table of who appears where, kept in step with the accepted mentions of published articles."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from articles.models import Article
from articles.sql import read


def lock(article_ids: Iterable[int]) -> None:
    """Hold the articles until the transaction ends, in one order: writes that change their tags come one by one."""
    rows = Article.objects.filter(pk__in=list(article_ids)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def refresh(article_ids: Iterable[int]) -> None:
    """Roll the appearances of these articles up again, and what their tags tell of who spoke and what happened when.

    Idempotent; those of unpublished articles go away.
    """
    chosen = list(article_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        lock(chosen)
        cursor.execute(read("refresh_appearances"), {"articles": chosen})
        cursor.execute(read("refresh_said"), {"articles": chosen})
