"""Suggested tags: stored for an editor to decide, never over an accepted tag, never again where one was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from articles.models import Alias, Mention, Paragraph
from articles.models.article import ParagraphKind
from articles.models.entity import MentionStatus, Origin
from articles.tagging import appearances
from articles.tagging.archive import articles_speaking
from articles.tagging.gazetteer import Gazetteer, Match, current

BODY = (ParagraphKind.TEXT, ParagraphKind.HEADING)
_AT_ONCE = 50  # articles in one transaction


def suggest(article_ids: Iterable[int], names: Gazetteer | None = None, entity_id: int | None = None) -> int:
    """Store what `names` (all aliases when None) finds in these articles; return how many suggestions are new.

    With `entity_id`, only what may be that entity. A span that already has a row for the entity, whatever was
    decided, is left as it is.
    """
    gazetteer = names or current()
    chosen = sorted(set(article_ids))
    batches = (chosen[at : at + _AT_ONCE] for at in range(0, len(chosen), _AT_ONCE))
    return sum(_suggest_in(batch, gazetteer, entity_id) for batch in batches)


def suggest_entity(entity_id: int) -> int:
    """Suggest one entity by each of its names over the whole archive; return how many suggestions are new."""
    aliases = Alias.objects.filter(entity_id=entity_id)
    return suggest(articles_speaking(aliases), entity_id=entity_id)


def _suggest_in(article_ids: list[int], gazetteer: Gazetteer, entity_id: int | None) -> int:
    with transaction.atomic():
        appearances.lock(article_ids)
        rows = Mention.objects.filter(article__in=article_ids)
        before = rows.count()
        found = _found(article_ids, gazetteer)
        wanted = [new for new in found if entity_id in (None, new.entity_id)]
        Mention.objects.bulk_create(wanted, ignore_conflicts=True)
        return rows.count() - before


def _found(article_ids: list[int], gazetteer: Gazetteer) -> Iterator[Mention]:
    taken = _accepted_spans(article_ids)
    for paragraph in Paragraph.objects.filter(article__in=article_ids, kind__in=BODY):
        spans = taken.get(paragraph.pk, [])
        for match in gazetteer.matches(paragraph.text):
            if not any(start < match.end and match.start < end for start, end in spans):
                yield from _suggested(paragraph, match)


def _suggested(paragraph: Paragraph, match: Match) -> Iterator[Mention]:
    """Yield one suggestion for each entity that the name may mean."""
    for entity_id in match.entities:
        yield Mention(
            article_id=paragraph.article_id, paragraph=paragraph, entity_id=entity_id,
            start=match.start, end=match.end, quote=paragraph.text[match.start : match.end],
            status=MentionStatus.SUGGESTED, origin=Origin.GAZETTEER,
        )  # fmt: skip


def _accepted_spans(article_ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    spans: dict[int, list[tuple[int, int]]] = {}
    accepted = Mention.objects.accepted().filter(article__in=article_ids)
    for paragraph_id, start, end in accepted.values_list("paragraph", "start", "end"):
        spans.setdefault(paragraph_id, []).append((start, end))
    return spans
