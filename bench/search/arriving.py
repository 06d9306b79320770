"""Searching while articles arrive: what a reader waits for while the worker takes in a large upload.

    python bench/search/arriving.py [--articles 40000] [--every 1.0]

On a new archive in a temporary folder: 12,000 articles are taken in first, so that there are segments; then the site is
started as `make run` starts it, a batch of `--articles` JSON lines is handed to its worker, and a reader asks a page
every second until the batch is done. Prints, for every fifth of the batch, the median and the longest wait and how many
articles no segment had yet.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench" / "intake"), str(Path(__file__).resolve().parent)]
FIRST = 12_000
QUERIES = ("ממשלה", "ראש הממשלה", "ירושלים", "שנה", "בית המשפט", "ילדים", "של", "מלחמה", '"בית ספר"', "כלכלה צבא")


def main() -> None:
    """Fill, start the site, hand the batch over, ask, print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--articles", type=int, default=40_000)
    cli.add_argument("--every", type=float, default=1.0)
    given = cli.parse_args()
    import corpus
    from serving import site
    from speed import archive, make_tables, take_in

    with archive() as home:
        from articles.search import settle

        make_tables()
        corpus.write(home / "first.jsonl", FIRST, seed=1)
        take_in(home / "first.jsonl", FIRST)
        print(settle.settle(), "articles in segments")
        corpus.write(home / "second.jsonl", given.articles, seed=2)
        with site() as port:
            _read_meanwhile(home / "second.jsonl", given.articles, given.every, port)


def _read_meanwhile(path: Path, total: int, every: float, port: int) -> None:
    from articles.intake import batches, jobs, originals
    from articles.intake.batches import Settings
    from articles.models.intake import BatchStatus

    for number in range(20):
        _ask(port, number)
    batch = batches.create(
        None, [(path.name, originals.keep(originals.chunks_of(path), most=None))], Settings(publish=True)
    )
    jobs.queue(batch)
    started, waits, waiting, fifth, number = time.perf_counter(), [], [], 1, 0
    while batch.status not in (BatchStatus.DONE, BatchStatus.FAILED):
        time.sleep(max(0.0, started + number * every - time.perf_counter()))
        waits.append(_ask(port, number))
        waiting.append(_unsettled())
        number += 1
        batch.refresh_from_db(fields=["status"])
        done = batch.items.count()
        if done >= fifth * total // 5 or batch.status == BatchStatus.DONE:
            middle, seconds = statistics.median(waits), time.perf_counter() - started
            print(f"{done:>8,} articles after {seconds:4.0f} s: waits of {middle:.0f} ms in the middle, "
                  f"{max(waits):.0f} at most; up to {max(waiting):,} articles in no segment", flush=True)  # fmt: skip
            waits, waiting, fifth = [], [], fifth + 1
    before = time.perf_counter()
    while _unsettled() and time.perf_counter() < before + 600:
        time.sleep(1)
    print(f"all in segments {time.perf_counter() - before:.0f} s later")


def _unsettled() -> int:
    from articles.models import SearchChange

    return SearchChange.objects.values("article").distinct().count()


def _ask(port: int, number: int) -> float:
    """Ask a page on a connection of its own; return the milliseconds until it was there."""
    from serving import get

    path = "/search/?" + urlencode({"q": QUERIES[number % len(QUERIES)]})
    started = time.perf_counter()
    assert get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), path) == 200
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
