"""Rolled-up counts over time: the database's triggers write them, `timeline` adds them up.

Both tables are ledgers. A write appends rows with what it changed, which never waits for another write; a job folds
the rows of a key into one. At every moment the sum of a key's rows is the truth.
"""

from django.db import models
from django.db.models import F, Q

ARCHIVE = 0  # the `entity` of rows that count the articles of the archive as a whole
UNDATED = "0001-01-01"  # the `day` of articles without a date


class Basis(models.TextChoices):
    """What a day is: when the article was printed, or when what it tells of an entity happened."""

    PRINTED = "p", "מועד הפרסום"
    INFERRED = "i", "מועד פרסום שהוסק"
    DAY = "d", "יום האירוע"
    MONTH = "m", "חודש האירוע"
    YEAR = "y", "שנת האירוע"


class DayCount(models.Model):
    """A change of the number of published articles of a day (in Israel) that speak of an entity."""

    entity = models.BigIntegerField()
    basis = models.CharField(max_length=1, choices=Basis)
    day = models.DateField()
    articles = models.IntegerField()
    folded = models.BooleanField(default=False)

    class Meta:
        verbose_name = "מניין ליום"
        verbose_name_plural = "מניינים לפי ימים"
        indexes = [
            models.Index(fields=["entity", "basis", "day"], include=["articles"], name="daycount_in_time"),
            models.Index(fields=["entity"], condition=Q(folded=False), name="daycount_fresh"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.basis} {self.day}: {self.articles}"


class PairCount(models.Model):
    """A change of the number of published articles that speak of both `entity` and `other`; one row each way."""

    entity = models.BigIntegerField()
    other = models.BigIntegerField()
    articles = models.IntegerField()
    folded = models.BooleanField(default=False)

    class Meta:
        verbose_name = "מניין לזוג"
        verbose_name_plural = "מניינים לזוגות"
        indexes = [
            models.Index(
                F("entity"), F("articles").desc(), F("other"), condition=Q(folded=True), name="paircount_most"
            ),
            models.Index(
                fields=["entity", "other"], include=["articles"], condition=Q(folded=True), name="paircount_pair"
            ),
            models.Index(fields=["entity", "other"], condition=Q(folded=False), name="paircount_fresh"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} + {self.other}: {self.articles}"
