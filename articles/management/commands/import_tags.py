"""`manage.py import_tags FILE`: Web Annotations as `export_tags` writes them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.tagging import webannotations


class Command(BaseCommand):
    help = "Import tags from Web Annotations, one JSON object a line. What is there already is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        try:
            with options["path"].open(encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    counts[self._stored(number, line)] += 1
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['path']} cannot be read: {error}") from error
        self.stdout.write(f"{counts['new']:,} tags stored, {counts['old']:,} known, {counts['refused']:,} refused.")

    def _stored(self, number: int, line: str) -> str:
        try:
            return "new" if webannotations.store(json.loads(line)) else "old"
        except ValueError as error:  # JSON's own, and Unreadable
            self.stderr.write(f"line {number}: {error}")
            return "refused"
