"""Writes what searches scan: the one place where articles become search documents."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from django.db import connection, transaction
from django.db.models import Prefetch

from articles.hebrew import analyzer
from articles.models import Article, Paragraph, SearchDocument
from articles.search import links, sketches
from articles.search.postgres import Written, vector

BATCH = 200
_BODY = ("text", "heading", "credit")
_WRITE = """
    INSERT INTO articles_searchdocument (article_id, source_id, section, published, vector, profile)
    SELECT a.id, a.source_id, a.section, a.published, written.vector::tsvector, written.profile
    FROM unnest(%s::bigint[], %s::text[], %s::bytea[]) AS written (id, vector, profile)
    JOIN articles_article a USING (id)
    ON CONFLICT (article_id) DO UPDATE SET (source_id, section, published, vector, profile)
        = (EXCLUDED.source_id, EXCLUDED.section, EXCLUDED.published, EXCLUDED.vector, EXCLUDED.profile)
"""
# The words of a handful enter the index together, for half the work of one article after another; what waits outside
# of it is merged at once, for searches would have to read through it.
_MERGE = "SELECT gin_clean_pending_list('search_vector')"


def refresh(article_ids: Iterable[int], ready: Mapping[int, Written] = MappingProxyType({})) -> list[int]:
    """Write the search documents of these articles anew, delete those of the unpublished, and tie related items.

    `ready` are the vectors, by article, that another process has made of their `parts` already.
    Returns the ids of articles too long for a tsvector: they are stored whole, and found by their beginning.
    """
    ids = list(article_ids)
    cut_short: list[int] = []
    for at in range(0, len(ids), BATCH):
        cut_short += _refresh(ids[at : at + BATCH], ready)
    return cut_short


def parts(title: str, deck: str, byline: str, paragraphs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is indexed of an article, in order, each with its weight. `paragraphs`: (kind, text), in order."""
    body = [(text, "D") for kind, text in paragraphs if kind in _BODY]
    return [(title, "A"), (deck, "B"), (byline, "D"), *body]


def _write(ready: Mapping[int, Written]) -> list[int]:
    """Write vectors of published articles; return the ids of those that do not fit."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE, [list(ready), [one.vector for one in ready.values()], [one.profile for one in ready.values()]]
        )
        cursor.execute(_MERGE)
    return [pk for pk, one in ready.items() if not one.whole]


@transaction.atomic
def _refresh(ids: Sequence[int], ready: Mapping[int, Written]) -> list[int]:
    body = Prefetch("paragraphs", Paragraph.objects.filter(kind__in=_BODY).order_by("position"))
    articles = list(Article.objects.published().filter(pk__in=ids).prefetch_related(body))
    hidden = set(ids) - {article.pk for article in articles}
    SearchDocument.objects.filter(article_id__in=hidden).delete()
    sketches.delete(hidden)
    sketches.write(articles)
    cut_short = _write({one.pk: ready.get(one.pk) or vector(_parts(one)) for one in articles})
    Article.objects.filter(pk__in=ids).update(analyzer_version=analyzer.VERSION)
    links.resolve(ids)
    return cut_short


def _parts(article: Article) -> list[tuple[str, str]]:
    body = [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs.all()]
    return parts(article.title, article.deck, article.byline, body)
