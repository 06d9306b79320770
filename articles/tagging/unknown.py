"""Names that no entity has: found by the tagger, decided by editors."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Mention, Paragraph, UnknownName
from articles.models.entity import MentionStatus
from articles.tagging import selections
from articles.tagging.errors import Impossible
from articles.tagging.gazetteer import current as gazetteer
from articles.tagging.gazetteer import is_telling
from articles.tagging.names import readings
from articles.tagging.selections import NewEntity, Selection
from articles.tagging.suggestions import BODY
from articles.tagging.tagger import model
from articles.tagging.tagger.features import Tagged

LEAST = 0.5  # confidence under which a name is not worth an editor's look


def look(article_ids: Iterable[int]) -> int:
    """Store the unknown names that the tagger meets in these articles; return how many are new.

    Without a trained model there are none. A name refused in a paragraph is not offered there again.
    """
    tagger = model.current()
    if tagger is None:
        return 0
    known, paragraphs = gazetteer().entities, list(Paragraph.objects.filter(article__in=article_ids, kind__in=BODY))
    before = UnknownName.objects.filter(paragraph__in=paragraphs).count()
    refused = set(
        UnknownName.objects.filter(paragraph__in=paragraphs, status=MentionStatus.REJECTED).values_list(
            "paragraph", "quote"
        )
    )
    found = [_new(paragraph, one) for paragraph in paragraphs for one in tagger.names(paragraph.text)]
    wanted = [
        one
        for one in found
        if one.confidence >= LEAST and (one.paragraph_id, one.quote) not in refused and not _is_known(one.quote, known)
    ]
    UnknownName.objects.bulk_create(wanted, ignore_conflicts=True)
    return UnknownName.objects.filter(paragraph__in=paragraphs).count() - before


def waiting(article: Article) -> list[UnknownName]:
    """Return those of an article that wait: still in their place, and under no tag or suggestion."""
    rows = list(UnknownName.objects.filter(article=article, status=MentionStatus.SUGGESTED).select_related("paragraph"))
    if not rows:
        return []
    live = Mention.objects.filter(article=article, status__in=(MentionStatus.ACCEPTED, MentionStatus.SUGGESTED))
    spans = list(live.values_list("paragraph", "start", "end"))
    return [
        one
        for one in rows
        if one.paragraph.text[one.start : one.end] == one.quote
        and not any(pk == one.paragraph_id and low < one.end and one.start < high for pk, low, high in spans)
    ]


def accept(name: UnknownName, user: User, *, confirmed: bool = False) -> Mention:
    """Make an entity of a name and tag it. Raises Lookalike, Impossible, and as `mentions.add` does."""
    place = Selection(name.paragraph, name.start, name.end, name.quote, NewEntity(name.quote, name.kind, confirmed))
    with transaction.atomic():
        _decide(name, user, MentionStatus.SUGGESTED, MentionStatus.ACCEPTED)
        return selections.tag(place, user)


def reject(name: UnknownName, user: User) -> None:
    """Say that this is no name; it is not offered here again. Raises Impossible."""
    _decide(name, user, MentionStatus.SUGGESTED, MentionStatus.REJECTED)


def undo(name: UnknownName, user: User) -> None:
    """Take a refusal back. Raises Impossible."""
    _decide(name, user, MentionStatus.REJECTED, MentionStatus.SUGGESTED)


def _decide(name: UnknownName, user: User, before: MentionStatus, after: MentionStatus) -> None:
    rows = UnknownName.objects.filter(pk=name.pk, status=before)
    if not rows.update(status=after, decided=timezone.now(), decided_by=user):
        raise Impossible


def _new(paragraph: Paragraph, one: Tagged) -> UnknownName:
    return UnknownName(
        article_id=paragraph.article_id, paragraph=paragraph, start=one.start, end=one.end,
        quote=paragraph.text[one.start : one.end], kind=one.kind, confidence=min(1.0, one.confidence),
    )  # fmt: skip


def _is_known(quote: str, known: dict[str, tuple[int, ...]]) -> bool:
    """Tell whether a name, as it stands or without prefix letters, is some entity's, or says nothing."""
    keys = [key for _, key in readings(quote)]
    return not keys or len(quote) > 200 or not is_telling(keys[0]) or any(key in known for key in keys)
