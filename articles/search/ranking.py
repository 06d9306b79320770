"""Hits put in order: by the counts that segments keep, or by the profiles of articles that no segment knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

import numpy as np
from pyroaring import BitMap

from articles.search import impact, segments
from articles.search.impact import Word
from articles.search.postgres import Asked
from articles.search.segments import Counts, Numbers, State, array_of
from articles.sql.binary import rows

Idfs = Sequence[float]
Scored = tuple[float, float, int]  # the score, the time of the article, its id


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


Part = tuple[Numbers, Numbers, Numbers]  # scores, days (0 of the undated) and articles, of equal ones the newer later


def best(state: State, hits: BitMap, fresh: Mapping[int, int], words: Sequence[Asked], most: int) -> list[int]:
    """Return up to `most` articles, best first; of equal scores the newer first.

    They are those of the numbers `hits`, and the `fresh`, which are given with their days.
    """
    idfs = _idfs(state, words)
    parts = (_by_counts(state, hits, words, idfs, most), _fresh(fresh, words, idfs))
    scores, days, articles = (np.concatenate(column) for column in zip(*parts, strict=True))
    taken = np.flatnonzero(scores >= _least(scores, most))
    order = taken[np.lexsort((taken, days[taken], scores[taken]))[::-1]]
    found: list[int] = articles[order[:most]].tolist()
    return found


def _least(scores: Numbers, most: int) -> float:
    """Return the least score of the best `most`."""
    return float(np.partition(scores, -most)[-most]) if len(scores) > most else -1.0


def _idfs(state: State, words: Sequence[Asked]) -> list[float]:
    """Return how much each word tells, by how many articles of the segments have it, those changed since among them."""
    groups = [tuple([f"1{lexeme}" for lexeme in word.lexemes]) for word in words]
    having = segments.unions(state, groups)
    return [impact.idf(state.size, len(having[group])) for group in groups]


def _fresh(articles: Mapping[int, int], words: Sequence[Asked], idfs: Idfs) -> Part:
    found = sorted(by_profiles(list(articles), words, idfs), key=itemgetter(1, 2))
    ids = [article for _, _, article in found]
    days = [articles[article] for article in ids]
    return np.array([score for score, _, _ in found]), np.array(days, np.int32), np.array(ids, np.int64)


def _by_counts(state: State, hits: BitMap, words: Sequence[Asked], idfs: Idfs, most: int) -> Part:
    """Return of the hits the best `most`, and those that are as good as the last of these."""
    row, numbers = state.row, array_of(hits)
    counts = segments.counts(state, [one for word in words for one in (*word.lexemes, word.form)])

    def scored(some: Numbers) -> Numbers:
        even, scores = impact.evenness(row.sizes[some]), np.zeros(len(some))
        for word, idf in zip(words, idfs, strict=True):
            scores += idf * impact.saturated(_count(word, counts, some) / even)
        return scores

    if len(numbers) > FEW * most and MANY * len(numbers) > row.size:
        bounds = _bounds(state, numbers, words, idfs)
        likely = bounds >= _likely(bounds, most)
        least = _least(scored(numbers[likely]), most) - _ROUNDING
        numbers = numbers[bounds >= least]
    scores = scored(numbers)
    reaching = scores >= _least(scores, most)
    numbers = numbers[reaching]
    return scores[reaching], row.days[numbers], row.ids[numbers]


FEW = 16  # times as many hits as are wanted are scored at once,
MANY = 500  # and also where fewer than one article in so many is a hit
SAMPLE = 4_096
AT_ONCE = 65_536  # hits: what is reckoned with stays near to the processor
_ROUNDING = 1e-4


def _bounds(state: State, numbers: Numbers, words: Sequence[Asked], idfs: Idfs) -> Numbers:
    """Return what no score of these hits exceeds, by the highest peak of each word's lexemes."""
    parts = [(np.float32(idf / segments.PEAK), segments.peaks(state, (*word.lexemes, word.form)))
             for word, idf in zip(words, idfs, strict=True)]  # fmt: skip
    bounds = np.zeros(len(numbers), np.float32)
    for start in range(0, len(numbers), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        places = numbers[some].astype(np.intp)
        for unit, peaks in parts:
            bounds[some] += unit * peaks[places]
    return bounds


def _likely(bounds: Numbers, most: int) -> float:
    """Return a bound that some times `most` of these reach, by a sample of them."""
    sample = bounds[:: max(1, len(bounds) // SAMPLE)]
    return _least(sample, max(1, FEW // 2 * most * len(sample) // len(bounds)))


def _count(word: Asked, counts: Mapping[str, Counts], numbers: Numbers) -> Numbers:
    """Return how much of a word these articles have: of its lexemes, by what they are worth, and of its very form."""
    wide = np.zeros(len(numbers))
    for one in word.lexemes:
        np.maximum(wide, impact.worth(one) * counts[one].at(numbers), out=wide)
    return impact.joined(wide, counts[word.form].at(numbers))
