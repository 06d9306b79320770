"""`manage.py train_tagger`: learn from this archive's own accepted tags which words are names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Article
from articles.tagging import unknown
from articles.tagging.tagger import model, training


class Command(BaseCommand):
    help = "Train the tagger on the accepted tags of this archive, and measure it on articles kept from training."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many articles to look through afterwards."""
        parser.add_argument("--look", type=int, default=1000, help="newest articles to look through for unknown names")

    def handle(self, *args: Any, **options: Any) -> None:
        held_out, others = training.article_ids(held_out=True), training.article_ids(held_out=False)
        if not others or not held_out:
            raise CommandError("There are too few tagged articles to learn from; tag a few more and try again.")
        trial = model.path().with_suffix(".trial")
        model.train(training.examples(others), trial)
        score = training.score(model.Model(trial), training.examples(held_out))
        trial.unlink()
        self.stdout.write(f"{len(others)} articles to learn from, {len(held_out)} kept to measure by:")
        self.stdout.write(f"precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}")
        count = model.train(training.examples(training.article_ids()), model.path())
        self.stdout.write(f"Trained on all {count} paragraphs: {model.path()}")
        newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[: max(0, options["look"])]
        self.stdout.write(f"{unknown.look(list(newest))} unknown names wait in the newest {len(newest)} articles.")
