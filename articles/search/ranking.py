"""Hits put in order: by the counts that segments keep, or by the profiles of articles that no segment knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap

from articles.search import impact, segments
from articles.search.impact import Word
from articles.search.postgres import Asked
from articles.search.segments import Counts, Numbers, State, array_of, postings, set_of
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
    known = postings(state, [f"1{lexeme}" for word in words for lexeme in word.lexemes])
    having = [BitMap.union(*[known[f"1{lexeme}"] for lexeme in word.lexemes]) for word in words]
    return [impact.idf(state.size, len(one)) for one in having]


def _fresh(articles: Mapping[int, int], words: Sequence[Asked], idfs: Idfs) -> Part:
    found = sorted(by_profiles(list(articles), words, idfs), key=itemgetter(1, 2))
    ids = [article for _, _, article in found]
    days = [articles[article] for article in ids]
    return np.array([score for score, _, _ in found]), np.array(days, np.int32), np.array(ids, np.int64)


def _by_counts(state: State, hits: BitMap, words: Sequence[Asked], idfs: Idfs, most: int) -> Part:
    """Return of the hits what may be among the best `most`: all, or what can reach the best of a sample of them."""
    row, numbers = state.row, array_of(hits)
    counts = segments.counts(state, [one for word in words for one in (*word.lexemes, word.form)])
    spread = row.size if MANY * len(numbers) > row.size else 0
    counted = [_Counted.of(word, counts, spread) for word in words]

    def scored(some: Numbers) -> Numbers:
        even, scores = impact.evenness(row.sizes[some]), np.zeros(len(some))
        for word, idf in zip(counted, idfs, strict=True):
            scores += idf * impact.saturated(word.at(some) / even)
        return scores

    if spread and len(numbers) > 2 * SAMPLE:
        least = _least(scored(numbers[:: len(numbers) // SAMPLE]), most) - _ROUNDING
        numbers = _reaching(hits, counted, idfs, row.least_even, least)
    return scored(numbers), row.days[numbers], row.ids[numbers]


SAMPLE = 4_096  # of the hits, scored first
MANY = 500  # where more than one article in so many is a hit, arrays of all articles are faster than to look for each
_ROUNDING = 1e-9
_COUNTS = np.arange(impact.COUNT + 1)


def _reaching(hits: BitMap, words: Sequence[_Counted], idfs: Idfs, even: float, least: float) -> Numbers:
    """Return the hits whose score could reach the `least`, were they as short as the shortest, of this `even`."""
    worths = [idf * impact.saturated(_COUNTS / even) for idf in idfs]
    if len(words) == 1:  # which is told without looking at each hit
        enough = np.flatnonzero(words[0].highest >= np.searchsorted(worths[0], least))
        return array_of(hits & set_of(enough))
    numbers = array_of(hits).astype(np.intp)
    parts = [worth[word.highest[numbers]] for worth, word in zip(worths, words, strict=True)]
    return numbers[reduce(np.add, parts) >= least]


class _Counted(NamedTuple):
    """How much every article has of a word: of its lexemes, with what they are worth, and of its very form."""

    lexemes: Sequence[tuple[float, Counts]]
    form: Counts

    @classmethod
    def of(cls, word: Asked, counts: Mapping[str, Counts], spread: int) -> _Counted:
        """Return the counts of a word, given those of lexemes; in arrays of all articles, which are `spread` many."""
        lexemes, form = [(impact.worth(one), counts[one]) for one in word.lexemes], counts[word.form]
        if spread:
            by_worth: dict[float, list[Numbers]] = {}
            for worth, one in lexemes:
                by_worth.setdefault(worth, []).append(one.spread(spread))
            lexemes = [(worth, Counts(None, reduce(np.maximum, some))) for worth, some in by_worth.items()]
            form = Counts(None, form.spread(spread))
        return cls(lexemes, form)

    def at(self, numbers: Numbers) -> Numbers:
        """Return how much of the word these articles have."""
        wide = np.zeros(len(numbers))
        for worth, counts in self.lexemes:
            np.maximum(wide, worth * counts.at(numbers), out=wide)
        return impact.joined(wide, self.form.at(numbers))

    @property
    def highest(self) -> Numbers:
        """The highest count of any lexeme or the form in each article, given in arrays of all articles."""
        return reduce(np.maximum, [counts.counts for _, counts in self.lexemes], self.form.counts)
