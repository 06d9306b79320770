"""What searches scan: a narrow row a published article, and sets of articles drawn from those rows.

The rows are written by `search.index` alone, the sets by `search.settle`; triggers note every row changed since.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from articles.models.article import Article, Source


class SearchDocument(models.Model):
    """A published article as searches see it. Withholding or unpublishing an article deletes its row."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_document")
    source = models.ForeignKey(Source, models.CASCADE)
    section = models.CharField(max_length=100, blank=True)
    published = models.DateTimeField(null=True)
    vector = SearchVectorField()
    profile = models.BinaryField(default=b"")  # search.impact says how it is read

    class Meta:
        verbose_name = "מסמך חיפוש"
        verbose_name_plural = "מסמכי חיפוש"
        indexes = [
            GinIndex(fields=["vector"], fastupdate=True, gin_pending_list_limit=32_768, name="search_vector"),
            models.Index(fields=["published", "article"], name="search_published"),
            models.Index(fields=["source", "published"], name="search_source"),
        ]

    def __str__(self) -> str:
        return f"search document of {self.article_id}"


class SearchSegment(models.Model):
    """Up to `settle.MOST` search documents numbered from 0 by date, the undated last. Only `gone` ever changes.

    The columns are rows of numbers, the least significant byte first: ids of 8 bytes, the others of 4.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True)  # names it in the memory of processes
    size = models.PositiveIntegerField()
    articles = models.BinaryField()  # the id of each article
    days = models.BinaryField()  # the day of each that is dated, as date.toordinal counts, in the archive's time zone
    lengths = models.BinaryField(default=b"")  # how many words each has
    entity_ends = models.BinaryField()  # where the entities of each article end in `entities`
    entities = models.BinaryField()
    shared = ArrayField(models.TextField())  # the keys of its sources and sections
    paired = models.BooleanField(default=True)  # whether its pairs of words are written
    gone = models.BinaryField(default=b"")  # a set: articles changed since, of which other segments speak
    retired = models.DateTimeField(null=True)  # replaced by others; kept a while for searches that are under way

    class Meta:
        verbose_name = "מקטע חיפוש"
        verbose_name_plural = "מקטעי חיפוש"

    def __str__(self) -> str:
        return f"segment of {self.size}"


class SearchPosting(models.Model):
    """The articles of a segment that share a key (`search.bits` names them), as a serialised Roaring bitmap.

    Where the key is of a lexeme, `counts` has a byte for each of them: its weighted count (`impact`).
    """

    segment = models.ForeignKey(SearchSegment, models.CASCADE, related_name="postings", db_index=False)
    key = models.TextField()
    size = models.PositiveIntegerField()
    articles = models.BinaryField()
    counts = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        verbose_name = "רשימת מקטע"
        verbose_name_plural = "רשימות מקטע"
        constraints = [models.UniqueConstraint(fields=["segment", "key"], name="search_posting_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.size}"


class SearchBlock(models.Model):
    """The pairs of words of a segment whose upper bits are `name`, as sorted entries (`search.pairs`) of 4 bytes."""

    segment = models.ForeignKey(SearchSegment, models.CASCADE, related_name="blocks", db_index=False)
    name = models.IntegerField()
    entries = models.BinaryField()

    class Meta:
        verbose_name = "צמדי מילים"
        verbose_name_plural = "צמדי מילים"
        constraints = [models.UniqueConstraint(fields=["segment", "name"], name="search_block_once")]

    def __str__(self) -> str:
        return f"block {self.name} of {self.segment_id}"


class SearchChange(models.Model):
    """An article whose search document or appearances changed after the segments were made. Written by triggers."""

    article = models.BigIntegerField()

    class Meta:
        verbose_name = "שינוי לחיפוש"
        verbose_name_plural = "שינויים לחיפוש"

    def __str__(self) -> str:
        return f"change of {self.article}"
