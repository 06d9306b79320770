"""One search answered: the hits of a page, how many there are, and how they spread."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from articles.hebrew.analyzer import Mode
from articles.models import Article, Source
from articles.search import facets, highlight, plain, segments
from articles.search.criteria import Criteria
from articles.search.evaluating import TooMany
from articles.search.facets import Counts, Facets
from articles.search.grammar import excludes
from articles.search.highlight import Passage, Why
from articles.search.plain import PlainAnswer
from articles.search.postgres import Asked, Sql, ranked, where
from articles.search.settled import SettledAnswer
from articles.sql.binary import columns, instance, rows

PAGE = 20
SECONDS = 8  # of a statement of a search
MOST_LOOKED_INTO = 1_000  # articles, by PostgreSQL, for the count of a width
TOO_LONG = "החיפוש ארך יותר מדי והופסק. אפשר לצמצם אותו: להוסיף מילה נדירה, מקור או תקופה."


class Answer(Protocol):
    """All that a search finds."""

    @property
    def total(self) -> int: ...

    @property
    def facets(self) -> Facets: ...

    def by_date(self, order: str, limit: int, offset: int) -> list[int]: ...

    def by_relevance(self, words: list[Asked], limit: int, offset: int) -> list[int]: ...


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
    widths: dict[Mode, int | None] = field(default_factory=dict)


def search(criteria: Criteria, limit: int = PAGE, *, with_widths: bool = False) -> Results:
    """Answer `criteria` with its page of at most `limit` hits; a page beyond the last is the last.

    `with_widths` counts too what each width of the search finds: None for those whose counting takes too long.
    An answer that takes PostgreSQL longer than `SECONDS` is given up, and `problems` says so.
    """
    problems = criteria.problems + criteria.parsed.problems
    found = None
    try:
        with _bounded():
            answer = answer_to(criteria)
            found = _search(criteria, limit, problems, answer)
            return replace(found, widths=_widths(criteria, answer)) if with_widths else found
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
    if found:
        return replace(found, widths=dict.fromkeys(Mode) | {criteria.mode: found.total})
    return Results(criteria.but(page=1), [], 0, 1, facets.named(Counts()), (*problems, TOO_LONG), dict.fromkeys(Mode))


def newest(criteria: Criteria, limit: int) -> list[Article]:
    """Return the newest articles that `criteria` finds, without counts and passages; none when that takes too long."""
    try:
        with _bounded():
            ids = answer_to(criteria).by_date("newest", limit, 0)
            found = _articles(ids) if ids else {}
            return [found[pk] for pk in ids if pk in found]
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
    return []


def _search(criteria: Criteria, limit: int, problems: tuple[str, ...], answer: Answer) -> Results:
    counted = answer.facets
    pages = max(1, -(-counted.total // limit))
    shown = criteria.but(page=min(criteria.page, pages))
    ids = page_ids(answer, shown, limit) if counted.total else []
    return Results(shown, hits(criteria, ids), counted.total, pages, counted, problems)


def answer_to(criteria: Criteria) -> Answer:
    """Return all that `criteria` finds, to be counted and paged: from the segments, or in a small archive by itself."""
    state, condition = segments.state(), where(criteria)
    return PlainAnswer(condition) if state is None else SettledAnswer.of(state, condition)


def page_ids(answer: Answer, criteria: Criteria, limit: int) -> list[int]:
    """Return the ids of the articles on the page of `criteria`, in its order."""
    return _in_order(answer, criteria, limit, (criteria.page - 1) * limit)


def ids_at(criteria: Criteria, limit: int, offset: int) -> list[int]:
    """Return the ids of `limit` found articles in the order of `criteria`, from `offset` on."""
    return _in_order(answer_to(criteria), criteria, limit, offset)


def _in_order(answer: Answer, criteria: Criteria, limit: int, offset: int) -> list[int]:
    words = ranked(criteria)
    if criteria.order == "relevance" and words:
        return answer.by_relevance(words, limit, offset)
    return answer.by_date("oldest" if criteria.order == "oldest" else "newest", limit, offset)


def _widths(criteria: Criteria, answer: Answer) -> dict[Mode, int | None]:
    """Count the articles that each width of the search finds; of its own width the answer is at hand.

    A phrase that PostgreSQL would have to look for in very many articles is not counted, for that takes a second.
    """
    total = answer.total
    if criteria.parsed.tree is None:
        return dict.fromkeys(Mode, total)
    conditions = {mode: where(criteria.but(mode=mode)) for mode in Mode if mode is not criteria.mode}
    if isinstance(answer, SettledAnswer):
        widest = criteria.mode is Mode.FLEXIBLE and not excludes(criteria.parsed.tree)
        among, state = answer if widest else None, answer.state
        counts = {mode: _counted(state, condition, among) for mode, condition in conditions.items()}
    else:
        counts = dict(zip(conditions, plain.totals(conditions.values()), strict=True))
    return counts | {criteria.mode: total}


def _counted(state: segments.State, condition: Sql, among: SettledAnswer | None) -> int | None:
    try:
        return SettledAnswer.of(state, condition, among, MOST_LOOKED_INTO).total
    except TooMany:
        return None


@contextmanager
def _bounded() -> Iterator[None]:
    """Give up what PostgreSQL does not answer in `SECONDS`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{int(SECONDS * 1000)}ms"])
        yield


def hits(criteria: Criteria, ids: Sequence[int]) -> list[Hit]:
    """Return the articles of `ids` in that order with the passages that answer the search; two queries."""
    found = _articles(ids) if ids else {}
    matcher = highlight.Matcher(criteria.parsed.tree, criteria.mode)
    bodies = dict(rows(_BODIES, [list(ids)])) if found else {}
    return [_hit(found[pk], bodies.get(pk, []), matcher) for pk in ids if pk in found]


def _articles(ids: Sequence[int]) -> dict[int, Article]:
    """Return articles by their ids, each with its source."""
    found: dict[int, Article] = {}
    sources: dict[int, Source] = {}
    for row in rows(_ARTICLES, [list(ids)]):
        found[row[0]] = article = instance(Article, row[:_WIDTH])
        if article.source_id not in sources:
            sources[article.source_id] = instance(Source, row[_WIDTH:])
        article.source = sources[article.source_id]
    return found


_WIDTH = len(Article._meta.concrete_fields)
_ARTICLES = f"""
    SELECT {columns(Article, "a")}, {columns(Source, "s")}
    FROM articles_article a JOIN articles_source s ON s.id = a.source_id WHERE a.id = ANY(%s)
"""
_BODIES = """
    SELECT article_id, array_agg(text ORDER BY position) FROM articles_paragraph
    WHERE article_id = ANY(%s) AND kind IN ('text', 'heading') GROUP BY article_id
"""


def _hit(article: Article, body: Sequence[str], matcher: highlight.Matcher) -> Hit:
    return Hit(article, *matcher.shown(article.title, [article.deck, *body]))
