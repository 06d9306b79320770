"""One entity tagged in many places, as one act."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Act, Entity, Mention, Paragraph
from articles.models.act import ActKind, ActStatus
from articles.models.entity import MentionStatus, Origin
from articles.tagging import acts, mentions, occurrences
from articles.tagging.archive import articles_speaking
from articles.tagging.errors import TaggingError

Decision = Callable[[Mention, User | None, int], Mention]
DECISIONS: Final[dict[str, Decision]] = {"accept": mentions.accept, "reject": mentions.reject}


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """A place to tag: a paragraph's code points `start` to `end`, which read `quote`."""

    article: int
    paragraph: int
    start: int
    end: int
    quote: str


def tag(
    entity: Entity, places: Sequence[Wanted], user: User | None, whole: Collection[str] = (), quote: str = ""
) -> Act:
    """Tag all the places; with `whole`, also every safe place of these forms, wherever it stands in the archive.

    A few are tagged at once; many are handed to the worker. The act says which.
    """
    plan = {
        "places": [[one.article, one.paragraph, one.start, one.end, one.quote] for one in sorted(places)],
        "whole": sorted(whole),
        "quote": quote,
    }
    with transaction.atomic():
        act = Act.objects.create(kind=ActKind.TAG, entity=entity, plan=plan, created_by=user)
        if whole or len(places) > acts.AT_ONCE:
            acts.hand_over(act, "do")
            return act
    do(act)
    return act


def do(act: Act) -> None:
    """Tag what an act plans, an article at a time. Interrupted, it goes on where it stopped."""
    assert act.entity is not None
    skipped = 0
    with acts.as_one(act):
        for article_id, group in groupby(_places(act), key=lambda one: one.article):
            with mentions.deciding(article_id):
                skipped += sum(not _tagged(act, act.entity, one) for one in group)
    acts.finish(act, ActStatus.DONE, done=act.steps.count(), skipped=skipped)


def decide(decision: str, versions: Mapping[int, int], user: User) -> Act:
    """Accept or reject many suggestions, by the versions that the editor saw, as one act; stale ones are skipped."""
    plan = {"decision": decision, "mentions": sorted(versions.items())}
    act = Act.objects.create(kind=ActKind.DECIDE, plan=plan, created_by=user)
    do_decisions(act)
    return act


def do_decisions(act: Act) -> None:
    """Decide as an act plans."""
    versions, decision = dict(act.plan["mentions"]), DECISIONS[act.plan["decision"]]
    with acts.as_one(act):
        skipped = sum(not _decided(act, one, versions[one.pk], decision) for one in _in_order(versions))
    acts.finish(act, ActStatus.DONE, done=act.steps.count(), skipped=skipped)


def _in_order(versions: Mapping[int, int]) -> Iterable[Mention]:
    return Mention.objects.filter(pk__in=list(versions)).select_related("entity").order_by("article_id", "pk")


def _decided(act: Act, mention: Mention, version: int, decision: Decision) -> bool:
    before = acts.snapshot(mention)
    again = act.changed_by is not None  # an act taken back has moved the versions
    try:
        with transaction.atomic():
            now = decision(mention, act.changed_by or act.created_by, mention.version if again else version)
            acts.remember(act, now.pk, before, acts.snapshot(now))
    except TaggingError:
        return False
    return True


def _places(act: Act) -> list[Wanted]:
    planned = [Wanted(*row) for row in act.plan["places"]]
    return sorted({*planned, *_of_whole_forms(act)})


def _of_whole_forms(act: Act) -> Iterable[Wanted]:
    """Return the safe places of the forms that are to be tagged wherever they stand."""
    if not act.plan["whole"] or act.entity is None:
        return []
    articles = articles_speaking(occurrences.names_of(act.entity, act.plan["quote"]))
    found = occurrences.find(act.entity, act.plan["quote"], articles, limit=None)
    return [of(one) for one in found if one.form in act.plan["whole"] and not one.risks]


def of(found: occurrences.Occurrence) -> Wanted:
    """Return an occurrence as a place to tag."""
    stands = found.place
    return Wanted(found.paragraph.article_id, found.paragraph.pk, stands.start, stands.end, stands.quote)


def _tagged(act: Act, entity: Entity, one: Wanted) -> bool:
    """Tag one place, remembering what was there; False when it cannot be."""
    standing = Mention.objects.filter(paragraph=one.paragraph, start=one.start, end=one.end, entity=entity)
    old = standing.exclude(status=MentionStatus.BROKEN).first()
    if old and old.status == MentionStatus.ACCEPTED:
        return True
    new = Mention(
        article_id=one.article, paragraph_id=one.paragraph, entity=entity, start=one.start, end=one.end,
        quote=one.quote, status=MentionStatus.ACCEPTED, origin=Origin.EDITOR, decided=timezone.now(),
        decided_by_id=act.changed_by_id or act.created_by_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            now = mentions.put(new)
    except TaggingError:
        return False
    acts.remember(act, now.pk, acts.snapshot(old) if old else None, acts.snapshot(now))
    return True


def wanted(tokens: Iterable[str]) -> list[Wanted]:
    """Return the places that tokens (`paragraph-start-end`) name, as the text reads there; those that are none, not."""
    spans = [tuple(int(part) for part in token.split("-")) for token in tokens if _is_token(token)]
    paragraphs = Paragraph.objects.in_bulk({span[0] for span in spans})
    found = ((paragraphs[pk], start, end) for pk, start, end in spans if pk in paragraphs)
    return [
        Wanted(paragraph.article_id, paragraph.pk, start, end, paragraph.text[start:end])
        for paragraph, start, end in found
        if start < end <= len(paragraph.text)
    ]


def _is_token(token: str) -> bool:
    parts = token.split("-")
    return len(parts) == 3 and all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts)
