"""Two editors decided otherwise on one place: the second sets theirs instead, or both go back to the queue."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Mention
from articles.models.entity import MentionStatus, Origin
from articles.tagging import mentions
from articles.tagging.errors import QuoteMismatch
from articles.tagging.selections import Selection, entity_of

ACTS = {
    "accept": MentionStatus.ACCEPTED,
    "reject": MentionStatus.REJECTED,
    "remove": MentionStatus.REMOVED,
    "wait": MentionStatus.SUGGESTED,
}


def decide(mention: Mention, user: User, version: int, act: str) -> Mention:
    """Bring a mention from wherever the other editor left it to what `act` says. Raises Stale, SpanTaken."""
    return mentions.override(mention, user, version, ACTS[act])


def replace(holder: Mention, version: int, mine: Selection, user: User) -> Mention:
    """Tag a selection in place of the tag that holds its span. Raises Stale, and as `mentions.add` does."""
    with transaction.atomic():
        mentions.override(holder, user, version, MentionStatus.REMOVED)
        return mentions.add(mine.paragraph, mine.start, mine.end, mine.quote, entity_of(mine.entity, user), user)


def let_wait(holder: Mention, version: int, mine: Selection, user: User) -> Mention:
    """Make both the tag that holds a span and the one selected for it suggestions. Raises Stale, QuoteMismatch."""
    if mine.paragraph.text[mine.start : mine.end] != mine.quote:
        raise QuoteMismatch
    with mentions.deciding(holder.article_id):
        now = mentions.override(holder, user, version, MentionStatus.SUGGESTED)
        Mention.objects.bulk_create(
            [
                Mention(
                    article_id=holder.article_id, paragraph=mine.paragraph, entity=entity_of(mine.entity, user),
                    start=mine.start, end=mine.end, quote=mine.quote, status=MentionStatus.SUGGESTED,
                    origin=Origin.EDITOR,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
    return now
