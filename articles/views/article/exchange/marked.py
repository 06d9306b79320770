"""The paragraphs of an article cut by its names, and who each name is."""

from __future__ import annotations

from collections.abc import Iterator

from articles.models import Article, Entity, Mention, Paragraph
from articles.text.spans import Piece, Span, cut
from articles.views.article.body import BODY

WIKIDATA = "http://www.wikidata.org/entity/"


def paragraphs(article: Article) -> Iterator[tuple[Paragraph, list[Piece]]]:
    """Yield the paragraphs of the body with their pieces; a piece inside a name knows its entity. Two queries."""
    spans: dict[int, list[Span]] = {}
    for one in Mention.objects.accepted().filter(article=article).select_related("entity"):
        spans.setdefault(one.paragraph_id, []).append(Span(one.start, one.end, "entity", one.entity))
    for paragraph in article.paragraphs.filter(kind__in=BODY):
        yield paragraph, cut(paragraph.text, spans.get(paragraph.pk, []))


def identity(entity: Entity, root: str) -> tuple[str, str]:
    """Return who an entity is as a scheme and an identifier in it: together they are its address."""
    return (WIKIDATA, entity.wikidata) if entity.wikidata else (f"{root}/entities/", f"{entity.pk}/")
