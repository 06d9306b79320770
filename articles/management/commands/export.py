"""`manage.py export FILE`: published articles as JSON lines, for other programs and for other archives."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.intake import exporting
from articles.models import Source
from articles.querysets import ArticleQuerySet


class Command(BaseCommand):
    help = "Export published articles as JSON lines that import_articles reads back; - writes to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE", help="the file to write, or - for standard output")
        parser.add_argument("--source", default="", metavar="NAME", help="articles of this source only")
        parser.add_argument("--since", type=_day, metavar="DATE", help="articles published on 2019-01-04 or later")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["source"] and not Source.objects.filter(name=options["source"]).exists():
            raise CommandError(f"There is no source called {options['source']}.")
        articles = exporting.chosen(options["source"], options["since"])
        if options["path"] == "-":
            count = self._to_output(articles)
            self.stderr.write(f"{count:,} articles exported.", str)
        else:
            count = _to_file(articles, Path(options["path"]))
            self.stdout.write(f"{count:,} articles exported to {options['path']}.")

    def _to_output(self, articles: ArticleQuerySet) -> int:
        try:
            return _write(articles, self.stdout.write)
        except BrokenPipeError:  # who read it has had enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CommandError("The reader of the export left before its end.") from None


def _to_file(articles: ArticleQuerySet, path: Path) -> int:
    """Write a file that appears under its name when it is whole; an interrupted export leaves none."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            count = _write(articles, file.write)
        draft.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write(articles: ArticleQuerySet, write: Callable[[str], Any]) -> int:
    """Hand each line to `write` and return how many; a progress bar when there is a terminal."""
    count = 0
    for line in tqdm(exporting.lines(articles), total=articles.count(), unit=" articles", disable=None):
        write(line)
        count += 1
    return count


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no date; write it 2019-01-04") from None
