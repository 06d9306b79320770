"""Candidates put in order by what their profiles say: the only part of ranking that reads articles."""

from collections.abc import Iterable, Sequence

from articles.search import impact
from articles.search.impact import Word
from articles.search.postgres import Asked
from articles.sql.binary import rows

Weighed = list[tuple[Word, float]]


def weighed(words: Iterable[Asked], idfs: Iterable[float]) -> Weighed:
    """Return the words asked as scoring takes them."""
    return [(Word.of(word.lexemes, word.form), idf) for word, idf in zip(words, idfs, strict=True)]


def best_first(articles: Sequence[int], words: Weighed) -> list[int]:
    """Return the articles, best first; of equal scores the newer first, then the higher id, the undated last."""
    found = rows(_READ, [list(articles)])
    scored = [
        (impact.score(impact.unpack(profile), words), published, article) for article, published, profile in found
    ]
    return [article for _, _, article in sorted(scored, reverse=True)]


_READ = """
    SELECT article_id, coalesce(extract(epoch FROM published)::float8, '-infinity'), profile
    FROM articles_searchdocument WHERE article_id = ANY(%s)
"""
