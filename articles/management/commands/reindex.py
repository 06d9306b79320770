"""`manage.py reindex`: bring search documents up to the present analyzer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.hebrew import analyzer
from articles.models import Article
from articles.search import index, vocabulary


class Command(BaseCommand):
    """Indexes what an older analyzer indexed; interrupted, it goes on where it stopped."""

    help = "Index anew every article whose index was written by another version of the analyzer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every article, whatever its version")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = Article.objects.order_by("id")
        if not options["all"]:
            articles = articles.exclude(analyzer_version=analyzer.VERSION)
        ids = list(articles.values_list("id", flat=True))
        cut_short: list[int] = []
        with tqdm(total=len(ids), unit="article", disable=None) as progress:
            for at in range(0, len(ids), index.BATCH):
                cut_short += index.refresh(ids[at : at + index.BATCH])
                progress.update(len(ids[at : at + index.BATCH]))
        vocabulary.refresh()
        self.stdout.write(f"{len(ids)} articles indexed by version {analyzer.VERSION} of the analyzer")
        if cut_short:
            self.stdout.write(f"{len(cut_short)} of them only in part, being too long: {cut_short[:20]}")
