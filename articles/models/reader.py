"""What a signed-in reader keeps: searches saved, searches made, files of results asked for."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from articles.models.article import Article


class Alert(models.TextChoices):
    """How often a saved search tells of new articles by e-mail."""

    NONE = "none", "בלי התראות"
    DAILY = "daily", "פעם ביום"
    WEEKLY = "weekly", "פעם בשבוע"


class SavedSearch(models.Model):
    """A search that a reader keeps, as the query string of `/search/`; with an alert, from `since` on.

    `since` is when the alert was asked for, by the clock of what was published to the archive; `checked` when it was
    last looked at.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField("שם", max_length=200)
    query = models.TextField("חיפוש", blank=True)
    alert = models.CharField("התראה בדואר", max_length=10, choices=Alert, default=Alert.NONE)
    created = models.DateTimeField("נשמר", auto_now_add=True)
    since = models.DateTimeField("התראה מאז", null=True)
    checked = models.DateTimeField("נבדק", null=True)

    class Meta:
        verbose_name = "חיפוש שמור"
        verbose_name_plural = "חיפושים שמורים"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "query"], name="saved_search_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_has_name"),
            models.CheckConstraint(
                condition=models.Q(alert=Alert.NONE) | models.Q(since__isnull=False), name="saved_search_alert_since"
            ),
        ]
        indexes = [models.Index(fields=["checked"], condition=~models.Q(alert="none"), name="saved_search_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address of the search."""
        return reverse("search") + (f"?{self.query}" if self.query else "")


class AlertedHit(models.Model):
    """An article of which an alert has told; it tells of it once."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="alerted")
    article = models.ForeignKey(Article, models.CASCADE)
    sent = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "התראה שנשלחה"
        verbose_name_plural = "התראות שנשלחו"
        constraints = [models.UniqueConstraint(fields=["search", "article"], name="alerted_once")]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.article_id}"


class PastSearch(models.Model):
    """A search that a signed-in reader made, when last, and how many articles it found then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="past_searches")
    query = models.TextField("חיפוש")
    total = models.PositiveIntegerField("נמצאו")
    made = models.DateTimeField("נעשה")

    class Meta:
        verbose_name = "חיפוש שנעשה"
        verbose_name_plural = "חיפושים שנעשו"
        ordering = ["-made"]
        constraints = [models.UniqueConstraint(fields=["user", "query"], name="past_search_once")]
        indexes = [models.Index(fields=["user", "-made"], name="past_search_recent")]

    def __str__(self) -> str:
        return self.query


class Format(models.TextChoices):
    """The forms of a file of results."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    JSONL = "jsonl", "JSON Lines"
    RIS = "ris", "RIS"


class ExportStatus(models.TextChoices):
    """The life of an export that the worker makes."""

    WAITING = "waiting", "ממתין"
    RUNNING = "running", "בהכנה"
    DONE = "done", "מוכן"
    FAILED = "failed", "נכשל"


class Export(models.Model):
    """A large result as a file, made by the worker and kept for a week. Whoever has its id may download it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    query = models.TextField(blank=True)
    format = models.CharField(max_length=5, choices=Format)
    base = models.CharField(max_length=200)  # the site as links in the file name it
    status = models.CharField(max_length=10, choices=ExportStatus, default=ExportStatus.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ייצוא"
        verbose_name_plural = "ייצואים"
        indexes = [models.Index(fields=["created"], name="export_created")]

    def __str__(self) -> str:
        return f"{self.format} {self.query}"

    def get_absolute_url(self) -> str:
        return reverse("export", args=[self.pk])
