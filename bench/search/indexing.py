"""What it costs to index articles that are analysed already, by this process and PostgreSQL together, beside tantivy.

    python bench/search/indexing.py [--articles 30000]

On a new archive in a temporary folder: search documents are copied in, the GIN index is built, segments and pairs are
made. tantivy is given the same lexemes, with one thread.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Make articles, index them, print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--articles", type=int, default=30_000)
    given = cli.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-indexing-", ignore_cleanup_errors=True) as home:
        os.environ |= {"ARCHIVE_HOME": home, "ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "newsarchive.settings"}
        sys.path[:0] = [str(ROOT)]
        import django  # the settings read the environment that was made above

        django.setup()
        _measure(given.articles, Path(home))


def _measure(count: int, home: Path) -> None:
    import load
    from django.core.management import call_command
    from generate import articles
    from measure import backend_clock

    call_command("migrate", verbosity=0)
    clock = backend_clock()
    spent: dict[str, float] = defaultdict(float)  # milliseconds

    def spend(what: str, act: Callable[[], object]) -> None:
        spent[what] += clock.time(act)[1][0]

    load.run(*load.BEFORE)
    load.make_sources()
    writer = load.TantivyWriter(home / "tantivy")
    coming = articles(count)
    while batch := list(islice(coming, load.BATCH)):
        documents = [load.document(one) for one in batch]
        load.store(batch, [], datetime.now(UTC))
        spend("documents copied", partial(load.copy, "articles_searchdocument", load.DOCUMENT, documents))
        texts = [(one, load.lexemes(one.title), load.lexemes(load.body(one))) for one in batch]
        spend("tantivy", partial(writer.add, texts))
    spend("tantivy", writer.close)
    spend("GIN index", partial(load.run, *load.LATER["archive: build the GIN index"]))
    spend("segments and pairs", load.settle_all)
    peer = spent.pop("tantivy")
    for what, milliseconds in spent.items():
        print(f"{what}: {milliseconds / count:.2f} ms an article")
    total = sum(spent.values())
    rate, others = 1000 * count / total, 1000 * count / peer
    print(f"{rate:,.0f} articles a second of a core; tantivy {others:,.0f}, {others / rate:.1f} times as many")


if __name__ == "__main__":
    main()
