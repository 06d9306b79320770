"""`manage.py recount`: the rolled-up counts written anew."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.timeline import rollup


class Command(BaseCommand):
    """They follow every write by themselves; this is for a database that was written to with its triggers off."""

    help = "Write the rolled-up counts of timelines and of who appears together anew."

    def handle(self, *args: Any, **options: Any) -> None:
        rollup.recount()
        self.stdout.write("The counts of days and pairs are written anew.")
