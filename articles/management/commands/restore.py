"""`manage.py restore FOLDER`: a backup back into an empty archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, Entity, Mention
from newsarchive.backup.errors import BackupError
from newsarchive.backup.restoring import restore
from newsarchive.serve import prepare


class Command(BaseCommand):
    help = "Restore what `backup` made into an empty archive; everything is verified before anything is written."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that `backup` made")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].expanduser().absolute()
        try:
            with prepare.alone():
                manifest = restore(folder)
                migrated = prepare.migrate()
        except BackupError as error:
            raise CommandError(str(error)) from error
        counted = ((Article, "articles"), (Entity, "entities"), (Mention, "mentions"))
        counts = [f"{model._default_manager.count():,} {name}" for model, name in counted]
        counts.append(f"{len(manifest.originals):,} originals")
        self.stdout.write(f"Restored the backup of {manifest.created}: {', '.join(counts)}.")
        if migrated:
            self.stdout.write("The database was brought up to this release; /readyz tells whether to run reindex.")
