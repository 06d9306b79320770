"""Some of an entity's tags made another entity's; and the kind of many entities changed. Both can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Act, Entity, Mention
from articles.models.act import ActKind, ActStatus
from articles.models.entity import MentionStatus
from articles.tagging import acts, appearances, merging
from articles.tagging.errors import Refused


class NothingChosen(Refused):
    """A split of no tags."""

    def __init__(self) -> None:
        super().__init__("לא סומן אף תג. סמנו את התגים שעוברים אל הישות האחרת.")


def split(source: Entity, target: Entity, mention_ids: Collection[int], user: User, *, propose: bool = False) -> Act:
    """Give some tags of `source` to `target`, or with `propose` ask an administrator to. Raises NothingChosen."""
    rows = Mention.objects.filter(entity=source, pk__in=mention_ids)
    chosen = sorted(rows.values_list("pk", flat=True))
    if not chosen or source.pk == target.pk:
        raise NothingChosen
    status = ActStatus.PROPOSED if propose else ActStatus.WAITING
    with transaction.atomic():
        act = Act.objects.create(
            kind=ActKind.SPLIT, status=status, entity=target, other=source, plan={"mentions": chosen}, created_by=user
        )
        if not propose:
            do(act)
    return act


def do(act: Act) -> None:
    """Move the tags that an act names and that its first entity still has; those that would meet a tag stay."""
    assert act.entity and act.other
    with transaction.atomic(), acts.as_one(act):
        rows = Mention.objects.filter(entity=act.other, pk__in=act.plan["mentions"])
        articles = sorted(set(rows.values_list("article_id", flat=True)))
        appearances.lock(articles)
        free = _free(list(rows), act.entity)
        moved = merging.move(act, Mention.objects.filter(pk__in=free), act.other, act.entity)
        appearances.refresh(articles)
        acts.finish(act, ActStatus.DONE, done=moved, skipped=len(act.plan["mentions"]) - moved)


def undo(act: Act) -> None:
    """Give the tags back to the entity they were split from."""
    assert act.entity and act.other
    with transaction.atomic(), acts.as_one(act):
        steps = list(act.steps.all())
        articles = sorted({step.article_id for step in steps})
        appearances.lock(articles)
        back = merging.move_back(steps, act.other, act.entity)
        act.steps.all().delete()
        appearances.refresh(articles)
        acts.finish(act, ActStatus.UNDONE, done=back, skipped=len(steps) - back)


def _free(rows: Sequence[Mention], target: Entity) -> list[int]:
    """Return the ids of those rows at whose span `target` has none."""
    taken = set(
        Mention.objects.filter(entity=target, paragraph__in={one.paragraph_id for one in rows})
        .exclude(status=MentionStatus.BROKEN)
        .values_list("paragraph_id", "start", "end")
    )
    return [one.pk for one in rows if (one.paragraph_id, one.start, one.end) not in taken]


def change_kind(entities: Sequence[Entity], kind: str, user: User) -> Act:
    """Make all these entities of one kind, as one act."""
    before = {str(entity.pk): entity.kind for entity in entities if entity.kind != kind}
    plan = {"kind": kind, "before": before}
    act = Act.objects.create(kind=ActKind.KIND, plan=plan, created_by=user)
    do_kind(act)
    return act


def do_kind(act: Act) -> None:
    """Change the kinds as an act plans."""
    with transaction.atomic(), acts.as_one(act):
        rows = Entity.objects.filter(pk__in=list(act.plan["before"]))
        changed = rows.update(kind=act.plan["kind"])
        acts.finish(act, ActStatus.DONE, done=changed, skipped=len(act.plan["before"]) - changed)


def undo_kind(act: Act) -> None:
    """Give each entity its kind back, unless it was changed again since."""
    back = 0
    with transaction.atomic(), acts.as_one(act):
        for pk, kind in act.plan["before"].items():
            back += Entity.objects.filter(pk=pk, kind=act.plan["kind"]).update(kind=kind)
        acts.finish(act, ActStatus.UNDONE, done=back, skipped=len(act.plan["before"]) - back)
