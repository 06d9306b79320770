"""Measures suggestions over many names: `python bench/search/typeahead.py [--names 100000] [--titles 100000]`.

Makes random Hebrew names, weights and titles in the database of the project inside a transaction that is never
committed, asks what a person types letter by letter, and prints percentiles of wall time per keystroke in
milliseconds, of each keystroke the best of three, since other work on the machine is not ours: names alone, titles
alone, and the whole view. Run it with ARCHIVE_HOME of an archive to spare.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from articles.search import suggest  # noqa: E402

LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
COMMON = "יוהלאמרתנב"
STARTS = 120


def main() -> None:
    """Make, measure, undo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--titles", type=int, default=100_000)
    asked = parser.parse_args()
    rng = random.Random(5)  # noqa: S311
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    with transaction.atomic():
        typed = list(_typed(_fill(asked.names, asked.titles, rng), rng))
        client = Client()
        _report("names", suggest.names, typed)
        _report("titles", suggest.titles, typed)
        _report("the view", lambda text: client.get("/search/suggest", {"q": text}), typed)
        transaction.set_rollback(True)


def _fill(names: int, titles: int, rng: random.Random) -> list[str]:
    """Store entities, each with its name and for one in two an alias of one word; return the names."""
    words = _words(30_000, rng)
    made = [" ".join(_pick(words, rng) for _ in range(2)) for _ in range(names * 2 // 3)]
    aliases = [(number, name) for number, name in enumerate(made, 1)]
    aliases += [(number, _pick(words, rng)) for number in range(1, len(made) + 1, 2)]
    base = 10**9
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname IN ('alias_letters', 'search_sketch_title')")
        indexes = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP INDEX alias_letters, search_sketch_title")
        for table in ("entity", "alias", "article"):
            cursor.execute(f"ALTER TABLE articles_{table} DISABLE TRIGGER USER")
        _copy(
            cursor,
            "articles_entity (id, kind, name, sort_key, description, wikidata, created)",
            ((base + n, "person", name, name, "", "", "2020-01-01") for n, name in aliases[: len(made)]),
        )
        _copy(
            cursor,
            "articles_alias (id, entity_id, name, key, kind, created)",
            (
                (base + n, base + entity, name, name, "name", "2020-01-01")
                for n, (entity, name) in enumerate(set(aliases))
            ),
        )
        _copy(
            cursor,
            "articles_entityweight (entity_id, articles)",
            ((base + n, int(50_000 / n**0.8)) for n in range(1, len(made) + 1)),
        )
        cursor.execute("INSERT INTO articles_source (id, name) VALUES (%s, 'bench')", [base])
        rows = [" ".join(_pick(words, rng) for _ in range(8)) for _ in range(titles)]
        _copy(
            cursor,
            "articles_article (id, source_id, external_id, url, title, deck, byline, section, published,"
            " time_known, date_known_from, update_stamp, status, withheld_reason, fingerprint, analyzer_version,"
            " created)",
            (
                (
                    base + n,
                    base,
                    "",
                    "",
                    title,
                    "",
                    "",
                    "",
                    "2020-01-01",
                    False,
                    "metadata",
                    "",
                    "published",
                    "",
                    str(n),
                    0,
                    "2020-01-01",
                )
                for n, title in enumerate(rows)
            ),
        )
        _copy(
            cursor,
            "articles_searchsketch (article_id, published, title_key, arrived)",
            ((base + n, "2020-01-01", f" {title}", "2020-01-01") for n, title in enumerate(rows)),
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for index in indexes:
            cursor.execute(index)
        cursor.execute("ANALYZE articles_entity, articles_alias, articles_entityweight, articles_searchsketch")
    return made


def _copy(cursor: object, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)


def _words(count: int, rng: random.Random) -> list[str]:
    lengths = [3, 4, 4, 5, 5, 6, 7]
    return ["".join(rng.choice(LETTERS + COMMON * 2) for _ in range(rng.choice(lengths))) for _ in range(count)]


def _pick(words: list[str], rng: random.Random) -> str:
    """Return a word, the frequent ones often (Zipf)."""
    return words[int(len(words) ** rng.random()) - 1]


def _typed(names: list[str], rng: random.Random) -> Iterator[str]:
    """Yield what stands in the box after each letter of some names, every fifth with a letter mistyped."""
    for number in range(STARTS):
        name = rng.choice(names)
        if number % 5 == 0:
            at = rng.randrange(2, len(name))
            name = name[:at] + rng.choice(LETTERS) + name[at + 1 :]
        yield from (name[:end] for end in range(1, len(name) + 1))


def _spent(ask: Callable[[str], object], text: str) -> float:
    """Return the milliseconds that an answer takes."""
    start = time.perf_counter()
    ask(text)
    return 1000 * (time.perf_counter() - start)


def _report(label: str, ask: Callable[[str], object], typed: list[str]) -> None:
    times = [min(_spent(ask, text) for _ in range(3)) for text in typed]
    cuts = statistics.quantiles(times, n=100)
    print(f"{label:10} {len(times)} keystrokes: median {cuts[49]:.2f} ms, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f}")


if __name__ == "__main__":
    main()
