"""What the layout set apart from an article, and its way back into the body when the archivist says so."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, QuerySet

from articles.models import Article, Item, Paragraph, RelatedLink
from articles.models.article import ParagraphKind, Status
from articles.search import index
from articles.tagging import appearances, gazetteer, suggestions

APART = (ParagraphKind.NOTE, ParagraphKind.CREDIT)


def lines(article: Article) -> QuerySet[Paragraph]:
    """Return the paragraphs that stand apart from the body, in order."""
    return article.paragraphs.filter(kind__in=APART).order_by("position")


def put_back_line(item: Item, paragraph_id: int) -> bool:
    """Make a line that was set apart a paragraph of the body again, where it stood; False when it is not apart.

    The fingerprint stays: the same file sent again is still the same article.
    """
    with transaction.atomic():
        article = _held(item)
        line = lines(article).filter(pk=paragraph_id).first() if article else None
        if article is None or line is None:
            return False
        line.kind = ParagraphKind.TEXT
        line.save(update_fields=["kind"])
        _follow(article)
    return True


def put_back_link(item: Item, link_id: int) -> bool:
    """Make a related item the last paragraph of the body; False when it is not there."""
    with transaction.atomic():
        article = _held(item)
        link = RelatedLink.objects.filter(article=article, pk=link_id).first() if article else None
        if article is None or link is None:
            return False
        last = article.paragraphs.aggregate(last=Max("position"))["last"] or 0
        Paragraph.objects.create(article=article, position=last + 1, text=link.text)
        link.delete()
        _follow(article)
    return True


def _held(item: Item) -> Article | None:
    """The article of an item, its row held; a withheld one is not changed."""
    if item.article_id is None:
        return None
    appearances.lock([item.article_id])
    return Article.objects.filter(pk=item.article_id).exclude(status=Status.WITHHELD).first()


def _follow(article: Article) -> None:
    index.refresh([article.pk])
    names = gazetteer.current()
    if names.entities:
        suggestions.suggest([article.pk], names)
