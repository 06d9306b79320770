"""Examples for the tagger out of this archive's accepted tags, and how well it does on articles it never saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import Article, Mention, Paragraph
from articles.tagging.suggestions import BODY
from articles.tagging.tagger.features import Tagged
from articles.tagging.tagger.model import Example, Model

FEWEST = 2  # accepted tags of an article that was gone over
HELD_OUT = 5  # one article in so many is kept from training, to measure by


@dataclass(frozen=True, slots=True)
class Score:
    """How many names were offered, how many there are, and how many of those offered are right."""

    offered: int
    there: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of the offered that is right."""
        return self.right / self.offered if self.offered else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what is there that was offered."""
        return self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def article_ids(*, held_out: bool | None = None) -> list[int]:
    """Return the tagged articles: all, or those kept from training, or the others."""
    tagged = Count("mentions", filter=Q(mentions__status="accepted"))
    ids = Article.objects.annotate(tagged=tagged).filter(tagged__gte=FEWEST).order_by("pk").values_list("pk", flat=True)
    return [pk for place, pk in enumerate(ids) if held_out is None or (place % HELD_OUT == 0) == held_out]


def examples(ids: Iterable[int]) -> Iterator[Example]:
    """Yield the paragraphs of articles with their accepted names."""
    chosen = list(ids)
    names: dict[int, list[Tagged]] = {}
    rows = (
        Mention.objects.accepted().filter(article__in=chosen).values_list("paragraph", "start", "end", "entity__kind")
    )
    for paragraph, start, end, kind in rows:
        names.setdefault(paragraph, []).append(Tagged(start, end, kind))
    for pk, text in Paragraph.objects.filter(article__in=chosen, kind__in=BODY).values_list("pk", "text"):
        yield Example(text, tuple(names.get(pk, ())))


def score(model: Model, given: Iterable[Example], *, with_kind: bool = True) -> Score:
    """Compare what a model finds with what editors accepted; a name is right only in its exact place."""
    offered = there = right = 0
    for example in given:
        found = {_place(one, with_kind) for one in model.names(example.text)}
        wanted = {_place(one, with_kind) for one in example.names}
        offered, there, right = offered + len(found), there + len(wanted), right + len(found & wanted)
    return Score(offered, there, right)


def _place(one: Tagged, with_kind: bool) -> tuple[int, int, str]:
    return one.start, one.end, one.kind if with_kind else ""
