"""A made archive that weighs like a real one: words of Hebrew by their frequency, themes that repeat, twenty years.

Nothing of it is text that anybody wrote: words are drawn one by one. The same count and seed give the same articles.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

import wordfreq

WORDS = 40_000  # different words
LENGTH = 350  # words of an article in the mean
THEME = 30  # words that an article returns to,
RETURNS = 0.3  # and how much of it is made of them
ENTITIES = 20_000
SOURCES = ("מגדלור", "קול הצפון", "העת", "דבר היום", "מבט", "הכיכר", "יומן", "אופק")
SECTIONS = ("פנים", "חוץ", "כלכלה", "ספורט", "תרבות", "משפט", "דעות", "")
FIRST, DAYS = date(2005, 1, 1), 20 * 365


@dataclass(frozen=True, slots=True)
class Made:
    """A made article; `entities` are numbers from 1, `source` counts from 0."""

    number: int
    title: str
    paragraphs: list[str]
    day: date
    source: int
    section: str
    entities: list[int]


class Vocabulary:
    """Hebrew words with their frequencies, to be drawn from."""

    def __init__(self) -> None:
        found = wordfreq.get_frequency_dict("he", "large")
        hebrew = ((word, share) for word, share in found.items() if len(word) > 1 and set(word) <= _LETTERS)
        chosen = sorted(hebrew, key=lambda pair: -pair[1])[:WORDS]
        self.words = [word for word, _ in chosen]
        self.cumulated = list(accumulate(share for _, share in chosen))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Draw words by their frequency."""
        return chance.choices(self.words, cum_weights=self.cumulated, k=count)


_LETTERS = frozenset("אבגדהוזחטיכלמנסעפצקרשתךםןףץ")


def articles(count: int, seed: int = 1) -> Iterator[Made]:
    """Yield articles numbered from 1, the oldest first."""
    vocabulary, chance = Vocabulary(), random.Random(seed)  # noqa: S311
    named = list(accumulate(1 / (rank + 20) for rank in range(ENTITIES)))
    for number in range(1, count + 1):
        theme = vocabulary.draw(chance, THEME)
        words = vocabulary.draw(chance, max(40, int(chance.gauss(LENGTH, 120))))
        for place in chance.sample(range(len(words)), int(len(words) * RETURNS)):
            words[place] = theme[min(int(chance.expovariate(0.15)), THEME - 1)]
        entities = {bisect_left(named, chance.random() * named[-1]) + 1 for _ in range(chance.randint(0, 8))}
        yield Made(
            number=number,
            title=" ".join([*vocabulary.draw(chance, 4), *chance.sample(theme, 4)]),
            paragraphs=[" ".join(words[at : at + 60]) for at in range(0, len(words), 60)],
            day=FIRST + timedelta(days=number * DAYS // (count + 1)),
            source=min(int(chance.expovariate(0.5)), len(SOURCES) - 1),
            section=chance.choice(SECTIONS),
            entities=sorted(entities),
        )
