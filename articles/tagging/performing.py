"""Every kind of act by its name: done, taken back, done again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Act
from articles.models.act import ActKind, ActStatus
from articles.tagging import acts, bulk, merging, splitting
from articles.tagging.errors import Impossible


def undo_tags(act: Act) -> None:
    """Take back an act that only decided tags."""
    with acts.as_one(act):
        back, kept = acts.undo_steps(act)
    acts.finish(act, ActStatus.UNDONE, done=back, skipped=kept)


DO: Final[dict[str, Callable[[Act], None]]] = {
    ActKind.TAG: bulk.do,
    ActKind.DECIDE: bulk.do_decisions,
    ActKind.MERGE: merging.do,
    ActKind.SPLIT: splitting.do,
    ActKind.KIND: splitting.do_kind,
}
UNDO: Final[dict[str, Callable[[Act], None]]] = {
    ActKind.TAG: undo_tags,
    ActKind.DECIDE: undo_tags,
    ActKind.MERGE: merging.undo,
    ActKind.SPLIT: splitting.undo,
    ActKind.KIND: splitting.undo_kind,
}


def undo(act: Act, user: User) -> Act:
    """Take an act back. Raises Impossible when it is not done, or is taken back already."""
    return _start(act, user, (ActStatus.DONE, ActStatus.FAILED), "undo")


def redo(act: Act, user: User) -> Act:
    """Do again what was taken back. Raises Impossible."""
    return _start(act, user, (ActStatus.UNDONE, ActStatus.FAILED), "do")


def perform(act: Act, user: User) -> Act:
    """Do what an editor proposed. Raises Impossible when it was decided already."""
    return _start(act, user, (ActStatus.PROPOSED,), "do")


def decline(act: Act, user: User) -> Act:
    """Refuse what an editor proposed. Raises Impossible."""
    acts.claim(act, (ActStatus.PROPOSED,), ActStatus.DECLINED)
    act.changed_by = user
    act.save(update_fields=["changed_by"])
    return act


def run(act: Act, what: str) -> None:
    """Do or undo an act now."""
    (DO if what == "do" else UNDO)[act.kind](act)


def _start(act: Act, user: User, before: Collection[ActStatus], what: str) -> Act:
    if act.kind not in DO:
        raise Impossible
    with transaction.atomic():
        acts.claim(act, before, ActStatus.WAITING)
        act.changed_by = user
        act.save(update_fields=["changed_by"])
        if _is_large(act):
            acts.hand_over(act, what)
            return act
    run(act, what)
    return act


def _is_large(act: Act) -> bool:
    """Tell whether an act, done or to be done, is the worker's: acts on entities move their tags at a stroke."""
    if act.kind == ActKind.MERGE:
        waiting = act.other.mentions.count() if act.other else 0
        return max(act.done, waiting) > merging.LARGE
    return act.kind == ActKind.TAG and act.done > acts.AT_ONCE
