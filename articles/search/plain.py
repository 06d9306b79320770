"""The answer of a small archive: PostgreSQL counts every hit, and every hit is ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from articles.search import facets, impact
from articles.search.facets import Facets
from articles.search.postgres import Asked, Sql
from articles.search.ranking import best_first

ORDERS = {
    "newest": "d.published DESC NULLS LAST, d.article_id DESC",
    "oldest": "d.published ASC NULLS LAST, d.article_id ASC",
}


@dataclass(frozen=True)
class PlainAnswer:
    """The hits of a condition, asked of PostgreSQL each time."""

    condition: Sql

    @cached_property
    def facets(self) -> Facets:
        """The counts of the whole answer; two queries."""
        return facets.count(self.condition)

    @cached_property
    def total(self) -> int:
        """The number of hits; no query when the facets were counted before."""
        if "facets" in self.__dict__:
            return self.facets.total
        return totals([self.condition])[0]

    def by_date(self, order: str, limit: int, offset: int) -> list[int]:
        """Return the ids of a page, `newest` or `oldest` first. The fence keeps the planner off the index of dates."""
        inner = f"SELECT d.article_id, d.published FROM articles_searchdocument d WHERE {self.condition.text} OFFSET 0"
        return _ids(f"SELECT d.article_id FROM ({inner}) d ORDER BY {ORDERS[order]} LIMIT %s OFFSET %s",
                    [*self.condition.params, limit, offset])  # fmt: skip

    def by_relevance(self, words: list[Asked], limit: int, offset: int) -> list[int]:
        """Return the ids of a page, best first."""
        hits = _ids(f"SELECT d.article_id FROM articles_searchdocument d WHERE {self.condition.text}",
                    list(self.condition.params))  # fmt: skip
        return best_first(hits, words, _idfs(words))[offset : offset + limit]


def totals(conditions: Iterable[Sql]) -> list[int]:
    """Count the hits of each condition, in one query."""
    asked = list(conditions)
    counts = [f"(SELECT count(*) FROM articles_searchdocument d WHERE {condition.text})" for condition in asked]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", [value for condition in asked for value in condition.params])
        return list(cursor.fetchone())


def _ids(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _idfs(words: list[Asked]) -> list[float]:
    """Return the idf of each word; of one word it does not matter."""
    if len(words) < 2:
        return [1.0] * len(words)
    having = "(SELECT count(*) FROM articles_searchdocument WHERE vector @@ %s::tsquery)"
    sql = f"SELECT (SELECT count(*) FROM articles_searchdocument), {', '.join([having] * len(words))}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [word.query for word in words])
        articles, *counts = cursor.fetchone()
    return [impact.idf(articles, count) for count in counts]
