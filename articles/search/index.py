"""Writes what searches scan: the one place where articles become search documents."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import MappingProxyType

from django.db import DatabaseError, connection, transaction
from django.db.models import Prefetch, prefetch_related_objects

from articles.hebrew import analyzer
from articles.models import Article, Paragraph, SearchDocument
from articles.search import links, sketches
from articles.search.analysed import Analysed, analyse, digest
from articles.search.postgres import Written
from articles.sql import binary

log = logging.getLogger(__name__)

BATCH = 500
_AT_ONCE = 50  # rows of one INSERT: a vector is some 20 kB
_BODY = ("text", "heading", "credit")
_WRITE = """
    INSERT INTO articles_searchdocument (article_id, source_id, section, published, vector, profile)
    SELECT a.id, a.source_id, a.section, a.published, written.vector::tsvector, written.profile
    FROM unnest(%b::bigint[], %b::text[], %b::bytea[]) AS written (id, vector, profile)
    JOIN articles_article a USING (id)
    ON CONFLICT (article_id) DO UPDATE SET (source_id, section, published, vector, profile)
        = (EXCLUDED.source_id, EXCLUDED.section, EXCLUDED.published, EXCLUDED.vector, EXCLUDED.profile)
"""
# The words of a handful enter the index together, for half the work of one article after another. Those of 500 usual
# articles fit what may wait outside of it (32 MB). They are merged soon: searches have to read through them.
_MERGE = "SELECT gin_clean_pending_list('search_vector')"


def refresh(
    article_ids: Iterable[int], ready: Mapping[int, Analysed] = MappingProxyType({}), merge: bool = True
) -> list[int]:
    """Write the search documents of these articles anew, delete those of the unpublished, and tie related items.

    The unpublished keep a signature, by which what comes again is known. `ready` is, by article, what another process
    has made of their `parts` already. Who says not to `merge` their words into the index sees to it (`merging`); they
    are found in any case. Returns the ids of articles too long for a tsvector: they are stored whole, and found by
    their beginning.
    """
    ids = list(article_ids)
    cut_short: list[int] = []
    for at in range(0, len(ids), BATCH):
        cut_short += _refresh(ids[at : at + BATCH], ready)
        if merge:
            _merge()
    return cut_short


@contextmanager
def merging() -> Iterator[Callable[[], None]]:
    """Yield what has the words written so far merged into the index beside the work; the last are waited for."""
    with ThreadPoolExecutor(1, thread_name_prefix="merging") as thread:
        last: Future[None] = thread.submit(lambda: None)

        def merge() -> None:
            nonlocal last
            last.result()  # not to fall behind
            last = thread.submit(_merge_apart)

        yield merge


def _merge() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MERGE)


def _merge_apart() -> None:
    """Merge on a connection of this thread's own. What stays unmerged for a fault is found, and merged by the next."""
    try:
        _merge()
    except DatabaseError as error:
        log.warning("words were not merged into the index: %s", error)
    finally:
        connection.close()


def texts(article_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what is indexed of each of these articles, in the order of `parts`."""
    return dict(binary.rows(_TEXTS, [list(_BODY), list(article_ids)]))


_TEXTS = """
    SELECT a.id, ARRAY[a.title::text, a.deck::text, a.byline::text] || ARRAY(
        SELECT p.text FROM articles_paragraph p WHERE p.article_id = a.id AND p.kind = ANY(%s) ORDER BY p.position)
    FROM articles_article a WHERE a.id = ANY(%s)
"""


def parts(title: str, deck: str, byline: str, paragraphs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is indexed of an article, in order, each with its weight. `paragraphs`: (kind, text), in order."""
    body = [(text, "D") for kind, text in paragraphs if kind in _BODY]
    return [(title, "A"), (deck, "B"), (byline, "D"), *body]


def _write(ready: Mapping[int, Written]) -> list[int]:
    """Write vectors of published articles; return the ids of those that do not fit."""
    rows = [(pk, one.vector, one.profile) for pk, one in ready.items()]
    for at in range(0, len(rows), _AT_ONCE):
        binary.execute(_WRITE, [list(column) for column in zip(*rows[at : at + _AT_ONCE], strict=True)])
    return [pk for pk, one in ready.items() if not one.whole]


@transaction.atomic
def _refresh(ids: Sequence[int], ready: Mapping[int, Analysed]) -> list[int]:
    articles = list(Article.objects.published().filter(pk__in=ids))
    hidden = set(ids) - {article.pk for article in articles}
    SearchDocument.objects.filter(article_id__in=hidden).delete()
    sketches.delete(hidden)
    if hidden:
        sketches.sign({pk: digest(read) for pk, read in texts(list(hidden)).items()})
    made = _analysed(articles, ready)
    sketches.write(articles, {pk: one.digest for pk, one in made.items()})
    cut_short = _write({pk: one.written for pk, one in made.items()})
    behind = Article.objects.filter(pk__in=ids).exclude(analyzer_version=analyzer.VERSION)
    behind.update(analyzer_version=analyzer.VERSION)
    links.resolve(ids)
    return cut_short


def _analysed(articles: Sequence[Article], ready: Mapping[int, Analysed]) -> dict[int, Analysed]:
    """Return what is stored of each of these articles; only the texts of those that are not `ready` are read."""
    prefetch_related_objects([one for one in articles if one.pk not in ready], _body())
    return {one.pk: ready[one.pk] if one.pk in ready else analyse(_parts(one)) for one in articles}


def _body() -> "Prefetch[str]":
    return Prefetch("paragraphs", Paragraph.objects.filter(kind__in=_BODY).order_by("position"))


def _parts(article: Article) -> list[tuple[str, str]]:
    body = [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs.all()]
    return parts(article.title, article.deck, article.byline, body)
