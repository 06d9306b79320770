"""Chainable reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as Account
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from articles.models import Article, Batch, Entity, Mention  # noqa: F401

User = Account | AnonymousUser


def any_of(values: Iterable[int] | Iterable[str], kind: str) -> RawSQL:
    """Return the other side of an `__overlap` with many `values`: an array of PostgreSQL's type `kind`.

    For an array written into the query PostgreSQL takes each of its values to be as common as the commonest one, so
    that some thousands of them seem to be in every row, and reads the whole table instead of the index. What a
    subquery gives it cannot see.
    """
    return RawSQL(f"SELECT %s::{kind}[]", (sorted(values),))  # noqa: S611 (kind is the caller's own word)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Articles."""

    def published(self) -> ArticleQuerySet:
        """Those that everybody may read."""
        return self.filter(status="published")

    def visible_to(self, user: User) -> ArticleQuerySet:
        """Those whose page `user` may open; a withheld one opens as a tombstone."""
        if user.has_perm("articles.see_drafts"):
            return self
        own = Q(created_by=user) if user.is_authenticated else Q(pk__in=[])
        return self.filter(~Q(status="draft") | own)

    def between(self, start: datetime | None, end: datetime | None) -> ArticleQuerySet:
        """Those published from `start` up to, and without, `end`."""
        chosen = self.filter(published__gte=start) if start else self
        return chosen.filter(published__lt=end) if end else chosen

    def mentioning(self, entity: Entity) -> ArticleQuerySet:
        """Published ones that speak of `entity`."""
        return self.filter(appearances__entity=entity)


class EntityQuerySet(models.QuerySet["Entity"]):
    """Entities."""

    def with_article_counts(self) -> EntityQuerySet:
        """Annotate `articles`: how many published articles speak of each, from the rolled-up counts."""
        counts = apps.get_model("articles", "DayCount").objects.filter(entity=OuterRef("pk"), basis__in=("p", "i"))
        total = counts.order_by().values("entity").annotate(total=Sum("articles")).values("total")
        return self.annotate(articles=Coalesce(Subquery(total), 0))

    def standing_for(self, numbers: Collection[int]) -> dict[int, Entity]:
        """Return by id the entity that each of these is today: itself, or the one that it was merged into at last.

        Ask it of `all_objects`. Ids of no entity are left out. One query, and another for each step of a merger.
        """
        found: dict[int, Entity] = {}
        further = set(numbers)
        while further:
            found.update(self.in_bulk(further))
            further = {one.merged_into_id for one in found.values() if one.merged_into_id} - found.keys()
        return {number: _last(found, found[number]) for number in numbers if number in found}

    def most_written_about(self) -> EntityQuerySet:
        """Those in most published articles first, their number in `articles`."""
        return self.with_article_counts().order_by("-articles", "sort_key", "id")  # type: ignore[misc]


def _last(known: Mapping[int, Entity], entity: Entity) -> Entity:
    while entity.merged_into_id:
        entity = known[entity.merged_into_id]
    return entity


class MentionQuerySet(models.QuerySet["Mention"]):
    """Mentions."""

    def accepted(self) -> MentionQuerySet:
        """Those that readers see."""
        return self.filter(status="accepted")

    def suggested(self) -> MentionQuerySet:
        """Those that wait for an editor."""
        return self.filter(status="suggested")


class BatchQuerySet(models.QuerySet["Batch"]):
    """Uploads."""

    def visible_to(self, user: User) -> BatchQuerySet:
        """All to an administrator; to an archivist, their own."""
        return self if user.is_superuser else self.filter(created_by=user)
