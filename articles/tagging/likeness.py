"""What became of the like of a suggestion: the same words, for the same entity, elsewhere in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import Mention
from articles.models.entity import MentionStatus, Rule

Counts = tuple[int, int]  # accepted, rejected

# What is believed of a rule before any decision: as so many decisions, so many of them accepted.
_BEFORE = {
    Rule.NAME: (2.0, 1.7), Rule.ALIAS: (2.0, 1.4), Rule.OFFICE: (2.0, 1.6), Rule.SURNAME: (2.0, 1.4),
    Rule.ACRONYM: (2.0, 1.2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """Decisions by entity and quote."""

    counts: dict[tuple[int, str], Counts]

    @classmethod
    def of(cls, entities: Iterable[int], quotes: Iterable[str] | None = None) -> Likeness:
        """Count what editors decided about these entities (and, when given, these quotes)."""
        rows = Mention.objects.filter(entity__in=list(entities))
        rows = rows if quotes is None else rows.filter(quote__in=list(quotes))
        counted = rows.order_by().values("entity", "quote").annotate(
            accepted=Count("pk", filter=Q(status=MentionStatus.ACCEPTED)),
            rejected=Count("pk", filter=Q(status__in=(MentionStatus.REJECTED, MentionStatus.REMOVED))),
        )  # fmt: skip
        return cls({(row["entity"], row["quote"]): (row["accepted"], row["rejected"]) for row in counted})

    def accepted(self, entity: int, quote: str) -> int:
        """Return how often these words were accepted as this entity."""
        return self.counts.get((entity, quote), (0, 0))[0]

    def rejected(self, entity: int, quote: str) -> int:
        """Return how often these words were refused as this entity."""
        return self.counts.get((entity, quote), (0, 0))[1]

    def of_quote(self, entity: int, quote: str, rule: Rule) -> float:
        """Return how likely, from 0 to 1, these words are this entity: the rule's credit, and what was decided."""
        accepted, rejected = self.counts.get((entity, quote), (0, 0))
        weight, good = _BEFORE.get(rule, (2.0, 1.0))
        return (good + accepted) / (weight + accepted + rejected)


def weigh(entity: int, quote: str) -> int:
    """Give the waiting suggestions of these words for this entity the confidence that they have now; return how many.

    Nobody decided anything: their versions stay.
    """
    trust = Likeness.of([entity], [quote])
    waiting = Mention.objects.suggested().filter(entity=entity, quote=quote).exclude(rule="").exclude(rule=Rule.TAGGER)
    rivals = Mention.objects.suggested().filter(paragraph__in=waiting.values("paragraph"), quote=quote)
    shares = dict(rivals.order_by().values_list("paragraph").annotate(count=Count("entity", distinct=True)))
    changed = 0
    for one in waiting.only("pk", "rule", "paragraph_id"):
        confidence = trust.of_quote(entity, quote, Rule(one.rule)) / shares.get(one.paragraph_id, 1)
        changed += Mention.objects.filter(pk=one.pk).exclude(confidence=confidence).update(confidence=confidence)
    return changed
