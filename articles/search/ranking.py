"""Candidates put in order: by the counts that segments keep, or by the profiles of articles that no segment knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyroaring import BitMap

from articles.search import impact
from articles.search.impact import Word
from articles.search.postgres import Asked
from articles.search.segments import Segment, State, counts, postings
from articles.sql.binary import rows

Idfs = Sequence[float]
Scored = tuple[float, float, int]  # the score, the time or day of the article, its id


def best_first(articles: Sequence[int], words: Sequence[Asked], idfs: Idfs) -> list[int]:
    """Return the articles, best first; of equal scores the newer first, then the higher id, the undated last."""
    return [article for _, _, article in sorted(by_profiles(articles, words, idfs), reverse=True)]


def by_profiles(articles: Sequence[int], words: Sequence[Asked], idfs: Idfs) -> list[Scored]:
    """Return the scores of articles by their profiles, with the second of their publication."""
    asked = [(Word.of(word.lexemes, word.form), idf) for word, idf in zip(words, idfs, strict=True)]
    found = rows(_READ, [list(articles)]) if articles else []
    return [(impact.score(impact.unpack(profile), asked), published, article) for article, published, profile in found]


_READ = """
    SELECT article_id, coalesce(extract(epoch FROM published)::float8, '-infinity'), profile
    FROM articles_searchdocument WHERE article_id = ANY(%s)
"""


def by_counts(state: State, sets: Sequence[BitMap], words: Sequence[Asked], idfs: Idfs) -> list[Scored]:
    """Return the scores of numbers of segments, the oldest of a segment first, with their days (0 for the undated)."""
    having = [(segment, numbers) for segment, numbers in zip(state.segments, sets, strict=True) if numbers]
    lexemes = list(dict.fromkeys(one for word in words for one in (*word.lexemes, word.form)))
    known = postings(state, [f"1{lexeme}" for lexeme in lexemes])
    weights = counts([segment for segment, _ in having], lexemes)
    found: list[Scored] = []
    for segment, numbers in having:
        weighed = {
            lexeme: _weighed(numbers, known[segment.token, f"1{lexeme}"], weights[segment.token, lexeme])
            for lexeme in lexemes
        }
        found += _scores(segment, numbers, [(word, idf, weighed) for word, idf in zip(words, idfs, strict=True)])
    return found


def _weighed(numbers: BitMap, having: BitMap, weights: bytes) -> dict[int, int]:
    """Return the counts of a lexeme in those of the numbers that have it, given the counts of all that do."""
    here = numbers & having
    if len(here) == len(having):
        return dict(zip(having, weights, strict=True))
    return {number: weights[having.rank(number) - 1] for number in here}


def _scores(
    segment: Segment, numbers: BitMap, words: Iterable[tuple[Asked, float, Mapping[str, Mapping[int, int]]]]
) -> list[Scored]:
    columns = segment.columns
    even = {number: impact.evenness(columns.lengths[number]) for number in numbers}
    scores = dict.fromkeys(numbers, 0.0)
    for word, idf, weighed in words:
        wide: dict[int, float] = {}
        for lexeme in word.lexemes:
            worth = impact.worth(lexeme)
            for number, count in weighed[lexeme].items():
                wide[number] = max(wide.get(number, 0.0), worth * count)
        narrow = weighed[word.form]
        for number in wide.keys() | narrow.keys():
            count_ = impact.joined(wide.get(number, 0.0), narrow.get(number, 0))
            scores[number] += idf * impact.saturated(count_ / even[number])
    dated = len(columns.days)
    return [
        (score, columns.days[number] if number < dated else 0, columns.articles[number])
        for number, score in scores.items()
    ]
