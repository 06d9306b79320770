"""Articles that nobody wrote: words drawn as often as Hebrew uses them, so that an index of them is of a real size."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import wordfreq

_WORDS = 100_000  # the most frequent forms; the rest of wordfreq's is rarer than once in a hundred million words


def articles(count: int, words: int = 350, seed: int = 1) -> Iterator[dict[str, object]]:
    """Yield `count` articles of about `words` words in six paragraphs, always the same for one seed."""
    chance = random.Random(seed)  # noqa: S311 - for a benchmark
    vocabulary = [word for word in wordfreq.top_n_list("he", _WORDS) if word.isalpha()]
    weights = list(accumulate(wordfreq.word_frequency(word, "he") for word in vocabulary))

    def text(length: int) -> str:
        return " ".join(chance.choices(vocabulary, cum_weights=weights, k=length))

    for number in range(1, count + 1):
        yield {
            "external_id": f"{seed}-{number}",
            "title": text(7),
            "deck": text(14),
            "byline": text(2),
            "section": f"מדור {number % 8}",
            "source": f"מקור {number % 5}",
            "published": f"{2000 + number % 24}-{1 + number % 12:02}-{1 + number % 28:02}",
            "paragraphs": [text(words // 6) + "." for _ in range(6)],
        }


def write(path: Path, count: int, words: int = 350, seed: int = 1) -> None:
    """Write `count` articles as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for article in articles(count, words, seed):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
