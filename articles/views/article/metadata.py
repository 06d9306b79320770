"""What an article says of itself to machines: schema.org, as a value that the page writes out as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.timezone import localtime

from articles.models import Article, Correction, Entity
from articles.models.entity import Kind
from articles.templatetags.archive import iso_date
from articles.text.citations.citation import Citation, Name
from articles.views.article.exchange.marked import WIKIDATA

TYPES: Final = {
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organization",
    Kind.PLACE: "Place",
    Kind.EVENT: "Event",
    Kind.PRODUCT: "Product",
    Kind.WORK: "CreativeWork",
}


def news_article(
    article: Article, citation: Citation, entities: Iterable[Entity], corrections: Iterable[Correction], root: str
) -> dict[str, Any]:
    """Return a `NewsArticle` with its mentions and corrections; `root` is the address of the site."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": citation.url,
        "url": root + article.get_absolute_url(),
        "mainEntityOfPage": root + article.get_absolute_url(),
        "headline": article.title,
        "description": article.deck,
        "inLanguage": "he",
        "articleSection": article.section,
        "datePublished": iso_date(article),
        "dateModified": localtime(article.updated).isoformat() if article.updated else "",
        "author": [_author(name) for name in citation.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": citation.source},
        "sameAs": article.url,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "ArchiveComponent", "name": citation.archive, "url": f"{root}/"},
        "mentions": [_mentioned(entity, root) for entity in entities],
        "correction": [_correction(one) for one in corrections],
    }
    return {name: value for name, value in said.items() if value}


def _author(name: Name) -> dict[str, str]:
    if not name.given:
        return {"@type": "Organization", "name": name.family}
    return {"@type": "Person", "name": name.whole, "givenName": name.given, "familyName": name.family}


def _mentioned(entity: Entity, root: str) -> dict[str, str]:
    said = {"@type": TYPES[Kind(entity.kind)], "name": entity.name, "url": root + entity.get_absolute_url()}
    return said | ({"sameAs": WIKIDATA + entity.wikidata} if entity.wikidata else {})


def _correction(one: Correction) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": one.text, "datePublished": localtime(one.created).isoformat()}
