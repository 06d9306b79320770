"""`manage.py load_demo`: the demonstration archive, taken in by the same intake as any upload."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.demo import reader
from articles.demo.reader import DemoArticle
from articles.intake import batches, originals
from articles.intake.batches import Settings
from articles.models import Article, Entity, Mention, Paragraph, RelatedLink
from articles.models.entity import MentionStatus, Origin
from articles.search import vocabulary
from articles.tagging import appearances, entities, suggestions

NAME = "demonstration.jsonl"


class Command(BaseCommand):
    help = "Load the demonstration archive: articles, entities and tags. What is already there is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = list(reader.articles())
        with transaction.atomic():
            known = _stored(wanted)
            new = [one for one in wanted if one.slug not in known]
            if new:
                _load(new, wanted)
        self.stdout.write(f"Demonstration: {len(new)} articles loaded, {len(known)} were already there.")


def _load(new: list[DemoArticle], wanted: list[DemoArticle]) -> None:
    """Store the new articles, then their entities, tags and links, then suggest what else they may speak of."""
    _import(new, {one.slug: one.title for one in wanted})
    stored = _stored(wanted)
    ids = [stored[one.slug] for one in new]
    names = {entity.name: _entity(entity) for entity in reader.entities()}
    Mention.objects.suggested().filter(article__in=ids).delete()
    Mention.objects.bulk_create(_mentions(new, stored, names))
    _link(wanted, stored)
    appearances.refresh(ids)
    suggestions.suggest(ids)
    vocabulary.refresh()


def _import(new: list[DemoArticle], titles: dict[str, str]) -> None:
    lines = "".join(json.dumps(_as_json(one, titles), ensure_ascii=False) + "\n" for one in new)
    original = originals.keep([lines.encode()])
    batch = batches.create(None, [(NAME, original)], Settings(publish=True))
    refused = [result for result in batches.run(batch) if result.outcome != "stored"]
    if refused:
        raise ValueError(f"The demonstration is not fit to be stored: {refused[0]}")


def _as_json(one: DemoArticle, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "external_id": one.slug,
        "source": one.source,
        "section": one.section,
        "published": one.published,
        "byline": one.byline,
        "title": one.title,
        "deck": one.deck,
        "paragraphs": [paragraph.text for paragraph in one.paragraphs],
        "related": [{"text": titles[slug]} for slug in one.related],
    }


def _stored(wanted: Iterable[DemoArticle]) -> dict[str, int]:
    """Return the ids of those of the articles that the archive holds, by slug."""
    sources = {one.slug: one.source for one in wanted}
    found = Article.objects.filter(external_id__in=sources, source__name__in=set(sources.values())).order_by()
    return dict(found.values_list("external_id", "pk"))


def _entity(given: reader.DemoEntity) -> Entity:
    """Return the entity, made when the archive has none of its name and kind or of its Wikidata id."""
    known = Entity.objects.filter(name=given.name, kind=given.kind).first()
    if given.wikidata and not known:
        known = Entity.objects.filter(wikidata=given.wikidata).first()
    return known or entities.create(
        given.name, given.kind, given.aliases, description=given.description, wikidata=given.wikidata
    )


def _mentions(new: list[DemoArticle], stored: dict[str, int], names: dict[str, Entity]) -> list[Mention]:
    """Return the tags of the new articles, on the paragraphs as they were stored."""
    ids = [stored[one.slug] for one in new]
    rows = Paragraph.objects.filter(article__in=ids).values_list("article", "text", "pk")
    paragraphs = {(article, text): pk for article, text, pk in rows}
    now = timezone.now()
    return [
        Mention(
            article_id=stored[one.slug],
            paragraph_id=paragraphs[stored[one.slug], paragraph.text],
            entity=names[tag.name],
            start=tag.start,
            end=tag.end,
            quote=paragraph.text[tag.start : tag.end],
            status=MentionStatus.ACCEPTED,
            origin=Origin.IMPORT,
            decided=now,
        )
        for one in new
        for paragraph in one.paragraphs
        for tag in paragraph.tags
    ]


def _link(wanted: list[DemoArticle], stored: dict[str, int]) -> None:
    """Point the related links of the demonstration at the articles that they name."""
    for one in wanted:
        for position, slug in enumerate(one.related, start=1):
            links = RelatedLink.objects.filter(article=stored[one.slug], position=position, target=None)
            links.update(target=stored[slug])
