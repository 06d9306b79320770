"""An article as it was published: where, when, by whom, and its paragraphs in order."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.urls import reverse

from articles.querysets import ArticleQuerySet
from articles.text.slugs import slug


class Source(models.Model):
    """A newspaper, a site or any other publisher of articles."""

    name = models.CharField("שם", max_length=200, unique=True)

    class Meta:
        verbose_name = "מקור"
        verbose_name_plural = "מקורות"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    """Who may see an article: its makers, everybody, or nobody (a tombstone stands in its place)."""

    DRAFT = "draft", "טיוטה"
    PUBLISHED = "published", "פורסם"
    WITHHELD = "withheld", "הוסר מעיון"


class DateKnownFrom(models.TextChoices):
    """How the date of publication is known; an import date is never one."""

    METADATA = "metadata", "צוין בקובץ"
    TEXT = "text", "צוין בגוף הכתבה"
    ADDRESS = "address", "מתוך כתובת הכתבה"
    ARCHIVIST = "archivist", "נמסר בידי הארכיונאי"
    UNKNOWN = "unknown", "לא ידוע"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Article(models.Model):
    """One article. Its text is in its paragraphs; what searches scan is its `SearchDocument`."""

    source = models.ForeignKey(Source, models.PROTECT, verbose_name="מקור", related_name="articles")
    external_id = models.CharField("מזהה אצל המקור", max_length=200, blank=True)
    url = models.URLField("כתובת מקורית", max_length=2000, blank=True)
    title = models.TextField("כותרת")
    deck = models.TextField("כותרת משנה", blank=True)
    byline = models.CharField("מאת", max_length=300, blank=True)
    section = models.CharField("מדור", max_length=100, blank=True)
    published = models.DateTimeField("מועד הפרסום", null=True, blank=True)
    time_known = models.BooleanField("השעה ידועה", default=False)
    date_known_from = models.CharField(
        "מקור התאריך", max_length=10, choices=DateKnownFrom, default=DateKnownFrom.UNKNOWN
    )
    updated = models.DateTimeField("עודכן", null=True, blank=True)
    update_stamp = models.CharField("חותמת עדכון", max_length=100, blank=True)
    status = models.CharField("מצב", max_length=10, choices=Status, default=Status.DRAFT)
    withheld_reason = models.TextField("סיבת ההסרה", blank=True)
    original = models.ForeignKey(
        "Original", models.PROTECT, null=True, blank=True, verbose_name="קובץ מקור", related_name="articles"
    )
    fingerprint = models.CharField("טביעת תוכן", max_length=64, editable=False)
    analyzer_version = models.PositiveSmallIntegerField("גרסת הניתוח", default=0, editable=False)
    created = models.DateTimeField("נקלט", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="נקלט בידי"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "כתבה"
        verbose_name_plural = "כתבות"
        ordering = ["-published", "-id"]
        indexes = [
            models.Index(fields=["published", "id"], name="article_published"),
            models.Index(fields=["analyzer_version"], name="article_analyzer"),
            HashIndex(fields=["url"], condition=~models.Q(url=""), name="article_url"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="article_has_title"),
            models.CheckConstraint(
                condition=models.Q(published=None, date_known_from=DateKnownFrom.UNKNOWN)
                | (models.Q(published__isnull=False) & ~models.Q(date_known_from=DateKnownFrom.UNKNOWN)),
                name="article_date_has_a_source",
                violation_error_message="לתאריך פרסום יש לציין מנין הוא ידוע, ובלי תאריך – ״לא ידוע״.",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.WITHHELD) | ~models.Q(withheld_reason=""),
                name="article_withheld_with_reason",
                violation_error_message="הסרת כתבה מעיון מחייבת סיבה.",
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="article_external_id_once",
            ),
            models.UniqueConstraint(fields=["source", "fingerprint"], name="article_stored_once"),
        ]
        permissions = [
            ("upload_articles", "Can upload articles and publish own batches"),
            ("see_drafts", "Can see every draft"),
            ("withhold_article", "Can withhold an article and see withheld ones"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, slug(self.title)])


class ParagraphKind(models.TextChoices):
    """What a paragraph is. Only `text` and `heading` belong to the body that readers see."""

    TEXT = "text", "גוף הכתבה"
    HEADING = "heading", "כותרת ביניים"
    CREDIT = "credit", "קרדיט"
    NOTE = "note", "הערת מערכת"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Paragraph(models.Model):
    """A paragraph, its text as stored: NFC, no bidi controls. Offsets of mentions count its code points."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="paragraphs", verbose_name="כתבה")
    position = models.PositiveIntegerField("מקום")
    kind = models.CharField("סוג", max_length=10, choices=ParagraphKind, default=ParagraphKind.TEXT)
    text = models.TextField("טקסט")

    class Meta:
        verbose_name = "פסקה"
        verbose_name_plural = "פסקאות"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="paragraph_position_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="paragraph_has_text"),
        ]

    def __str__(self) -> str:
        return f"¶{self.position} {self.text[:60]}"


class RelatedLink(models.Model):
    """An item that the article pointed to, and the article of this archive that it is, once known."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_links", verbose_name="כתבה")
    position = models.PositiveIntegerField("מקום")
    text = models.TextField("טקסט")
    url = models.URLField("כתובת", max_length=2000, blank=True)
    target = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="linked_from", verbose_name="הכתבה בארכיון"
    )
    keys = ArrayField(models.CharField(max_length=40), default=list, editable=False)  # written by search.links

    class Meta:
        verbose_name = "קישור קשור"
        verbose_name_plural = "קישורים קשורים"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="related_position_once")]
        indexes = [GinIndex(fields=["keys"], condition=models.Q(target=None), fastupdate=False, name="related_waiting")]

    def __str__(self) -> str:
        return self.text


class ArticleKey(models.Model):
    """A key under which a published article is pointed to (`search.pointers`); written by `search.links` alone."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "מפתח של כתבה"
        verbose_name_plural = "מפתחות של כתבות"
        constraints = [models.UniqueConstraint(fields=["key", "article"], name="article_key_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.article_id}"


class Correction(models.Model):
    """A correction that readers see on top of the article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", verbose_name="כתבה")
    text = models.TextField("התיקון")
    created = models.DateTimeField("מועד", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name="בידי"
    )

    class Meta:
        verbose_name = "תיקון"
        verbose_name_plural = "תיקונים"
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.text[:80]


class Version(models.Model):
    """What an article said before a later text replaced it. `fingerprint` tells a file that brings it once more."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions", verbose_name="כתבה")
    number = models.PositiveIntegerField("מספר")
    title = models.TextField("כותרת")
    deck = models.TextField("כותרת משנה", blank=True)
    byline = models.CharField("מאת", max_length=300, blank=True)
    paragraphs = models.JSONField("פסקאות", default=list)  # [{"kind", "text"}] in order
    published = models.DateTimeField("מועד הפרסום", null=True)
    updated = models.DateTimeField("עודכן", null=True)
    original = models.ForeignKey("Original", models.PROTECT, null=True, related_name="versions")
    fingerprint = models.CharField("טביעת תוכן", max_length=64)
    correction = models.OneToOneField(Correction, models.SET_NULL, null=True, related_name="replaced_version")
    replaced = models.DateTimeField("הוחלפה", auto_now_add=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="הוחלפה בידי")

    class Meta:
        verbose_name = "גרסה קודמת"
        verbose_name_plural = "גרסאות קודמות"
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="version_number_once")]
        indexes = [models.Index(fields=["fingerprint"], name="version_fingerprint")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
