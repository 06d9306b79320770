"""Suggested tags: stored for an editor to decide, never over an accepted tag, never again where one was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from articles.models import Alias, Article, Entity, Mention, Paragraph
from articles.models.article import ParagraphKind
from articles.models.entity import MentionStatus, Origin, Rule
from articles.tagging import appearances, likeness, rules
from articles.tagging.archive import articles_speaking
from articles.tagging.gazetteer import Gazetteer, Match, current

BODY = (ParagraphKind.TEXT, ParagraphKind.HEADING)
Span = tuple[int, int]
Known = dict[int, Entity]
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


def day_of(article: Article) -> date | None:
    """Return the day on which an article was published, in local time."""
    return timezone.localtime(article.published).date() if article.published else None


def _found(article_ids: list[int], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield a suggestion for each name met, article by article in the order of reading."""
    taken = _accepted_spans(article_ids)
    paragraphs = Paragraph.objects.filter(article__in=article_ids, kind__in=BODY).select_related("article")
    texts = sorted(paragraphs, key=lambda one: (one.article_id, one.position))
    matched = {one.pk: gazetteer.matches(one.text, day_of(one.article)) for one in texts}
    known = _known({entity for found in matched.values() for match in found for entity in match.entities})
    trust = likeness.Likeness.of(known)
    for _, group in groupby(texts, key=lambda one: one.article_id):
        article = rules.Article({entity.pk: entity.kind for entity in known.values()})
        for paragraph in group:
            yield from _in(paragraph, matched[paragraph.pk], taken.get(paragraph.pk, []), article, known, trust)


def _in(
    paragraph: Paragraph, matched: list[Match], taken: list[Span], article: rules.Article, known: Known,
    trust: likeness.Likeness,
) -> Iterator[Mention]:  # fmt: skip
    """Yield what a paragraph speaks of: the names that match, then what the names met so far say of others."""
    for match in matched:
        for entity in match.entities:
            article.meet(match.key, entity)
            if not _overlaps(match.start, match.end, taken):
                rule = _rule(match, known[entity])
                yield _suggested(paragraph, match.start, match.end, entity, rule, trust, len(match.entities))
    spans = [*taken, *((match.start, match.end) for match in matched)]
    for one in article.find(paragraph.text, spans):
        yield _suggested(paragraph, one.start, one.end, one.entity, one.rule, trust, 1)


def _suggested(
    paragraph: Paragraph, start: int, end: int, entity: int, rule: Rule, trust: likeness.Likeness, rivals: int
) -> Mention:
    quote = paragraph.text[start:end]
    return Mention(
        article_id=paragraph.article_id, paragraph=paragraph, entity_id=entity, start=start, end=end, quote=quote,
        status=MentionStatus.SUGGESTED, origin=Origin.GAZETTEER, rule=rule,
        confidence=trust.of_quote(entity, quote, rule) / rivals,
    )  # fmt: skip


def _rule(match: Match, entity: Entity) -> Rule:
    if match.key == entity.sort_key:
        return Rule.NAME
    return Rule.OFFICE if (match.key, entity.pk) in current().days else Rule.ALIAS


def _known(ids: set[int]) -> Known:
    return Entity.all_objects.in_bulk(ids)


def _overlaps(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(low < end and start < high for low, high in spans)


def _accepted_spans(article_ids: list[int]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = {}
    accepted = Mention.objects.accepted().filter(article__in=article_ids)
    for paragraph_id, start, end in accepted.values_list("paragraph", "start", "end"):
        spans.setdefault(paragraph_id, []).append((start, end))
    return spans
