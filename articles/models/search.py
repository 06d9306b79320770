"""The narrow table that searches scan: one row a published article, written by `search.index` alone."""

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

    class Meta:
        verbose_name = "מסמך חיפוש"
        verbose_name_plural = "מסמכי חיפוש"
        indexes = [
            GinIndex(fields=["vector"], fastupdate=True, name="search_vector"),
            models.Index(fields=["published", "article"], name="search_published"),
            models.Index(fields=["source", "published"], name="search_source"),
        ]

    def __str__(self) -> str:
        return f"search document of {self.article_id}"
