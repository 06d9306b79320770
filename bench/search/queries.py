"""Queries of each column of the table, drawn by how many articles have their words; and BM25F of every hit.

Read from the generator, not from any index: what is said of ranking does not depend on the code that is judged.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from generate import Made, articles
from peers import Asked

CLASSES = {"rare": (0.0001, 0.0005), "medium": (0.002, 0.006), "frequent": (0.15, 0.40)}
COLUMNS: dict[str, tuple[str, ...]] = {
    "rare": ("rare",),
    "medium": ("medium",),
    "frequent": ("frequent",),
    "2 frequent": ("frequent", "frequent"),
    "3 frequent": ("frequent", "frequent", "frequent"),
    "frequent + medium": ("frequent", "medium"),
    "2 medium": ("medium", "medium"),
}
TITLE, BODY = 4.0, 1.0  # BM25F: weights of the fields,
SLOPES = {"title": 0.3, "body": 0.75}  # how much each field's length counts,
SATURATION = 1.2


def frequencies(count: int) -> Counter[str]:
    """Count in how many of the first articles each word stands, at most 20,000 of them, scaled to all."""
    seen: Counter[str] = Counter()
    sample = min(count, 20_000)
    for one in articles(sample):
        seen.update(set(_words(one)))
    return Counter({word: round(number * count / sample) for word, number in seen.items()})


def draw(count: int, each: int) -> dict[str, list[Asked]]:
    """Return `each` queries a column."""
    having, chance = frequencies(count), random.Random(5)  # noqa: S311
    by_class = {
        name: sorted(word for word, number in having.items() if least <= number / count <= most and len(word) > 2)
        for name, (least, most) in CLASSES.items()
    }
    columns = {
        name: [Asked(tuple(_different(chance, [by_class[kind] for kind in kinds]))) for _ in range(each)]
        for name, kinds in COLUMNS.items()
    }
    return columns | {
        "phrase of 2 frequent": _phrases(by_class["frequent"], each, 2_000),
        "name phrase": _phrases(by_class["medium"], each, 20_000),
    }


def _different(chance: random.Random, classes: Sequence[Sequence[str]]) -> list[str]:
    words: list[str] = []
    for words_of in classes:
        words.append(chance.choice([word for word in words_of if word not in words]))
    return words


def _phrases(some: Iterable[str], each: int, among: int) -> list[Asked]:
    """Return the pairs of these words that most often follow one another in the first articles, so many of them.

    Words are drawn one by one, so it is those that an article returns to which follow one another in many: themselves.
    """
    known, pairs = set(some), Counter[tuple[str, str]]()
    for one in articles(among):
        for text in one.paragraphs:
            words = text.split()
            pairs.update(pair for pair in pairwise(words) if known.issuperset(pair))
    return [Asked(pair, phrase=True) for pair, _ in pairs.most_common(each)]


class Judge:
    """BM25F over every article, for the words of the queries given."""

    def __init__(self, count: int, queries: Iterable[Asked]) -> None:
        wanted = {word for asked in queries for word in asked.words}
        self.counts: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
        self.lengths: dict[int, tuple[int, int]] = {}
        for one in articles(count):
            title, body = Counter(one.title.split()), Counter(word for text in one.paragraphs for word in text.split())
            self.lengths[one.number] = title.total(), body.total()
            for word in wanted.intersection(title.keys() | body.keys()):
                self.counts[word][one.number] = title[word], body[word]
        self.means = tuple(sum(column) / count for column in zip(*self.lengths.values(), strict=True))
        self.articles = count

    def best(self, asked: Asked, top: int) -> list[int]:
        """Return the ids of the best articles that have every word."""
        postings = [self.counts[word] for word in asked.words]
        common = set(postings[0]).intersection(*postings[1:])
        idfs = [math.log(1 + (self.articles - len(one) + 0.5) / (len(one) + 0.5)) for one in postings]
        return heapq.nlargest(
            top, common, key=lambda pk: (sum(map(self._weight, postings, idfs, [pk] * len(idfs))), pk)
        )

    def _weight(self, posting: dict[int, tuple[int, int]], idf: float, article: int) -> float:
        title, body = posting[article]
        lengths = self.lengths[article]
        count = TITLE * title / (1 - SLOPES["title"] + SLOPES["title"] * lengths[0] / self.means[0])
        count += BODY * body / (1 - SLOPES["body"] + SLOPES["body"] * lengths[1] / self.means[1])
        return idf * count / (count + SATURATION)


def _words(one: Made) -> Iterable[str]:
    yield from one.title.split()
    for text in one.paragraphs:
        yield from text.split()
