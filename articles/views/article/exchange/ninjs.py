"""ninjs 3, the JSON of news agencies; the text stands in it plain, and as XHTML with its names marked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from django.utils.html import escape

from articles.models import Article, Entity, Paragraph
from articles.models.entity import Kind
from articles.templatetags.archive import iso_date
from articles.text.citations.citation import Citation
from articles.text.spans import Piece
from articles.views.article.exchange import marked

LISTS: Final = {
    Kind.PERSON: "people",
    Kind.ORGANISATION: "organisations",
    Kind.PLACE: "places",
    Kind.EVENT: "events",
    Kind.PRODUCT: "objects",
    Kind.WORK: "objects",
}
Marked = list[tuple[Paragraph, list[Piece]]]


def ninjs(article: Article, citation: Citation, root: str) -> str:
    """Return a published article as a ninjs item; `root` is the address of the site."""
    paragraphs: Marked = list(marked.paragraphs(article))
    item: dict[str, Any] = {
        "uri": citation.url,
        "type": "text",
        "profile": "text-only",
        "pubStatus": "usable",
        "language": "he",
        "versionCreated": (article.updated or article.published or article.created).isoformat(),
        "contentCreated": iso_date(article),
        "headlines": [{"role": "main", "value": article.title}],
        "descriptions": [{"role": "summary", "value": article.deck}] if article.deck else [],
        "by": article.byline,
        "infoSources": [{"name": citation.source}],
        "bodies": [
            {"role": "main", "contentType": "application/xhtml+xml", "value": _xhtml(paragraphs, root)},
            {"role": "plain", "contentType": "text/plain", "value": "\n\n".join(one.text for one, _ in paragraphs)},
        ],
        **_names(paragraphs, root),
    }
    return json.dumps({name: value for name, value in item.items() if value}, ensure_ascii=False, indent=2) + "\n"


def _xhtml(paragraphs: Marked, root: str) -> str:
    return "\n".join(
        f"<{tag}>{''.join(_drawn(piece, root) for piece in pieces)}</{tag}>"
        for one, pieces in paragraphs
        for tag in ["h2" if one.kind == "heading" else "p"]
    )


def _drawn(piece: Piece, root: str) -> str:
    text = str(escape(piece.text))
    if not piece.entity:
        return text
    address = "".join(marked.identity(piece.entity, root))
    return f'<a class="{piece.entity.kind}" rel="tag" href="{escape(address)}">{text}</a>'


def _names(paragraphs: Marked, root: str) -> dict[str, list[dict[str, str]]]:
    lists: dict[str, list[dict[str, str]]] = {}
    for entity in _once(piece.entity for _, pieces in paragraphs for piece in pieces if piece.entity):
        name = {"name": entity.name, "rel": "mentions", "uri": "".join(marked.identity(entity, root))}
        lists.setdefault(LISTS[Kind(entity.kind)], []).append(name)
    return lists


def _once(entities: Iterable[Entity]) -> list[Entity]:
    return list(dict.fromkeys(entities))
