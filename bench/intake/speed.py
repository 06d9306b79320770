"""How fast JSON lines are stored and indexed, and in how much memory, beside a plain loop of `objects.create()`.

    python bench/intake/speed.py [--articles 10000] [--plain 1000] [--words 350]

Runs `batches.run` as the worker does, on a new embedded database in a temporary folder that is deleted at the end.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


@contextmanager
def archive() -> Iterator[Path]:
    """Set Django up on an empty archive of its own; yield its folder."""
    with tempfile.TemporaryDirectory(prefix="bench-intake-", ignore_cleanup_errors=True) as home:
        os.environ.update(ARCHIVE_HOME=home, ENV_FILE=os.devnull, DJANGO_SETTINGS_MODULE="newsarchive.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        yield Path(home)
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def peak_memory() -> dict[str, int]:
    """Return the most memory, in MB, that this process and each of its children have held."""
    pids = [os.getpid(), *_children(os.getpid())]
    return {f"{_name(pid)} {pid}": _peak(pid) for pid in pids}


def _children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").iterdir()
    found = [child for one in threads for child in (one / "children").read_text(encoding="ascii").split()]
    return [inner for child in map(int, found) for inner in (child, *_children(child))]


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    held = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(held.get("VmHWM", "0 kB").split()[0]) // 1024


def processor() -> dict[str, float]:
    """Return the seconds of processor that the worker, its helpers and PostgreSQL have used."""
    helpers = _children(os.getpid())
    analysing = [pid for pid in helpers if "articles.search.analysing" in _command(pid)]
    reading = [pid for pid in helpers if pid not in analysing]
    servers = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal() and _is_ours(int(one.name))]
    who = {"worker": [os.getpid()], "analysing": analysing, "reading": reading, "postgres": servers}
    return {name: sum(map(_used, pids)) for name, pids in who.items()}


def _command(pid: int) -> str:
    """Return the command line of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    except OSError:
        return ""


def _is_ours(pid: int) -> bool:
    """Tell whether a process is of the embedded server of this archive."""
    try:
        working = str(Path(f"/proc/{pid}/cwd").readlink())
        return working.startswith(os.environ["ARCHIVE_HOME"]) and _name(pid) == "postgres"
    except OSError:
        return False


def _used(pid: int) -> float:
    """Return the seconds that a process, and its children that have ended, have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def make_tables() -> None:
    """Make what an archive's first start makes once, the tables of the analyzer, and tell how long it takes."""
    started = time.perf_counter()
    load = "from articles.hebrew import analyzer; analyzer.load()"
    subprocess.run([sys.executable, "-c", load], cwd=ROOT, check=True)
    print(f"tables of the analyzer, made once an archive: {time.perf_counter() - started:.1f} s")


def take_in(path: Path, total: int) -> None:
    """Run a batch of one file, telling the rate of every tenth of it."""
    from articles.intake import batches, originals
    from articles.intake.batches import Settings

    batch = batches.create(
        None, [(path.name, originals.keep(originals.chunks_of(path), most=None))], Settings(publish=True)
    )
    started = before = time.perf_counter()
    used = processor()
    for done, _ in enumerate(batches.run(batch), start=1):
        if done % max(total // 10, 1) == 0:
            now, spent = time.perf_counter(), processor()
            each = {name: 1000 * (spent[name] - used[name]) / (total // 10) for name in spent}
            costs = ", ".join(f"{name} {ms:.2f}" for name, ms in each.items())
            print(
                f"  {done:>8,} articles: {total // 10 / (now - before):6.0f} a second; ms of processor each: {costs}",
                flush=True,
            )
            before, used = now, spent
    seconds = time.perf_counter() - started
    print(f"intake: {total:,} articles in {seconds:,.1f} s, {total / seconds:,.0f} a second; {batches.counts(batch)}")
    print("peak memory, MB:", peak_memory())


def plain_loop(count: int, words: int) -> None:
    """Store articles one by one: a row each for article and paragraphs; then the same with an index."""
    from articles.models import Article, Paragraph, Source
    from articles.search import index

    for indexed in (False, True):
        source = Source.objects.create(name=f"plain {indexed}")
        made = list(corpus.articles(count, words, seed=2 + indexed))
        started = time.perf_counter()
        for number, one in enumerate(made):
            title, paragraphs = str(one["title"]), one["paragraphs"]
            article = Article.objects.create(source=source, title=title, fingerprint=str(number), status="published")
            assert isinstance(paragraphs, list)
            for position, text in enumerate(paragraphs, start=1):
                Paragraph.objects.create(article=article, position=position, text=text)
            if indexed:
                index.refresh([article.pk])
        seconds = time.perf_counter() - started
        what = "stored and indexed" if indexed else "stored, not indexed"
        print(f"plain loop, {what}: {count / seconds:,.0f} a second")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--plain", type=int, default=1_000)
    parser.add_argument("--words", type=int, default=350)
    parser.add_argument("--profile", default="", help="where to write a cProfile of the intake")
    given = parser.parse_args()
    with archive() as home:
        corpus.write(home / "articles.jsonl", given.articles, given.words)
        make_tables()
        if given.profile:
            import cProfile

            with cProfile.Profile() as profile:
                take_in(home / "articles.jsonl", given.articles)
            profile.dump_stats(given.profile)
        else:
            take_in(home / "articles.jsonl", given.articles)
        if given.plain:
            plain_loop(given.plain, given.words)


if __name__ == "__main__":
    main()
