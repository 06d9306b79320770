"""Writes what searches scan: the one place where articles become search documents."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Prefetch

from articles.hebrew import analyzer
from articles.models import Article, Paragraph, SearchDocument
from articles.search import sketches
from articles.search.postgres import vector

BATCH = 200
_BODY = ("text", "heading", "credit")
_WRITE = """
    INSERT INTO articles_searchdocument (article_id, source_id, section, published, vector)
    SELECT a.id, a.source_id, a.section, a.published, written.vector::tsvector
    FROM unnest(%s::bigint[], %s::text[]) AS written (id, vector)
    JOIN articles_article a USING (id)
    ON CONFLICT (article_id) DO UPDATE SET (source_id, section, published, vector)
        = (EXCLUDED.source_id, EXCLUDED.section, EXCLUDED.published, EXCLUDED.vector)
"""


def refresh(article_ids: Iterable[int]) -> list[int]:
    """Write the search documents of these articles anew, and delete those of the unpublished.

    Returns the ids of articles too long for a tsvector: they are stored whole, and found by their beginning.
    """
    ids = list(article_ids)
    cut_short: list[int] = []
    for at in range(0, len(ids), BATCH):
        cut_short += _refresh(ids[at : at + BATCH])
    return cut_short


@transaction.atomic
def _refresh(ids: Sequence[int]) -> list[int]:
    body = Prefetch("paragraphs", Paragraph.objects.filter(kind__in=_BODY).order_by("position"))
    articles = list(Article.objects.published().filter(pk__in=ids).prefetch_related(body))
    hidden = set(ids) - {article.pk for article in articles}
    SearchDocument.objects.filter(article_id__in=hidden).delete()
    sketches.delete(hidden)
    sketches.write(articles)
    written = [(article.pk, *vector(_parts(article))) for article in articles]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row[0] for row in written], [row[1] for row in written]])
    Article.objects.filter(pk__in=ids).update(analyzer_version=analyzer.VERSION)
    return [pk for pk, _, whole in written if not whole]


def _parts(article: Article) -> list[tuple[str, str]]:
    body = [(paragraph.text, "D") for paragraph in article.paragraphs.all()]
    return [(article.title, "A"), (article.deck, "B"), (article.byline, "D"), *body]
