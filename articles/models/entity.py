"""People, places and the other things that articles speak of, and where they are mentioned."""

from functools import lru_cache

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import get_script_prefix, reverse

from articles.models.article import Article, Paragraph
from articles.querysets import EntityQuerySet, MentionQuerySet
from articles.text.slugs import slug


class Kind(models.TextChoices):
    """What an entity is."""

    PERSON = "person", "אדם"
    ORGANISATION = "organisation", "ארגון"
    PLACE = "place", "מקום"
    EVENT = "event", "אירוע"
    PRODUCT = "product", "מוצר"
    WORK = "work", "יצירה"


class LivingEntities(models.Manager.from_queryset(EntityQuerySet)):  # type: ignore[misc]
    """Entities, without those that were merged into others."""

    def get_queryset(self) -> EntityQuerySet:
        """Leave the merged out."""
        found: EntityQuerySet = super().get_queryset().filter(merged_into=None)
        return found


@pghistory.track()
class Entity(models.Model):
    """A person, organisation, place, event, product or work.

    One merged into another keeps its row, for its address and for the day it is taken apart again; `objects` does
    not know it.
    """

    kind = models.CharField("סוג", max_length=12, choices=Kind)
    name = models.CharField("שם", max_length=200)
    sort_key = models.CharField("מפתח מיון", max_length=200, editable=False, db_index=True)
    description = models.TextField("תיאור", blank=True)
    wikidata = models.CharField("מזהה ויקינתונים", max_length=20, blank=True)
    created = models.DateTimeField("נוצר", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name="נוצר בידי"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name="מוזגה אל"
    )

    objects = LivingEntities()
    all_objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = "ישות"
        permissions = [("merge_entity", "Can merge, un-merge and split entities")]
        verbose_name_plural = "ישויות"
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="entity_has_name"),
            models.CheckConstraint(
                condition=Q(wikidata="") | Q(wikidata__regex=r"^Q[1-9][0-9]*$"),
                name="entity_wikidata_id",
                violation_error_message="מזהה ויקינתונים נראה כך: Q801.",
            ),
            models.UniqueConstraint(fields=["wikidata"], condition=~Q(wikidata=""), name="entity_wikidata_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of(self.pk, self.name)


def address_of(pk: int, name: str) -> str:
    """Return the address of the entity of this number and name."""
    return _address(get_script_prefix(), pk, name)


@lru_cache(maxsize=10_000)
def _address(prefix: str, pk: int, name: str) -> str:
    """Return the address in a site that stands below a prefix; the same few entities stand on most pages."""
    return reverse("entity", args=[pk, slug(name)])


class AliasKind(models.TextChoices):
    """What sort of name an alias is."""

    NAME = "name", "שם"
    NICKNAME = "nickname", "כינוי"
    MAIDEN = "maiden", "שם נעורים"
    ACRONYM = "acronym", "ראשי תיבות"
    OFFICE = "office", "תפקיד"


@pghistory.track()
class Alias(models.Model):
    """A name by which an entity is called; its own name is one of them. `key` is the name folded for matching.

    With `since` or `until` (days, both included) it is its name in articles of those days alone.
    """

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases", verbose_name="ישות")
    name = models.CharField("שם נרדף", max_length=200)
    key = models.CharField("מפתח", max_length=200, editable=False, db_index=True)
    kind = models.CharField("סוג השם", max_length=10, choices=AliasKind, default=AliasKind.NAME)
    since = models.DateField("מיום", null=True, blank=True)
    until = models.DateField("עד יום", null=True, blank=True)
    created = models.DateTimeField("נוסף", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name="נוסף בידי"
    )

    class Meta:
        indexes = [GinIndex(OpClass("key", name="gin_trgm_ops"), name="alias_letters")]
        verbose_name = "שם נרדף"
        verbose_name_plural = "שמות נרדפים"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "key", "since"],
                name="alias_once_an_entity",
                nulls_distinct=False,
                violation_error_message="השם הזה כבר רשום לישות.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
                name="alias_days_in_order",
                violation_error_message="היום הראשון של השם מאוחר מן האחרון.",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="alias_has_letters"),
        ]

    def __str__(self) -> str:
        return self.name


class MentionStatus(models.TextChoices):
    """Where a mention stands. `removed` is an accepted one that was undone; `broken` lost its place in the text."""

    SUGGESTED = "suggested", "מוצע"
    ACCEPTED = "accepted", "מאושר"
    REJECTED = "rejected", "נדחה"
    REMOVED = "removed", "בוטל"
    BROKEN = "broken", "איבד את מקומו"


class Origin(models.TextChoices):
    """Who thought of a mention."""

    EDITOR = "editor", "עורך"
    GAZETTEER = "gazetteer", "רשימת השמות"
    TAGGER = "tagger", "תייגן"
    IMPORT = "import", "קובץ"


class Rule(models.TextChoices):
    """By what a machine came to suggest a mention."""

    NONE = "", "–"
    NAME = "name", "שם הישות"
    ALIAS = "alias", "שם נרדף"
    OFFICE = "office", "תפקיד לפי תאריך"
    SURNAME = "surname", "שם משפחה אחרי השם המלא"
    ACRONYM = "acronym", "ראשי תיבות של שם בכתבה"
    TAGGER = "tagger", "התייגן"


@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__status="accepted")),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["confidence"])),
    pghistory.DeleteEvent(),
)
class Mention(models.Model):
    """A span of a paragraph that speaks of an entity: code points `start` to `end`, which read `quote`.

    The database holds it to its word: the quote equals the text, one row a span and entity, one accepted row a span.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions", verbose_name="כתבה")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="mentions", verbose_name="פסקה")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="mentions", verbose_name="ישות")
    start = models.PositiveIntegerField("מתו")
    end = models.PositiveIntegerField("עד תו")
    quote = models.CharField("לשון הכתוב", max_length=500)
    status = models.CharField("מצב", max_length=10, choices=MentionStatus)
    origin = models.CharField("מוצא", max_length=10, choices=Origin)
    rule = models.CharField("הכלל", max_length=10, choices=Rule, blank=True, default=Rule.NONE)
    confidence = models.FloatField("ביטחון", null=True, blank=True)
    created = models.DateTimeField("נוצר", auto_now_add=True)
    decided = models.DateTimeField("הוחלט", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="הוחלט בידי"
    )
    version = models.PositiveIntegerField("גרסה", default=1, editable=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "אזכור"
        verbose_name_plural = "אזכורים"
        ordering = ["paragraph__position", "start", "end"]
        indexes = [
            models.Index(fields=["status", "id"], name="mention_status"),
            models.Index(fields=["entity", "quote", "status"], name="mention_alike"),
            models.Index(fields=["entity", "status"], name="mention_entity"),
            models.Index(fields=["decided_by", "decided"], name="mention_decider"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mention_span_not_empty"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__range=(0, 1)), name="mention_confidence_is_a_share"
            ),
            models.UniqueConstraint(
                fields=["paragraph", "start", "end", "entity"],
                condition=~Q(status="broken"),
                name="mention_span_once_an_entity",
            ),
            models.UniqueConstraint(
                fields=["paragraph", "start", "end"],
                condition=Q(status="accepted"),
                name="mention_span_accepted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote} → {self.entity_id}"


class Appearance(models.Model):
    """The rolled-up count: how often a published article speaks of an entity. Kept by `tagging.appearances`."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="appearances")
    article = models.ForeignKey(Article, models.CASCADE, related_name="appearances")
    published = models.DateTimeField(null=True)
    inferred = models.BooleanField(default=False)  # the date was worked out, not stated by the source
    mentions = models.PositiveIntegerField()

    class Meta:
        verbose_name = "הופעה"
        verbose_name_plural = "הופעות"
        constraints = [models.UniqueConstraint(fields=["entity", "article"], name="appearance_once")]
        indexes = [
            models.Index(fields=["entity", "published", "article"], include=["mentions"], name="appearance_in_time"),
            models.Index(
                F("entity"), F("published").desc(nulls_last=True), F("article").desc(), name="appearance_newest"
            ),
            models.Index(F("entity"), F("mentions").desc(), F("published").desc(), name="appearance_central"),
            models.Index(fields=["article", "entity"], name="appearance_of_article"),
            models.Index(fields=["published"], name="appearance_published"),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} in {self.article_id}: {self.mentions}"
