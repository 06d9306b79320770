"""What becomes of suggestions: by origin and rule, how many were accepted, refused, and still wait."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import Mention
from articles.models.entity import Origin, Rule


@dataclass(frozen=True, slots=True)
class Fate:
    """Suggestions of one origin and rule; `share` is how many of those decided were accepted, None when none was."""

    origin: str
    rule: str
    accepted: int
    refused: int
    waiting: int

    @property
    def share(self) -> float | None:
        """Return the accepted share of what was decided."""
        decided = self.accepted + self.refused
        return self.accepted / decided if decided else None


def fates() -> list[Fate]:
    """Count by origin and rule over the whole archive."""
    rows = Mention.objects.order_by().values("origin", "rule").annotate(
        accepted=Count("pk", filter=Q(status="accepted")),
        refused=Count("pk", filter=Q(status__in=("rejected", "removed"))),
        waiting=Count("pk", filter=Q(status="suggested")),
    )  # fmt: skip
    labels = [(Origin(row["origin"]).label, Rule(row["rule"]).label, row) for row in rows.order_by("origin", "rule")]
    return [Fate(str(o), str(r), row["accepted"], row["refused"], row["waiting"]) for o, r, row in labels]
