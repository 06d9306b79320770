"""What the archive holds, one file an aggregate."""

from articles.models.act import Act, ActStep
from articles.models.article import Article, ArticleKey, Correction, Paragraph, RelatedLink, Source, Version
from articles.models.entity import Alias, Appearance, Entity, Mention
from articles.models.intake import Batch, BatchFile, GivenTag, Item, Original, RefusedName, SourceMapping
from articles.models.reader import AlertedHit, Export, PastSearch, SavedSearch
from articles.models.said import Happened, Quote, Reading, SpokenDate
from articles.models.search import SearchBlock, SearchChange, SearchDocument, SearchPosting, SearchSegment
from articles.models.suggesting import ArchiveWord, EntityWeight, SearchSketch, Sketch
from articles.models.timeline import DayCount, PairCount
from articles.models.unknown import UnknownName

__all__ = [
    "Act",
    "ActStep",
    "AlertedHit",
    "Alias",
    "Appearance",
    "ArchiveWord",
    "Article",
    "ArticleKey",
    "Batch",
    "BatchFile",
    "Correction",
    "DayCount",
    "Entity",
    "EntityWeight",
    "Export",
    "GivenTag",
    "Happened",
    "Item",
    "Mention",
    "Original",
    "PairCount",
    "Paragraph",
    "PastSearch",
    "Quote",
    "Reading",
    "RefusedName",
    "RelatedLink",
    "SavedSearch",
    "SearchBlock",
    "SearchChange",
    "SearchDocument",
    "SearchPosting",
    "SearchSegment",
    "SearchSketch",
    "Sketch",
    "Source",
    "SourceMapping",
    "SpokenDate",
    "UnknownName",
    "Version",
]
