"""`manage.py backup FOLDER`: the database and the uploaded files in a new folder, with a manifest."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, Original
from newsarchive.backup.errors import BackupError
from newsarchive.backup.manifest import ORIGINALS, Manifest
from newsarchive.backup.taking import take


class Command(BaseCommand):
    help = "Back the whole archive up into a new folder: the database, the uploaded files, and a manifest of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that does not exist yet")
        parser.add_argument("--link", action="store_true", help="link the uploaded files (same disk) and copy nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].expanduser().absolute()
        try:
            manifest = take(folder, options["link"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(entry.size for entry in manifest.files.values()) / 2**20
        counts = f"{Article.objects.count():,} articles, {len(manifest.originals):,} originals, {size:,.1f} MB"
        self.stdout.write(f"Backed up to {folder}: {counts}.")
        self._tell_missing(manifest)

    def _tell_missing(self, manifest: Manifest) -> None:
        """Say which uploaded files the database knows and the disk has not."""
        kept = set(manifest.originals)
        lost = [name for name in Original.objects.values_list("file", flat=True) if f"{ORIGINALS}/{name}" not in kept]
        if lost:
            self.stderr.write(f"{len(lost):,} originals are not on the disk any more: {', '.join(lost[:10])}")
