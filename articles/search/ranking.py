"""Hits put in order: by the counts that segments keep, or by the profiles of articles that no segment knows."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap

from articles.search import impact, segments
from articles.search.impact import Word
from articles.search.postgres import Asked
from articles.search.segments import Numbers, State, postings
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


def best(
    state: State, sets: Sequence[BitMap], fresh: Mapping[int, int], words: Sequence[Asked], most: int
) -> list[int]:
    """Return up to `most` articles, best first; of equal scores the newer first.

    They are those of the numbers of `sets`, one a segment, and the `fresh`, which are given with their days.
    """
    idfs = _idfs(state, words)
    parts = (*_by_counts(state, sets, words, idfs, most), _fresh(fresh, words, idfs))
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
    known = postings(state, [f"1{lexeme}" for word in words for lexeme in word.lexemes])
    having = [
        sum(len(BitMap().union(*[known[one.token, f"1{lexeme}"] for lexeme in word.lexemes])) for one in state.segments)
        for word in words
    ]
    return [impact.idf(state.size, number) for number in having]


def _fresh(articles: Mapping[int, int], words: Sequence[Asked], idfs: Idfs) -> Part:
    found = sorted(by_profiles(list(articles), words, idfs), key=itemgetter(1, 2))
    ids = [article for _, _, article in found]
    days = [articles[article] for article in ids]
    return np.array([score for score, _, _ in found]), np.array(days, np.int32), np.array(ids, np.int64)


def _by_counts(state: State, sets: Sequence[BitMap], words: Sequence[Asked], idfs: Idfs, most: int) -> Iterator[Part]:
    """Yield of each segment what may be among the best `most`: all, or what can reach the best of those before."""
    having = [(segment, hits) for segment, hits in zip(state.segments, sets, strict=True) if hits]
    asked = dict.fromkeys(one for word in words for one in (*word.lexemes, word.form))
    weights = segments.weights([segment for segment, _ in having], asked)
    reached, least = np.empty(0), -1.0
    for segment, hits in having:
        columns = segment.columns
        counted = [_counted(word, {one: weights[segment.token, one] for one in asked}) for word in words]
        numbers = _reaching(hits, counted, idfs, columns.least_even, least - _ROUNDING)
        even, scores = impact.evenness(columns.sizes[numbers]), np.zeros(len(numbers))
        for word, idf in zip(counted, idfs, strict=True):
            scores += idf * impact.saturated(word.at(numbers) / even)
        yield scores, columns.dates[numbers], columns.ids[numbers]
        reached = np.concatenate([reached, scores])
        least = _least(reached, most)
        reached = reached[reached >= least]


_ROUNDING = 1e-9
_COUNTS = np.arange(impact.COUNT + 1)


class _Counted(NamedTuple):
    """How often every number of a segment has a word: its lexemes, by what they are worth, and its very form."""

    by_worth: dict[float, Numbers]
    form: Numbers

    def at(self, numbers: Numbers) -> Numbers:
        """Return how much of the word the numbers have."""
        wide = np.zeros(len(numbers))
        for worth, counts in self.by_worth.items():
            np.maximum(wide, worth * counts[numbers], out=wide)
        return impact.joined(wide, self.form[numbers])


def _counted(word: Asked, weights: Mapping[str, Numbers]) -> _Counted:
    by_worth: dict[float, Numbers] = {}
    for lexeme in word.lexemes:
        worth, counts = impact.worth(lexeme), weights[lexeme]
        by_worth[worth] = np.maximum(by_worth[worth], counts) if worth in by_worth else counts
    return _Counted(by_worth, weights[word.form])


def _reaching(hits: BitMap, words: Sequence[_Counted], idfs: Idfs, even: float, least: float) -> Numbers:
    """Return the hits whose score could reach the `least`, were they as short as the shortest, of this `even`."""
    worths = [idf * impact.saturated(_COUNTS / even) for idf in idfs]
    highest = [reduce(np.maximum, word.by_worth.values(), word.form) for word in words]
    if least > 0 and len(words) == 1:  # which is told without looking at each hit
        enough = np.flatnonzero(highest[0] >= np.searchsorted(worths[0], least))
        hits = hits & BitMap(array("I", enough.astype(np.uint32).tobytes()))
    numbers = np.frombuffer(hits.to_array(), np.uint32).astype(np.intp)
    if least > 0 and len(words) > 1:
        bound = sum(worth[counts[numbers]] for worth, counts in zip(worths, highest, strict=True))
        numbers = numbers[bound >= least]
    return numbers
