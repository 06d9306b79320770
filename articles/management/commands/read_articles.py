"""`manage.py read_articles`: the dates and quotes of articles that were not read yet."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.timeline import reading


class Command(BaseCommand):
    """Interrupted, it goes on where it stopped."""

    help = "Find the dates and quotes in the text of articles that were not read by the present version."

    def handle(self, *args: Any, **options: Any) -> None:
        ids = reading.waiting()
        with tqdm(total=len(ids), unit="article", disable=None) as progress:
            for at in range(0, len(ids), reading.BATCH):
                progress.update(reading.read_articles(ids[at : at + reading.BATCH]))
        self.stdout.write(f"{len(ids)} articles read by version {reading.VERSION}")
