"""An act on many tags at once: kept whole, so that it can be taken back whole."""

from django.conf import settings
from django.db import models

from articles.models.entity import Entity


class ActKind(models.TextChoices):
    """What was done."""

    TAG = "tag", "תיוג רבים"
    DECIDE = "decide", "החלטה על רבים"
    MERGE = "merge", "מיזוג"
    SPLIT = "split", "פיצול"
    KIND = "kind", "שינוי סוג"


class ActStatus(models.TextChoices):
    """Where an act stands. `proposed` waits for an administrator, `waiting` for the worker."""

    PROPOSED = "proposed", "הצעה"
    WAITING = "waiting", "בעבודה"
    DONE = "done", "נעשה"
    UNDONE = "undone", "הוחזר"
    DECLINED = "declined", "נדחה"
    FAILED = "failed", "נכשל"


class Act(models.Model):
    """One act. `plan` says what is asked, as its kind reads it; `other` is the entity that it began with."""

    kind = models.CharField("מעשה", max_length=10, choices=ActKind)
    status = models.CharField("מצב", max_length=10, choices=ActStatus, default=ActStatus.WAITING)
    entity = models.ForeignKey(Entity, models.CASCADE, null=True, related_name="acts", verbose_name="ישות")
    other = models.ForeignKey(Entity, models.CASCADE, null=True, related_name="+", verbose_name="הישות האחרת")
    plan = models.JSONField("התוכנית", default=dict)
    done = models.PositiveIntegerField("נעשו", default=0)
    skipped = models.PositiveIntegerField("דולגו", default=0)
    error = models.TextField("שגיאה", blank=True)
    created = models.DateTimeField("נוצר", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="בידי"
    )
    changed = models.DateTimeField("השתנה", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="שונה בידי"
    )

    class Meta:
        verbose_name = "מעשה"
        verbose_name_plural = "מעשים"
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "kind"], name="act_status")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class ActStep(models.Model):
    """What an act did to one tag: the row before (null: there was none) and after (null: it went)."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="steps")
    mention_id = models.BigIntegerField(db_index=True)
    article_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = "צעד"
        verbose_name_plural = "צעדים"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.act_id}: {self.mention_id}"
