"""The search of the archive against Django's recipe, tantivy and SQLite FTS5, by one command:

    python bench/search/run.py --articles 100000 [--folder FOLDER] [--rounds 5] [--each 9]

Fills FOLDER (a home of its own, with a PostgreSQL of its own) the first time. Prints medians of CPU milliseconds,
client and server together, and of wall milliseconds; the queries of all contestants are interleaved. What share of the
best 20 by BM25F each finds is printed beside its speed. The first time a query is asked is told apart.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Load what is not loaded, measure, print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--articles", type=int, default=10_000)
    cli.add_argument("--folder", type=Path)
    cli.add_argument("--rounds", type=int, default=5)
    cli.add_argument("--each", type=int, default=9, help="queries a column")
    given = cli.parse_args()
    folder = (given.folder or ROOT / ".bench" / f"search-{given.articles}").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"ARCHIVE_HOME": str(folder / "home"), "ENV_FILE": os.devnull, "LOAD_DEMO": "0",
                   "DJANGO_SETTINGS_MODULE": "newsarchive.settings"}  # fmt: skip
    sys.path[:0] = [str(ROOT)]
    import django  # the settings read the environment that was made above

    django.setup()
    from measure import measure

    measure(given.articles, folder, given.rounds, given.each)


Sample = tuple[float, float]


class Clock:
    """CPU of this process and of the server's process that serves it, and the wall's time."""

    def __init__(self, backend: int) -> None:
        self.schedule = Path(f"/proc/{backend}/schedstat")

    def time(self, act: Callable[[], Any]) -> tuple[Any, Sample]:
        """Do something; return what it gave, and its milliseconds of CPU and of the wall."""
        server, here, wall = self._server(), time.process_time_ns(), time.perf_counter_ns()
        result = act()
        spent = time.process_time_ns() - here + self._server() - server
        return result, (spent / 1e6, (time.perf_counter_ns() - wall) / 1e6)

    def _server(self) -> int:
        return int(self.schedule.read_text().split()[0])


class Table:
    """Samples by contestant and column."""

    def __init__(self) -> None:
        self.samples: dict[tuple[str, str], dict[str, list[Sample]]] = defaultdict(lambda: defaultdict(list))

    def add(self, who: str, column: str, query: str, sample: Sample) -> None:
        """Add a sample; the first of a query is the first time it was asked."""
        self.samples[who, column][query].append(sample)

    def cpu(self, who: str, column: str) -> float:
        """Return the median of CPU, the first times left out."""
        return median(one[0] for samples in self._of(who, column) for one in samples[1:])

    def first(self, who: str, column: str) -> float:
        """Return the median of CPU of the first times."""
        return median(samples[0][0] for samples in self._of(who, column))

    def wall(self, who: str, column: str) -> float:
        """Return the median of the wall's time, the first times left out."""
        return median(one[1] for samples in self._of(who, column) for one in samples[1:])

    def _of(self, who: str, column: str) -> list[list[Sample]]:
        return list(self.samples[who, column].values())


def shuffled(pairs: list[Any], seed: int) -> list[Any]:
    """Return the pairs in another order, the same for the same seed."""
    return random.Random(seed).sample(pairs, len(pairs))  # noqa: S311


def share(best: list[int], found: list[int]) -> float:
    """Return the share of `best` that is among `found`."""
    return len(set(best) & set(found)) / len(best) if best else 1.0


def row(name: str, values: list[Any], width: int = 10) -> None:
    """Print a row of a Markdown table."""
    cells = " | ".join(f"{value:>{width}.2f}" if isinstance(value, float) else f"{value:>{width}}" for value in values)
    print(f"| {name:28} | {cells} |", flush=True)


__all__ = ["Clock", "Table", "mean", "row", "share", "shuffled"]

if __name__ == "__main__":
    main()
