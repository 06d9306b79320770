"""Files taken in while the worker and the database are killed (-9) at random moments; then every checksum compared.

    python bench/intake/kill.py [--files 5000] [--worker 20] [--database 20] [--seed 1]

Ends with 1 unless 0 were lost, 0 stored twice and 0 stored by half. Works on a new embedded database in a temporary
folder that is deleted at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import corpus
from speed import ROOT, archive

if TYPE_CHECKING:
    from articles.models import Batch

T = TypeVar("T")
PATIENCE = 300.0


def text_of(one: dict[str, object]) -> str:
    """Return an article as a file of text: title, deck, paragraphs, each on its line."""
    paragraphs = one["paragraphs"]
    assert isinstance(paragraphs, list)
    return "\n".join([str(one["title"]), str(one["deck"]), *paragraphs])


def checksum(title: str, deck: str, paragraphs: list[str]) -> str:
    """Return what tells that an article is whole, whichever of its lines was read as its deck or its credit."""
    return hashlib.sha256("\n".join(filter(None, [title, deck, *paragraphs])).encode()).hexdigest()


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker of its own process."""
    command = [sys.executable, "manage.py", "procrastinate", "worker"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_database() -> None:
    """Kill the server; the next that connects starts it again."""
    for held in Path(os.environ["ARCHIVE_HOME"]).rglob("postmaster.pid"):
        with suppress(ProcessLookupError, ValueError, IndexError):
            os.kill(int(held.read_text(encoding="ascii").split()[0]), signal.SIGKILL)


def insist(act: Callable[[], T]) -> T:
    """Do something with the database, again while it is away."""
    from django.db import DatabaseError, connection
    from procrastinate.exceptions import ConnectorException

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except (DatabaseError, ConnectorException, OSError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def go_on(batch: Batch) -> None:
    """Queue again what the dead have left: what the worker does every minute, at once."""
    from articles.intake import batches, jobs

    jobs.STALLED_AFTER = 0
    asyncio.run(_revive())
    batch.refresh_from_db()
    if batch.status in batches.RESUMABLE:
        jobs.queue(batch)


async def _revive() -> None:
    """Revive what is stalled; the thread that asks the database may hold a connection to a server that is dead."""
    from asgiref.sync import sync_to_async
    from django.db import connections

    from articles.intake import jobs

    await sync_to_async(connections.close_all)()
    await jobs.revive_stalled(timestamp=0)
    await sync_to_async(jobs.take_up_left)(timestamp=0)


def make_batch(files: int, home: Path) -> tuple[Batch, dict[str, str]]:
    """Keep the files and queue their batch; return it, and the checksum that each file's article must have."""
    from articles.intake import batches, jobs, originals
    from articles.intake.batches import Settings

    kept, wanted = [], {}
    for number, one in enumerate(corpus.articles(files, words=60)):
        data = text_of(one).encode()
        original = originals.keep([data])
        kept.append((f"{number}.txt", original))
        title, deck, *paragraphs = data.decode().split("\n")
        wanted[original.sha256] = checksum(title, deck, paragraphs)
    batch = batches.create(None, kept, Settings("מקור", publish=True))
    jobs.queue(batch)
    return batch, wanted


def torment(batch: Batch, worker_kills: int, database_kills: int, seed: int) -> None:
    """Let workers work, killing them and the database at random moments, until the batch is done."""
    from articles.models import Batch as Batches

    chance = random.Random(seed)  # noqa: S311 - for a benchmark
    blows = ["worker"] * worker_kills + ["database"] * database_kills
    chance.shuffle(blows)
    worker = start_worker()
    try:
        while insist(lambda: Batches.objects.values_list("status", flat=True).get(pk=batch.pk)) != "done":
            _until_it_works(batch, worker)
            time.sleep(chance.uniform(0, 3))
            if blows:
                blow = blows.pop()
                print(f"killing the {blow}: {insist(batch.items.count):,} items so far", flush=True)
                if blow == "worker":
                    worker.kill()
                    worker.wait()
                else:
                    kill_database()
            if worker.poll() is not None or not blows:
                worker.kill()
                worker.wait()
            if worker.poll() is not None:
                insist(lambda: go_on(batch))
                worker = start_worker()
                if not blows:
                    _wait(batch, worker)
    finally:
        worker.kill()
        worker.wait()
    if blows:
        print(f"the batch was done before {len(blows)} of the blows: take more files")


def _until_it_works(batch: Batch, worker: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until the worker stores something, so that blows fall while it is at work."""
    before, deadline = insist(batch.items.count), time.monotonic() + seconds
    while worker.poll() is None and insist(batch.items.count) == before and time.monotonic() < deadline:
        insist(batch.refresh_from_db)
        if batch.status == "done":
            return
        time.sleep(0.1)


def _wait(batch: Batch, worker: subprocess.Popen[bytes]) -> None:
    """Wait while the work goes on; return when it is done or has stood still for half a minute."""
    before, since = -1, time.monotonic()
    while time.monotonic() - since < 30 and worker.poll() is None:
        count = insist(batch.items.count)
        insist(batch.refresh_from_db)
        if batch.status == "done":
            return
        if count != before:
            before, since = count, time.monotonic()
        time.sleep(0.5)


def account(batch: Batch, wanted: dict[str, str]) -> bool:
    """Compare what is stored with the files; print, and return whether nothing is amiss."""
    from articles.models import Article, SearchDocument

    stored: dict[str, list[str]] = {}
    for article in Article.objects.select_related("original").prefetch_related("paragraphs"):
        assert article.original
        texts = [one.text for one in article.paragraphs.all()]
        stored.setdefault(article.original.sha256, []).append(checksum(article.title, article.deck, texts))
    lost = [digest for digest in wanted if digest not in stored]
    twice = [digest for digest, found in stored.items() if len(found) > 1]
    half = [digest for digest, found in stored.items() if found[0] != wanted[digest]]
    unindexed = Article.objects.count() - SearchDocument.objects.count()
    items = batch.items.filter(outcome="stored").count()
    print(f"{len(wanted):,} files: {len(lost)} lost, {len(twice)} twice, {len(half)} by half, {unindexed} not indexed;")
    print(f"{items:,} items stored of {batch.items.count():,}")
    return not (lost or twice or half or unindexed) and items == len(wanted) == batch.items.count()


def main() -> None:
    """Run, and end with 1 when anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("files", 5_000), ("worker", 20), ("database", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    with archive() as home:
        batch, wanted = make_batch(given.files, home)
        torment(batch, given.worker, given.database, given.seed)
        sound = account(batch, wanted)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
