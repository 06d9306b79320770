"""Rows of new articles with their sources, paragraphs, links and sketches."""

from __future__ import annotations

from typing import Final

from django.db import connection

from articles.hebrew import analyzer
from articles.intake.context import Context
from articles.intake.duplicates import Candidate
from articles.models import Article, Paragraph, RelatedLink, Source
from articles.models.article import Status
from articles.sql import binary

_FIELDS: Final = (
    "external_id", "url", "title", "deck", "byline", "section", "published", "time_known", "date_known_from", "updated",
    "update_stamp",
)  # fmt: skip


def source_ids(names: set[str]) -> dict[str, int]:
    """Return the ids of the sources of these names; those that are new are made."""
    Source.objects.bulk_create((Source(name=name) for name in sorted(names)), ignore_conflicts=True)
    return dict(Source.objects.filter(name__in=names).values_list("name", "pk"))


def new_ids(count: int) -> list[int]:
    """Take ids before inserting, so that it is known which rows are ours after conflicts were skipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('articles_article', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def insert_articles(fresh: dict[int, Candidate], context: Context) -> dict[int, Candidate]:
    """Insert in the order of fingerprints, so that two jobs wait in one order; return those not inserted."""
    ordered = sorted(fresh.items(), key=lambda pair: (pair[1].source_id, pair[1].fingerprint))
    Article.objects.bulk_create((_article(pk, one, context) for pk, one in ordered), ignore_conflicts=True)
    stored = set(Article.objects.filter(pk__in=list(fresh)).order_by().values_list("pk", flat=True))
    return {pk: one for pk, one in fresh.items() if pk not in stored}


def _article(pk: int, candidate: Candidate, context: Context) -> Article:
    record = candidate.record
    return Article(
        pk=pk,
        source_id=candidate.source_id,
        **{name: getattr(record, name) for name in _FIELDS},
        status=Status.PUBLISHED if context.publish else Status.DRAFT,
        original_id=context.file.original_id,
        fingerprint=candidate.fingerprint,
        analyzer_version=analyzer.VERSION if context.publish else 0,
        created_by_id=context.user_id,
    )


def insert_parts(stored: dict[int, Candidate]) -> None:
    """Insert what stands below the articles stored under these ids."""
    binary.copy(
        Paragraph,
        ("article", "position", "kind", "text"),
        (
            (pk, position, line.kind, line.text)
            for pk, candidate in stored.items()
            for position, line in enumerate(candidate.record.paragraphs, start=1)
        ),
    )
    RelatedLink.objects.bulk_create(
        RelatedLink(article_id=pk, position=position, text=link.text, url=link.url)
        for pk, candidate in stored.items()
        for position, link in enumerate(candidate.record.related, start=1)
    )
