"""Suggested tags: stored for an editor to decide, never over an accepted tag, never again where one was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a name is met: whose it may be, by what rule, and how many others it may be."""

    paragraph: Paragraph
    start: int
    end: int
    entity: int
    rule: Rule
    rivals: int = 1

    @property
    def quote(self) -> str:
        return self.paragraph.text[self.start : self.end]


def _found(article_ids: list[int], gazetteer: Gazetteer) -> list[Mention]:
    """Return a suggestion for each name met, with what became of its like."""
    places = list(_met(article_ids, gazetteer))
    trust = likeness.Likeness.of({one.entity for one in places}, {one.quote for one in places})
    return [_suggested(one, trust) for one in places]


def _met(article_ids: list[int], gazetteer: Gazetteer) -> Iterator[_Place]:
    """Yield each name met, article by article in the order of reading."""
    taken = _accepted_spans(article_ids)
    paragraphs = Paragraph.objects.filter(article__in=article_ids, kind__in=BODY).select_related("article")
    texts = sorted(paragraphs, key=lambda one: (one.article_id, one.position))
    matched = {one.pk: gazetteer.matches(one.text, day_of(one.article)) for one in texts}
    known = _known({entity for found in matched.values() for match in found for entity in match.entities})
    for _, group in groupby(texts, key=lambda one: one.article_id):
        article = rules.Article({entity.pk: entity.kind for entity in known.values()})
        for paragraph in group:
            spans, matches = taken.get(paragraph.pk, []), matched[paragraph.pk]
            yield from _named(paragraph, matches, spans, article, known, gazetteer)
            covered = [*spans, *((match.start, match.end) for match in matches)]
            for one in article.find(paragraph.text, covered):
                yield _Place(paragraph, one.start, one.end, one.entity, one.rule)


def _named(
    paragraph: Paragraph, matches: list[Match], taken: list[Span], article: rules.Article, known: Known,
    gazetteer: Gazetteer,
) -> Iterator[_Place]:  # fmt: skip
    """Yield the names that match and that no accepted tag covers; `article` takes note of all."""
    for match in matches:
        for entity in match.entities:
            article.meet(match.key, entity)
            if not _overlaps(match.start, match.end, taken):
                rule = _rule(match, known[entity], gazetteer)
                yield _Place(paragraph, match.start, match.end, entity, rule, len(match.entities))


def _suggested(one: _Place, trust: likeness.Likeness) -> Mention:
    return Mention(
        article_id=one.paragraph.article_id, paragraph=one.paragraph, entity_id=one.entity, start=one.start,
        end=one.end, quote=one.quote, status=MentionStatus.SUGGESTED, origin=Origin.GAZETTEER, rule=one.rule,
        confidence=trust.of_quote(one.entity, one.quote, one.rule) / one.rivals,
    )  # fmt: skip


def _rule(match: Match, entity: Entity, gazetteer: Gazetteer) -> Rule:
    if match.key == entity.sort_key:
        return Rule.NAME
    return Rule.OFFICE if (match.key, entity.pk) in gazetteer.days else Rule.ALIAS


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
