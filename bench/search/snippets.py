"""What 20 hits of a page cost in snippets, without a database: snippets.py [--words 350] [--rounds 9]."""

import argparse
import random
import statistics
import time

from articles.hebrew.analyzer import Mode
from articles.search.grammar import parse
from articles.search.highlight import Matcher

HITS, PARAGRAPH = 20, 50
LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
QUERIES = {"rare": "קרנפול", "frequent": "ממשלה", "2 frequent": "ממשלה ירושלים", "rare + frequent": "ממשלה קרנפול"}


def forms() -> list[str]:
    """Return 20,000 words that mean nothing, the frequent first, and among them those asked, short and quoted ones."""
    chance = random.Random(1_948)  # noqa: S311
    forms = ["".join(chance.choices(LETTERS, k=chance.randint(2, 7))) for _ in range(20_000)]
    forms[20], forms[40], forms[5_000] = "הממשלה", "בירושלים", "קרנפול"
    forms[60], forms[90], forms[150], forms[200] = "רח'", 'צה"ל', "'מעריב'", "ג'ון"
    return forms


def articles(words: list[str], length: int, chance: random.Random) -> list[list[str]]:
    """Return `HITS` bodies by paragraphs of `PARAGRAPH` words, by Zipf; each has the rare word once."""
    weights = [1 / (place + 3) for place in range(len(words))]
    bodies = []
    for _ in range(HITS):
        body = chance.choices(words, weights, k=length)
        body[chance.randrange(length)] = "הקרנפול"
        bodies.append([" ".join(body[at : at + PARAGRAPH]) + "." for at in range(0, length, PARAGRAPH)])
    return bodies


def main() -> None:
    """Print the median of CPU milliseconds of a page by query, each time of other articles over the same words."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--words", type=int, default=350)
    asked.add_argument("--rounds", type=int, default=9)
    given = asked.parse_args()
    words = forms()
    pages = [articles(words, given.words, random.Random(number)) for number in range(given.rounds)]  # noqa: S311
    for name, query in QUERIES.items():
        later = [page_of(query, page) for page in (*pages, *pages)][given.rounds :]
        print(f"{name:>16}: {statistics.median(later):6.2f} ms")


def page_of(query: str, page: list[list[str]]) -> float:
    """Return the CPU milliseconds in which the snippets of a page are cut."""
    start = time.process_time()
    matcher = Matcher(parse(query).tree, Mode.FLEXIBLE)
    for body in page:
        matcher.shown("כותרת", body)
    return 1000 * (time.process_time() - start)


if __name__ == "__main__":
    main()
