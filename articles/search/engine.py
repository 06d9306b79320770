"""One search answered: the hits of a page, how many there are, and how they spread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from articles.hebrew.analyzer import Mode
from articles.models import Article
from articles.search import facets, highlight
from articles.search.criteria import Criteria
from articles.search.facets import Facets
from articles.search.highlight import Passage, Why
from articles.search.postgres import Sql, rank_query, where

PAGE = 20
MOST_PAGES = 5_000

_ORDERS = {
    "newest": "d.published DESC NULLS LAST, d.article_id DESC",
    "oldest": "d.published ASC NULLS LAST, d.article_id ASC",
    "relevance": "rank DESC, d.published DESC NULLS LAST, d.article_id DESC",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article with what to show of it."""

    article: Article
    title: Passage
    snippets: list[Passage]
    why: list[Why]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits (`pages` in all, of `PAGE` or the limit asked) and the counts of the whole answer."""

    criteria: Criteria
    hits: list[Hit]
    total: int
    pages: int
    facets: Facets
    problems: tuple[str, ...]
    widths: dict[Mode, int] = field(default_factory=dict)


def search(criteria: Criteria, limit: int = PAGE) -> Results:
    """Answer `criteria` with its page of at most `limit` hits; a page beyond the last is the last."""
    condition = where(criteria)
    counted = facets.count(condition)
    pages = min(MOST_PAGES, max(1, -(-counted.total // limit)))
    page = min(criteria.page, pages)
    ids = ranked_ids(criteria, condition, limit, (page - 1) * limit) if counted.total else []
    return Results(
        criteria.but(page=page),
        hits(criteria, ids),
        counted.total,
        pages,
        counted,
        criteria.problems + criteria.parsed.problems,
    )


def widths(criteria: Criteria) -> dict[Mode, int]:
    """Count the articles that each width of the search finds."""
    conditions = {mode: where(criteria.but(mode=mode)) for mode in Mode}
    counts = ", ".join(
        f"(SELECT count(*) FROM articles_searchdocument d WHERE {condition.text})" for condition in conditions.values()
    )
    params = [value for condition in conditions.values() for value in condition.params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", params)
        return dict(zip(conditions, cursor.fetchone(), strict=True))


def ranked_ids(criteria: Criteria, condition: Sql, limit: int, offset: int) -> list[int]:
    """Return the ids of `limit` found articles in order, from `offset` on."""
    order, rank, params = criteria.order, "0", list(condition.params)
    if order == "relevance" and (query := rank_query(criteria)):
        rank, params = "ts_rank('{0.1, 0.2, 0.5, 1.0}', d.vector, %s::tsquery, 1)", [query, *params]
    sql = f"""
        SELECT d.article_id, {rank} AS rank FROM articles_searchdocument d
        WHERE {condition.text} ORDER BY {_ORDERS[order]} LIMIT %s OFFSET %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit, offset])
        return [row[0] for row in cursor.fetchall()]


def hits(criteria: Criteria, ids: Sequence[int]) -> list[Hit]:
    """Return the articles of `ids` in that order with the passages that answer the search; three queries."""
    found: dict[Any, Article] = Article.objects.select_related("source").prefetch_related("paragraphs").in_bulk(ids)
    matcher = highlight.Matcher(criteria.parsed.tree, criteria.mode)
    return [_hit(found[pk], matcher) for pk in ids if pk in found]


def _hit(article: Article, matcher: highlight.Matcher) -> Hit:
    body = [paragraph for paragraph in article.paragraphs.all() if paragraph.kind in ("text", "heading")]
    texts = [article.deck, *(paragraph.text for paragraph in body)]
    return Hit(article, matcher.whole(article.title), matcher.snippets(texts), matcher.why([article.title, *texts]))
