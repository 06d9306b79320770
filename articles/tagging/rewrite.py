"""All paragraphs of an article written anew, and its tags following their words wherever they went, or waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F

from articles.models import Mention, Paragraph
from articles.models.entity import MentionStatus
from articles.tagging import anchors, appearances
from articles.text import differences

Place = tuple[int, int, int]  # the position of a paragraph, and the code points in it


@dataclass(frozen=True, slots=True)
class _Whole:
    """The paragraphs of an article as one text, with where each begins in it."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Whole:
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        return cls("\n".join(texts), tuple(starts))


def rewrite(article_id: int, lines: Sequence[tuple[str, str]]) -> list[Mention]:
    """Make (kind, text) pairs the paragraphs of an article; return the accepted tags that lost their place: broken.

    A tag moves only when its surroundings stand exactly once in the old text and in the new one. Suggestions and
    rejections that lost theirs are deleted. Index and appearances are left to the caller.
    """
    with transaction.atomic():
        appearances.lock([article_id])
        old = list(Paragraph.objects.filter(article=article_id).order_by("position"))
        mentions = list(Mention.objects.filter(article=article_id).exclude(status=MentionStatus.BROKEN))
        went = _places(mentions, old, [text for _, text in lines])
        _exec("SET CONSTRAINTS mention_quote_equals_text, paragraph_keeps_mentions_true DEFERRED")
        rows = _write(article_id, old, lines)
        lost = [mention for mention in mentions if mention.pk not in went]
        lost += _move({mention: went[mention.pk] for mention in mentions if mention.pk in went}, rows)
        broken = _lose(lost)
        _shelter(old[len(rows) :], rows)
        Paragraph.objects.filter(pk__in=[one.pk for one in old[len(rows) :]]).delete()
        _exec("SET CONSTRAINTS mention_quote_equals_text, paragraph_keeps_mentions_true IMMEDIATE")
    return broken


def _places(mentions: list[Mention], old: list[Paragraph], new: list[str]) -> dict[int, Place]:
    """Return by mention where each went; those in doubt, and those that claim one place, are left out."""
    before, after = _Whole.of([one.text for one in old]), _Whole.of(new)
    index = {one.pk: at for at, one in enumerate(old)}
    spans = {mention.pk: (index[mention.paragraph_id], mention.start, mention.end) for mention in mentions}
    texts = [one.text for one in old]
    like = {one: other for one, other in differences.pairs(texts, new) if one is not None and other is not None}
    found = {span: _find(span, before, after, texts, new, like) for span in set(spans.values())}
    claims = Counter(place for place in found.values() if place)
    return {pk: place for pk, span in spans.items() if (place := found[span]) and claims[place] == 1}


def _find(
    span: Place, before: _Whole, after: _Whole, old: list[str], new: list[str], like: dict[int, int]
) -> Place | None:
    """Look in the same paragraph wherever it went, then in its like, then in the whole text."""
    at, start, end = span
    if old.count(old[at]) == 1 == new.count(old[at]):
        return new.index(old[at]), start, end
    if at in like and old.count(old[at]) == 1 and new.count(old[at]) == 0:
        first = anchors.find(old[at], new[like[at]], start, end)
        if first is not None:
            return like[at], first, first + end - start
    found = anchors.find(before.text, after.text, before.starts[at] + start, before.starts[at] + end)
    if found is None:
        return None
    paragraph = max(one for one, first in enumerate(after.starts) if first <= found)
    first = found - after.starts[paragraph]
    return (paragraph, first, first + end - start) if first + end - start <= len(new[paragraph]) else None


def _write(article_id: int, old: list[Paragraph], lines: Sequence[tuple[str, str]]) -> list[Paragraph]:
    """Write the new texts over the old rows in order, and add rows where there are more; return them."""
    for row, (kind, text) in zip(old, lines, strict=False):
        if (row.kind, row.text) != (kind, text):
            row.kind, row.text = kind, text
            row.save(update_fields=["kind", "text"])
    first = old[-1].position + 1 if old else 1
    added = Paragraph.objects.bulk_create(
        Paragraph(article_id=article_id, position=first + more, kind=kind, text=text)
        for more, (kind, text) in enumerate(lines[len(old) :])
    )
    return [*old[: len(lines)], *added]


def _move(moves: dict[Mention, Place], rows: list[Paragraph]) -> list[Mention]:
    """Write the new places, each only once its place is free; return those that stand in one another's way."""
    waiting = {mention: (rows[at].pk, start, end) for mention, (at, start, end) in moves.items()}
    waiting = {one: place for one, place in waiting.items() if place != (one.paragraph_id, one.start, one.end)}
    while waiting:
        held = {(one.paragraph_id, one.start, one.end) for one in waiting}
        free = [one for one, place in waiting.items() if place not in held]
        if not free:
            return list(waiting)
        for one in free:
            one.paragraph_id, one.start, one.end = waiting.pop(one)
            place = {"paragraph": one.paragraph_id, "start": one.start, "end": one.end, "version": F("version") + 1}
            Mention.objects.filter(pk=one.pk).update(**place)
    return []


def _lose(lost: list[Mention]) -> list[Mention]:
    """Mark accepted tags broken and return them; delete the others."""
    accepted = [mention for mention in lost if mention.status == MentionStatus.ACCEPTED]
    broken = {"status": MentionStatus.BROKEN, "version": F("version") + 1}
    Mention.objects.filter(pk__in=[mention.pk for mention in accepted]).update(**broken)
    Mention.objects.filter(pk__in=[mention.pk for mention in lost if mention not in accepted]).delete()
    return accepted


def _shelter(gone: list[Paragraph], rows: list[Paragraph]) -> None:
    """Bring broken tags of paragraphs that go away to one where their words stand, or to the first."""
    waiting = Mention.objects.filter(paragraph__in=gone, status=MentionStatus.BROKEN) if rows else []
    for mention in waiting:
        home = next((row for row in rows if mention.quote in row.text), rows[0])
        Mention.objects.filter(pk=mention.pk).update(paragraph=home)


def _exec(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
