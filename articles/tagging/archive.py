"""Which articles may speak a name: found through the search index, and drafts, which have none, by their text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from articles.hebrew.analyzer import Mode
from articles.models import Alias, Article, Paragraph
from articles.search.criteria import Criteria
from articles.search.postgres import where


def articles_speaking(aliases: Iterable[Alias]) -> list[int]:
    """Return the ids, in order, of the articles that may speak one of these names. It may return too many."""
    chosen = list(aliases)
    found = {article for alias in chosen for article in _published(alias.key)} | _drafts(chosen)
    return sorted(found)


def _published(key: str) -> list[int]:
    """Return the published articles where the words of `key` stand in a row, prefix letters before them or not."""
    condition = where(Criteria(q=f'"{key}"', mode=Mode.PREFIX))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.article_id FROM articles_searchdocument d WHERE {condition.text}", condition.params)
        return [row[0] for row in cursor.fetchall()]


def _drafts(aliases: list[Alias]) -> set[int]:
    spoken = Q(pk__in=[])
    for alias in aliases:
        spoken |= Q(text__icontains=alias.name)
    drafts = Article.objects.filter(status="draft")
    return set(Paragraph.objects.filter(spoken, article__in=drafts).values_list("article", flat=True))
