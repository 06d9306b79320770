"""Acts on many tags: what each did is kept step by step, and taken back step by step.

A step is taken back only when nobody decided on its tag since; a tag with a later decision keeps it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from articles.models import Act, ActStep, Mention
from articles.models.act import ActStatus
from articles.tagging import mentions
from articles.tagging.errors import Impossible

AT_ONCE = 100  # tags that are written while the editor waits; more are the worker's
QUEUE = "tagging"
Row = dict[str, Any]

_KEPT = (
    "article_id", "paragraph_id", "entity_id", "start", "end", "quote", "status", "origin", "rule", "confidence",
    "decided_by_id", "version",
)  # fmt: skip
_TIMES = ("created", "decided")


def snapshot(mention: Mention) -> Row:
    """Return all that a row says, fit for JSON."""
    times = {name: getattr(mention, name) for name in _TIMES}
    return {name: getattr(mention, name) for name in _KEPT} | {
        name: moment and moment.isoformat() for name, moment in times.items()
    }


def values(row: Row) -> Row:
    """Return the fields of a snapshot as the model has them."""
    return row | {name: row[name] and datetime.fromisoformat(row[name]) for name in _TIMES}


def remember(act: Act, mention_id: int, before: Row | None, after: Row | None) -> None:
    """Keep one step."""
    known = before or after or {}
    ActStep.objects.create(act=act, mention_id=mention_id, article_id=known["article_id"], before=before, after=after)


def hand_over(act: Act, what: str) -> None:
    """Have the worker `do` or `undo` an act."""
    app.configure_task("run_act", allow_unknown=True, queue=QUEUE, lock="acts").defer(act_id=act.pk, what=what)


@contextmanager
def as_one(act: Act) -> Iterator[None]:
    """What is written inside belongs to `act` in the history, and to whoever asked for it."""
    user = act.changed_by_id or act.created_by_id
    with pghistory.context(user=user, act=act.pk):
        yield


def finish(act: Act, status: ActStatus, **fields: Any) -> None:
    """Write where an act stands now."""
    act.status = status
    for name, value in fields.items():
        setattr(act, name, value)
    act.save(update_fields=["status", "changed", *fields])


def claim(act: Act, before: Collection[ActStatus], after: ActStatus) -> None:
    """Take an act from one state to another, once. Raises Impossible when another was quicker."""
    if not Act.objects.filter(pk=act.pk, status__in=before).update(status=after):
        raise Impossible
    act.status = after


def undo_steps(act: Act) -> tuple[int, int]:
    """Take every step of an act back, an article at a time; return how many went back and how many stay."""
    back = kept = 0
    steps = act.steps.order_by("article_id", "-id")
    for article_id, group in groupby(list(steps), key=lambda step: step.article_id):
        with mentions.deciding(article_id):
            outcomes = [_undone(step) for step in group]
        back, kept = back + sum(outcomes), kept + len(outcomes) - sum(outcomes)
    act.steps.all().delete()
    return back, kept


def _undone(step: ActStep) -> bool:
    """Take one step back; False when its tag was decided since, or its place is taken."""
    try:
        with transaction.atomic():
            return _put_back(step)
    except IntegrityError:
        return False


def _put_back(step: ActStep) -> bool:
    rows = Mention.objects.filter(pk=step.mention_id)
    if step.after is None:
        assert step.before is not None
        return bool(reinsert([step]))
    rows = rows.filter(version=step.after["version"])
    if step.before is None:
        return bool(rows.delete()[0])
    fields = {name: value for name, value in values(step.before).items() if name not in ("version", "created")}
    return bool(rows.update(**fields, version=F("version") + 1))


def reinsert(steps: Iterable[ActStep]) -> int:
    """Store deleted rows again, under their own ids."""
    rows = [(step.mention_id, values(step.before)) for step in steps if step.before]
    made = Mention.objects.bulk_create([Mention(pk=pk, **fields) for pk, fields in rows])
    for (pk, fields), _ in zip(rows, made, strict=True):
        Mention.objects.filter(pk=pk).update(created=fields["created"])
    return len(made)
