"""`manage.py import_articles PATH…`: what an upload does, without a browser and without a worker."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.intake import batches, formats, originals
from articles.intake.batches import Settings
from articles.intake.confined import reader
from articles.intake.endings import ItemResult
from articles.intake.rehearsal import Rehearsal
from articles.models import Batch
from articles.models.intake import OnChanged, OnTags, Outcome

SHOWN = 20
INTERRUPTED = "הקליטה הופסקה משורת הפקודה. הריצו את אותה פקודה שוב כדי להמשיך."


@dataclass(slots=True)
class Tally:
    """How items ended, and the first of those refused."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    refused: list[ItemResult] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def add(self, result: ItemResult) -> None:
        """Count one item."""
        self.outcomes[result.outcome.value] += 1
        if result.outcome == Outcome.REFUSED:
            self.reasons[result.reason] += 1
            if len(self.refused) < SHOWN:
                self.refused.append(result)

    def lines(self, verb: str) -> Iterator[str]:
        """Yield the closing account."""
        seconds = time.monotonic() - self.started
        total = self.outcomes.total()
        told = [one.value for one in Outcome if one != Outcome.VERSION or self.outcomes[one.value]]
        counts = ", ".join(f"{self.outcomes[outcome]:,} {outcome}" for outcome in told)
        yield f"{verb}: {counts}; {seconds:,.1f} s, {total / max(seconds, 0.001):,.0f} a second."
        yield from (f"  refused {result.place} {result.title[:60]}: {result.reason}" for result in self.refused)
        if self.outcomes["refused"] > len(self.refused):
            yield f"  … and {self.outcomes['refused'] - len(self.refused):,} more. By reason:"
            yield from (f"  {count:,} × {reason}" for reason, count in self.reasons.most_common(SHOWN))


class Command(BaseCommand):
    help = (
        "Import articles from files or folders: text, HTML, DOCX, PDF, JSON lines, CSV, XLSX, feeds, WARC, NITF, "
        "NewsML, ninjs, WordPress exports, ZIP and TAR. Run again to go on or to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of files")
        parser.add_argument("--source", default="", help="the source of articles whose file names none")
        parser.add_argument("--publish", action="store_true", help="publish the articles; otherwise they are drafts")
        parser.add_argument("--versions", action="store_true", help="changed text of a known article is a new version")
        parser.add_argument("--tags", choices=OnTags.values, default=OnTags.SUGGEST, help="what becomes of given tags")
        parser.add_argument("--dry-run", action="store_true", help="read and judge everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(_files(options["paths"]))
        if not files:
            raise CommandError("No file of a known format there: " + ", ".join(sorted(formats.SUFFIXES)))
        if options["dry_run"]:
            self._account(self._rehearse(files, options["source"]), "Would be")
        else:
            changed = OnChanged.VERSION if options["versions"] else OnChanged.LEAVE
            self._import(files, Settings(options["source"].strip(), options["publish"], None, changed, options["tags"]))

    def _rehearse(self, files: list[Path], source: str) -> Tally:
        tally, rehearsal = Tally(), Rehearsal(source)
        for path in files:
            _count(rehearsal.results(reader.read(path, path.name)), tally, path.name)
        return tally

    def _import(self, files: list[Path], settings: Settings) -> None:
        kept = [(path.name, originals.keep(originals.chunks_of(path), most=None)) for path in files]
        left = batches.unfinished(None, kept, settings)
        batch = left or batches.create(None, kept, settings)
        if left:
            self.stdout.write(f"Going on with batch {batch.pk}, which was left early.")
        self._run(batch)

    def _run(self, batch: Batch) -> None:
        tally = Tally()
        try:
            _count(batches.run(batch), tally, str(batch.pk))
        except KeyboardInterrupt:
            batches.stop(batch, INTERRUPTED)
            self._account(tally, "Interrupted")
            self.stdout.write("Run the same command again to go on.")
            sys.exit(130)
        self._account(tally, f"Batch {batch.pk}")

    def _account(self, tally: Tally, verb: str) -> None:
        for line in tally.lines(verb):
            self.stdout.write(line)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files given, and those of known formats in the folders given, in the order of their names."""
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            found = sorted(inner for inner in path.rglob("*") if inner.suffix.lower() in formats.SUFFIXES)
            yield from (inner for inner in found if inner.is_file() and not inner.name.startswith("."))
        else:
            raise CommandError(f"There is no {path}.")


def _count(results: Iterable[ItemResult], tally: Tally, name: str) -> None:
    """Count results as they come, behind a progress bar when there is a terminal."""
    for result in tqdm(results, desc=name, unit=" articles", disable=None):
        tally.add(result)
