"""What the archive holds, one file an aggregate."""

from articles.models.article import Article, Correction, Paragraph, RelatedLink, Source
from articles.models.entity import Alias, Appearance, Entity, Mention
from articles.models.intake import Batch, BatchFile, Item, Original
from articles.models.search import SearchDocument

__all__ = [
    "Alias",
    "Appearance",
    "Article",
    "Batch",
    "BatchFile",
    "Correction",
    "Entity",
    "Item",
    "Mention",
    "Original",
    "Paragraph",
    "RelatedLink",
    "SearchDocument",
    "Source",
]
