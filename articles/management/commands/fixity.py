"""`manage.py fixity`: whether every original still is what was uploaded."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.intake import fixity
from articles.intake.fixity import Checked
from articles.models import Original


class Command(BaseCommand):
    """Reads all originals; ends with 1 when one is not as it was uploaded, and with 130 when interrupted."""

    help = "Verify every uploaded original by its SHA-256."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="ID", help="go on after this original")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        last = options["after"]
        try:
            with tqdm(total=Original.objects.filter(pk__gt=last).count(), unit="file", disable=None) as progress:
                for checked in fixity.check(last):
                    self._tell(checked)
                    counts[checked.verdict] += 1
                    last = checked.original.pk
                    progress.update()
        except KeyboardInterrupt:
            self._account(counts)
            self.stdout.write(f"Interrupted. Go on with --after {last}.")
            sys.exit(130)
        self._account(counts)
        if strays := list(fixity.strays()):
            self.stdout.write(f"{len(strays)} files there belong to no original, such as {strays[0].name}.")
        if counts.total() > counts["sound"]:
            sys.exit(1)

    def _tell(self, checked: Checked) -> None:
        if checked.verdict != "sound":
            one = checked.original
            self.stdout.write(f"{checked.verdict}: {one.file.name} (original {one.pk}, {one.size:,} bytes)")

    def _account(self, counts: Counter[str]) -> None:
        found = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in ("sound", "missing", "damaged", "unreadable"))
        self.stdout.write(f"{counts.total():,} originals: {found}.")
