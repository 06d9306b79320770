"""What is suggested to who types, and what folds versions of one text: drawn from the archive, made anew at will."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.entity import Entity


class SearchSketch(models.Model):
    """What is kept of a published article beside its search document, written by `search.sketches`.

    `title_key` is its title folded after a space, for suggestions. `family` is a number that the versions of its text
    share, None for an article that has none. `arrived` is when the article became one that readers can find.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_sketch")
    published = models.DateTimeField(null=True)
    title_key = models.CharField(max_length=300)
    family = models.BigIntegerField(null=True)
    arrived = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "תקציר לחיפוש"
        verbose_name_plural = "תקצירים לחיפוש"
        indexes = [
            GinIndex(OpClass("title_key", name="gin_trgm_ops"), name="search_sketch_title", gin_pending_list_limit=256),
            models.Index(fields=["arrived"], name="search_sketch_arrived"),
            models.Index(fields=["-published", "-article"], name="search_sketch_newest"),
            models.Index(fields=["family"], condition=models.Q(family__isnull=False), name="search_sketch_family"),
        ]

    def __str__(self) -> str:
        return self.title_key


class Sketch(models.Model):
    """The signature of an article's text, as `search.signature` makes it, written by `search.sketches`.

    Articles that share one of the `bands` may be versions of one text. A short text has none.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="sketch")
    digest = ArrayField(models.BigIntegerField())
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = "תקציר להשוואה"
        verbose_name_plural = "תקצירים להשוואה"
        indexes = [GinIndex(fields=["bands"], name="sketch_bands", fastupdate=False)]

    def __str__(self) -> str:
        return f"sketch of {self.article_id}"


class EntityWeight(models.Model):
    """In how many published articles an entity is, as last counted by `search.vocabulary`: the order of suggestions."""

    entity = models.OneToOneField(Entity, models.CASCADE, primary_key=True, related_name="weight")
    articles = models.PositiveIntegerField()

    class Meta:
        verbose_name = "משקל של ישות"
        verbose_name_plural = "משקלי ישויות"
        indexes = [models.Index(fields=["-articles"], name="entity_weight")]

    def __str__(self) -> str:
        return f"{self.entity_id}: {self.articles}"


class ArchiveWord(models.Model):
    """A word of the archive as folded, and in how many articles it stands, as last counted by `search.vocabulary`."""

    key = models.CharField(max_length=40, primary_key=True)
    articles = models.PositiveIntegerField()

    class Meta:
        verbose_name = "מילה בארכיון"
        verbose_name_plural = "מילים בארכיון"
        indexes = [GinIndex(OpClass("key", name="gin_trgm_ops"), name="word_letters")]

    def __str__(self) -> str:
        return f"{self.key}: {self.articles}"
