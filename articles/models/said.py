"""What articles say of time and of who spoke: dates and quotes found in their text, which editors correct."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.article import Article, Paragraph
from articles.models.entity import Entity
from articles.models.timeline import Basis


class SaidStatus(models.TextChoices):
    """Whether readers are told of it."""

    ACCEPTED = "accepted", "מוצג"
    REJECTED = "rejected", "נדחה"


class DatePrecision(models.TextChoices):
    """How closely the words tell when."""

    DAY = "day", "יום"
    WEEK = "week", "שבוע"
    MONTH = "month", "חודש"
    YEAR = "year", "שנה"
    DECADE = "decade", "עשור"


class Found(models.Model):
    """Code points `start` to `end` of a paragraph, which read `words`; `decided_by` when an editor spoke of it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="%(class)ss", verbose_name="כתבה")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="%(class)ss", verbose_name="פסקה")
    start = models.PositiveIntegerField("מתו")
    end = models.PositiveIntegerField("עד תו")
    words = models.TextField("לשון הכתוב")
    why = models.CharField("כיצד ידוע", max_length=100)
    status = models.CharField("מצב", max_length=10, choices=SaidStatus, default=SaidStatus.ACCEPTED)
    decided = models.DateTimeField("הוחלט", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="הוחלט בידי", related_name="+"
    )
    version = models.PositiveIntegerField("גרסה", default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words[:60]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old))
class SpokenDate(Found):
    """Words that name the days `first` to `last`; `sentence_start` and `sentence_end` hold the sentence around them."""

    first = models.DateField("מיום")
    last = models.DateField("עד יום")
    precision = models.CharField("דיוק", max_length=6, choices=DatePrecision)
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()

    class Meta:
        verbose_name = "מועד בכתבה"
        verbose_name_plural = "מועדים בכתבות"
        ordering = ["paragraph__position", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="spokendate_not_empty"),
            models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="spokendate_in_order",
                violation_error_message="היום האחרון אינו קודם לראשון.",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old))
class Quote(Found):
    """Words that somebody said; `speaker` are the words that name who, `entity` who it is, when a tag tells it."""

    named = models.ForeignKey(Paragraph, models.CASCADE, related_name="+", verbose_name="פסקת הדובר")
    speaker_start = models.PositiveIntegerField()
    speaker_end = models.PositiveIntegerField()
    speaker = models.CharField("הדובר", max_length=300)
    entity = models.ForeignKey(
        Entity, models.SET_NULL, null=True, blank=True, related_name="quotes", verbose_name="מי אמר"
    )
    chosen = models.BooleanField("הדובר נקבע בידי עורך", default=False)
    direct = models.BooleanField("במירכאות")
    published = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ציטוט"
        verbose_name_plural = "ציטוטים"
        ordering = ["paragraph__position", "start"]
        indexes = [
            models.Index(
                F("entity"), F("published").desc(nulls_last=True), F("id").desc(),
                condition=Q(status="accepted"), name="quote_of_entity",
            ),
            models.Index(fields=["speaker"], name="quote_speaker"),
        ]  # fmt: skip
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="quote_not_empty")]


class Reading(models.Model):
    """That an article was read for its dates and quotes, and by which version; triggers take it away with a change."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="reading")
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = "קריאה"
        verbose_name_plural = "קריאות"

    def __str__(self) -> str:
        return f"{self.article_id}: {self.version}"


class Happened(models.Model):
    """Rolled up: an article tells that something with an entity happened on a day, in a month or a year (`basis`)."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="happened")
    article = models.ForeignKey(Article, models.CASCADE, related_name="happened")
    basis = models.CharField(max_length=1, choices=Basis)
    day = models.DateField()

    class Meta:
        verbose_name = "התרחשות"
        verbose_name_plural = "התרחשויות"
        constraints = [models.UniqueConstraint(fields=["entity", "article", "basis", "day"], name="happened_once")]
        indexes = [models.Index(fields=["entity", "day", "article"], name="happened_in_time")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.basis} {self.day}"
