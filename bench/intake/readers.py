"""What reading in a process apart costs: `PYTHONPATH=. python bench/intake/readers.py`.

Reads 2,000 articles of ~350 words as one file of JSON lines, and each golden file five times, here and apart, by
turns; prints the medians.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import corpus

from articles.intake import reading
from articles.intake.confined import reader
from articles.intake.records import Read

GOLDEN = sorted((Path(__file__).resolve().parents[2] / "articles" / "tests" / "data" / "in").iterdir())
ARTICLES = 2_000


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        corpus.write(path, ARTICLES)
        list(reader.read(GOLDEN[0], GOLDEN[0].name))  # the process that readers are forked from starts once
        for name, way in (
            ("here", reading.read),
            ("apart", reader.read),
            ("here", reading.read),
            ("apart", reader.read),
        ):
            began, ours = time.monotonic(), time.process_time()
            count = sum(1 for _ in way(path, path.name))
            seconds, busy = time.monotonic() - began, time.process_time() - ours
            print(f"JSON lines {name:>5}: {count / seconds:,.0f} a second; this process {busy:.1f} s of {seconds:.1f}")
    here, apart = (statistics.median(_each(way)) for way in (reading.read, reader.read))
    print(f"a file: {here * 1000:.1f} ms here, {apart * 1000:.1f} ms apart (medians; load {os.getloadavg()[0]:.1f})")


def _each(way: Callable[[Path, str], Iterable[Read]]) -> list[float]:
    times = []
    for _ in range(5):
        for path in GOLDEN:
            began = time.monotonic()
            list(way(path, path.name))
            times.append(time.monotonic() - began)
    return times


if __name__ == "__main__":
    main()
