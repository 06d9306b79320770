"""How long a new name takes to be looked for in a whole archive. Writes into the archive of ARCHIVE_HOME: an empty one.

    ARCHIVE_HOME=$(mktemp -d) python bench/tagging/archive.py [--articles 100000] [--words 60]

Articles are of Hebrew words by frequency; a made-up name of two words stands in one of every thousand, and another in
one of twenty.
"""

from __future__ import annotations

import argparse
import random
import time

from setup import start

start()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from wordfreq import top_n_list  # noqa: E402

from articles.models import Alias, Article, Entity, Paragraph, Source  # noqa: E402
from articles.search import index  # noqa: E402
from articles.tagging import entities, occurrences  # noqa: E402
from articles.tagging.archive import articles_speaking  # noqa: E402

AT_ONCE = 1000
RARE, FREQUENT = "מגדון קרצולינדה", "מזרעאל הרחוקה"


def fill(count: int, words: int) -> None:
    """Store and index so many published articles."""
    dice, source = random.Random(6), Source.objects.get_or_create(name="מדידה")[0]  # noqa: S311
    listed = top_n_list("he", 20_000)
    weights = [1 / (place + 10) for place in range(len(listed))]
    for at in range(0, count, AT_ONCE):
        made = Article.objects.bulk_create(
            Article(
                source=source, title=f"כתבה {number}", status="published", published=timezone.now(),
                date_known_from="metadata", fingerprint=f"bench {number}",
            )
            for number in range(at, min(at + AT_ONCE, count))
        )  # fmt: skip
        Paragraph.objects.bulk_create(
            Paragraph(article=one, position=1, text=_text(dice, listed, weights, words, number))
            for number, one in enumerate(made, at)
        )
        index.refresh([one.pk for one in made])
        print(f"\r{at + len(made):,} of {count:,}", end="", flush=True)
    print()


def _text(dice: random.Random, listed: list[str], weights: list[float], words: int, number: int) -> str:
    said = dice.choices(listed, weights, k=words)
    said += [f"ב{RARE}"] if number % 1000 == 0 else []
    return " ".join(said + ([f"ל{FREQUENT}"] if number % 20 == 0 else []))


def measure(name: str) -> None:
    """Print how long it takes to know where a new name stands, and to make the first list of its places."""
    entity = entities.create(name, "place")
    began = time.perf_counter()
    found = articles_speaking(Alias.objects.filter(entity=entity))
    searched = time.perf_counter() - began
    began = time.perf_counter()
    listed = occurrences.find(entity, "", found[::-1])
    print(
        f"{name}: {len(found):,} articles found in {searched:.3f} s; "
        f"the first {len(listed):,} places listed in {time.perf_counter() - began:.3f} s"
    )
    Entity.objects.filter(pk=entity.pk).delete()


def main() -> None:
    """Fill what is missing, then measure both names twice: cold and warm."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=60)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        fill(given.articles, given.words)
    for name in (RARE, FREQUENT, RARE, FREQUENT):
        measure(name)


if __name__ == "__main__":
    main()
