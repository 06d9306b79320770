"""A paragraph is corrected, and its tags follow their words, or wait in the review queue. Never another occurrence."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from articles.hebrew.normalise import clean
from articles.models import Mention, Paragraph
from articles.models.entity import MentionStatus
from articles.search import index
from articles.tagging import anchors, appearances

Span = tuple[int, int]


def change_paragraph(paragraph: Paragraph, new_text: str, user: User | None = None) -> list[Mention]:
    """Write the corrected text of a paragraph, with its tags, the search index and the appearances in step.

    Returns the accepted tags that lost their place: they are now broken. Suggestions and rejections that lost
    theirs are deleted. `user` is who corrects; the history records them from the request.
    """
    with transaction.atomic():
        appearances.lock([paragraph.article_id])
        current = Paragraph.objects.select_for_update().get(pk=paragraph.pk)
        old, current.text = current.text, clean(new_text)
        current.save(update_fields=["text"])
        broken = _follow(current, old) if current.text != old else []
        index.refresh([paragraph.article_id])
        appearances.refresh([paragraph.article_id])
    paragraph.text = current.text
    return broken


def _follow(paragraph: Paragraph, old: str) -> list[Mention]:
    """Move the live mentions to where their words went."""
    mentions = list(Mention.objects.filter(paragraph=paragraph).exclude(status=MentionStatus.BROKEN))
    places = _places(old, paragraph.text, {(mention.start, mention.end) for mention in mentions})
    lost = [mention for mention in mentions if (mention.start, mention.end) not in places]
    moves = {mention: places[mention.start, mention.end] for mention in mentions if mention not in lost}
    broken = _lose(lost)
    return broken + _lose(_move(moves))


def _places(old: str, new: str, spans: set[Span]) -> dict[Span, Span]:
    """Return where each span went; those in doubt, and those that claim one place, are left out."""
    found = {(start, end): anchors.find(old, new, start, end) for start, end in spans}
    went = {span: (at, at + span[1] - span[0]) for span, at in found.items() if at is not None}
    claims = Counter(went.values())
    return {span: place for span, place in went.items() if claims[place] == 1}


def _lose(lost: list[Mention]) -> list[Mention]:
    """Mark accepted tags broken and return them; delete the others."""
    accepted = [mention for mention in lost if mention.status == MentionStatus.ACCEPTED]
    Mention.objects.filter(pk__in=[mention.pk for mention in accepted]).update(
        status=MentionStatus.BROKEN, version=F("version") + 1
    )
    Mention.objects.filter(pk__in=[mention.pk for mention in lost if mention not in accepted]).delete()
    return accepted


def _move(moves: dict[Mention, Span]) -> list[Mention]:
    """Write the new places, each only once its place is free; return those that stand in one another's way."""
    waiting = {mention: span for mention, span in moves.items() if span != (mention.start, mention.end)}
    while waiting:
        held = {(mention.start, mention.end) for mention in waiting}
        free = [mention for mention, span in waiting.items() if span not in held]
        if not free:
            return list(waiting)
        for mention in free:
            mention.start, mention.end = waiting.pop(mention)
            place = {"start": mention.start, "end": mention.end, "version": F("version") + 1}
            Mention.objects.filter(pk=mention.pk).update(**place)
    return []
