"""What archivists hand in: the files as they came, and what became of each item in them."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from articles.models.article import Article, Source
from articles.querysets import BatchQuerySet


class Original(models.Model):
    """A file as it was uploaded, stored once whatever its names, under its SHA-256 (hexadecimal)."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.BigIntegerField("גודל בבתים")
    file = models.FileField("קובץ", max_length=200)
    created = models.DateTimeField("נקלט", auto_now_add=True)

    class Meta:
        verbose_name = "קובץ מקור"
        verbose_name_plural = "קבצי מקור"

    def __str__(self) -> str:
        return self.sha256[:12]


class BatchStatus(models.TextChoices):
    """The life of a batch: shown before anything is stored, waiting for the worker, at work, at its end."""

    PREVIEW = "preview", "בתצוגה מקדימה"
    QUEUED = "queued", "בתור"
    RUNNING = "running", "בעבודה"
    PAUSED = "paused", "מושהית"
    DONE = "done", "הסתיימה"
    FAILED = "failed", "נעצרה"
    CANCELLED = "cancelled", "בוטלה"


class Asked(models.TextChoices):
    """What somebody asked of a batch at work; whoever does the work obeys between two handfuls."""

    PAUSE = "pause", "השהיה"
    CANCEL = "cancel", "ביטול"


class OnChanged(models.TextChoices):
    """What becomes of an article that the archive holds already with another text."""

    LEAVE = "leave", "להשאיר ככפולה, ולהחליט בדוח"
    VERSION = "version", "לשמור כגרסה חדשה של הכתבה"


class OnTags(models.TextChoices):
    """What becomes of the tags that come with a file."""

    SUGGEST = "suggest", "להציע לעורכים"
    ACCEPT = "accept", "לקבל כתיוגים מאושרים"
    IGNORE = "ignore", "לא לקלוט"


class Batch(models.Model):
    """What one archivist sent at one time."""

    created = models.DateTimeField("נשלחה", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="נשלחה בידי")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, verbose_name="מקור לכתבות שאינן נוקבות בו"
    )
    publish = models.BooleanField("לפרסם עם הקליטה", default=False)
    on_changed = models.CharField(
        "כתבה שכבר בארכיון בנוסח אחר", max_length=10, choices=OnChanged, default=OnChanged.LEAVE
    )
    on_tags = models.CharField("תגיות שבאו בקובץ", max_length=10, choices=OnTags, default=OnTags.SUGGEST)
    mapping = models.JSONField("מיפוי עמודות", default=dict, blank=True)
    status = models.CharField("מצב", max_length=10, choices=BatchStatus, default=BatchStatus.PREVIEW)
    asked = models.CharField("בקשה", max_length=10, choices=Asked, blank=True)
    error = models.TextField("תקלה", blank=True)
    started = models.DateTimeField("התחילה", null=True, blank=True)
    finished = models.DateTimeField("הסתיימה", null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "העלאה"
        verbose_name_plural = "העלאות"
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"העלאה {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("upload", args=[self.pk])


class BatchFile(models.Model):
    """One file of a batch, under the name it came with."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files", verbose_name="העלאה")
    original = models.ForeignKey(Original, models.PROTECT, verbose_name="קובץ מקור")
    name = models.CharField("שם הקובץ", max_length=500)

    class Meta:
        verbose_name = "קובץ בהעלאה"
        verbose_name_plural = "קבצים בהעלאה"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """How an item ended."""

    STORED = "stored", "נקלטה"
    VERSION = "version", "גרסה חדשה"
    DUPLICATE = "duplicate", "כפולה"
    REFUSED = "refused", "נדחתה"


class Item(models.Model):
    """What became of one item of a file. `place` tells where it stands in the file: a line, a row, a member."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name="העלאה")
    file = models.ForeignKey(BatchFile, models.CASCADE, related_name="items", verbose_name="קובץ")
    number = models.PositiveIntegerField("מספר")
    place = models.CharField("מקום בקובץ", max_length=300, blank=True)
    outcome = models.CharField("תוצאה", max_length=10, choices=Outcome)
    reason = models.TextField("סיבה", blank=True)
    notes = models.JSONField("הערות קליטה", default=list, blank=True)
    title = models.TextField("כותרת", blank=True)
    raw = models.JSONField("הפריט כפי שנקרא", null=True, blank=True)
    record = models.JSONField("הכתבה כפי שהייתה נשמרת", null=True, blank=True)  # of one that waits for a decision
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name="כתבה"
    )

    class Meta:
        verbose_name = "פריט"
        verbose_name_plural = "פריטים"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="item_once"),
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(reason=""), name="item_refused_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.get_outcome_display()}"


class SourceMapping(models.Model):
    """How the columns of tables with one header are read when they come for one source (or for none)."""

    source = models.ForeignKey(Source, models.CASCADE, null=True, verbose_name="מקור")
    header = models.CharField("שורת הכותרות", max_length=64)  # SHA-256 of the names of the columns
    columns = models.JSONField("עמודות", default=list)
    mapping = models.JSONField("מיפוי", default=dict)
    used = models.DateTimeField("שימוש אחרון", auto_now=True)

    class Meta:
        verbose_name = "מיפוי עמודות"
        verbose_name_plural = "מיפויי עמודות"
        ordering = ["source__name", "-used"]
        constraints = [models.UniqueConstraint(fields=["source", "header"], name="mapping_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.source or 'ללא מקור'}: {', '.join(map(str, self.columns))[:100]}"


class GivenTag(models.Model):
    """A name that a file gave as a tag of an article. `key` is the name folded for matching."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="given_tags", verbose_name="כתבה")
    name = models.CharField("שם", max_length=200)
    key = models.CharField("מפתח", max_length=200)
    kind = models.CharField("סוג", max_length=12, blank=True)

    class Meta:
        verbose_name = "תגית שבאה בקובץ"
        verbose_name_plural = "תגיות שבאו בקבצים"
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="given_tag_once")]
        indexes = [models.Index(fields=["key"], name="given_tag_key")]

    def __str__(self) -> str:
        return self.name


class RefusedName(models.Model):
    """A name given by files that an editor found to be no entity; it is not offered again."""

    key = models.CharField("מפתח", max_length=200, unique=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="נדחה בידי")
    created = models.DateTimeField("נדחה", auto_now_add=True)

    class Meta:
        verbose_name = "שם שנדחה"
        verbose_name_plural = "שמות שנדחו"

    def __str__(self) -> str:
        return self.key
