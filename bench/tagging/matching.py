"""How long the names of a large archive take to be met in an article.

    ARCHIVE_HOME=… python bench/tagging/matching.py [--names 100000] [--words 400] [--rounds 50]

Names are one to three words drawn from the Hebrew words that wordfreq counts; every round is another article, of
words by their frequency, with a name in every twentieth place, some under prefix letters.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

from setup import start

start()

from wordfreq import top_n_list  # noqa: E402

from articles.hebrew import analyzer, candidates, morphology, normalise, tokens  # noqa: E402
from articles.tagging import names  # noqa: E402
from articles.tagging.errors import NoLetters  # noqa: E402
from articles.tagging.gazetteer import Gazetteer  # noqa: E402


def drawn(dice: random.Random, rare: list[str], count: int) -> list[str]:
    """Return names: mostly of two words, as people's are."""
    return [" ".join(dice.choices(rare, k=dice.choice((1, 2, 2, 2, 3)))) for _ in range(count)]


def keyed(given: list[str]) -> list[tuple[str, int]]:
    """Return the names that have letters, folded, each another entity's."""
    pairs = []
    for number, name in enumerate(given):
        try:
            pairs.append((names.key(name), number))
        except NoLetters:
            continue
    return pairs


def article(dice: random.Random, common: list[str], known: list[str], words: int) -> str:
    """Return a text of so many words, the common ones by Zipf's law."""
    weights = [1 / (place + 10) for place in range(len(common))]
    usual = iter(dice.choices(common, weights, k=words))
    said: list[str] = []
    while len(said) < words:
        said.append(dice.choice(("", "ב", "ל", "ו")) + dice.choice(known) if len(said) % 20 == 0 else next(usual))
    return " ".join(said)


def main() -> None:
    """Print the milliseconds of an article whose words were met before, and of one whose were not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=50)
    given, dice = parser.parse_args(), random.Random(6)  # noqa: S311
    listed = [word for word in top_n_list("he", 120_000) if len(word) > 2]
    known = drawn(dice, listed[2000:], given.names)
    began = time.perf_counter()
    gazetteer = Gazetteer.of(keyed(known))
    print(f"built of {len(gazetteer.entities):,} names in {time.perf_counter() - began:.2f} s")
    first, again, found = [], [], 0
    for _ in range(given.rounds):
        text = article(dice, listed[:20_000], known, given.words)
        found += len(gazetteer.matches(text))
        again.append(spent(gazetteer, text))
    for _ in range(given.rounds):
        forget()
        first.append(spent(gazetteer, article(dice, listed[:20_000], known, given.words)))
    print(f"{given.words} words, {found / given.rounds:.0f} names; median and worst, in ms of CPU:")
    print(f"words met before: {statistics.median(again):.1f}, {max(again):.1f}")
    print(f"no word met before: {statistics.median(first):.1f}, {max(first):.1f}")


def forget() -> None:
    """Forget every word that was analysed: a process that has just begun knows only the commonest, which it reads."""
    names.stems.cache_clear()
    for module in (analyzer, candidates, morphology, normalise, tokens):
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear") and thing is not morphology.frequent:
                thing.cache_clear()


def spent(gazetteer: Gazetteer, text: str) -> float:
    """Return the milliseconds of CPU that an article takes."""
    began = time.process_time()
    gazetteer.matches(text)
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main()
