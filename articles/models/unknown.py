"""Names that the tagger met and the archive does not know."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.article import Article, Paragraph
from articles.models.entity import Kind, MentionStatus


class UnknownName(models.Model):
    """A span of a paragraph that reads `quote` and seems to be the name of something; waits, accepted or rejected."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="unknown_names", verbose_name="כתבה")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="unknown_names", verbose_name="פסקה")
    start = models.PositiveIntegerField("מתו")
    end = models.PositiveIntegerField("עד תו")
    quote = models.CharField("לשון הכתוב", max_length=500)
    kind = models.CharField("סוג", max_length=12, choices=Kind)
    confidence = models.FloatField("ביטחון")
    status = models.CharField("מצב", max_length=10, choices=MentionStatus, default=MentionStatus.SUGGESTED)
    decided = models.DateTimeField("הוחלט", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="הוחלט בידי")

    class Meta:
        verbose_name = "שם לא מוכר"
        verbose_name_plural = "שמות לא מוכרים"
        ordering = ["paragraph__position", "start"]
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "start", "end"], name="unknown_name_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="unknown_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.quote
