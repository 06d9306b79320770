"""Every kind of act by its name: done, taken back, done again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Act
from articles.models.act import ActKind, ActStatus
from articles.tagging import acts, bulk
from articles.tagging.errors import Impossible


def undo_tags(act: Act) -> None:
    """Take back an act that only decided tags."""
    with acts.as_one(act):
        back, kept = acts.undo_steps(act)
    acts.finish(act, ActStatus.UNDONE, done=back, skipped=kept)


DO: Final[dict[str, Callable[[Act], None]]] = {ActKind.TAG: bulk.do}
UNDO: Final[dict[str, Callable[[Act], None]]] = {ActKind.TAG: undo_tags}


def undo(act: Act, user: User) -> Act:
    """Take an act back. Raises Impossible when it is not done, or is taken back already."""
    return _start(act, user, (ActStatus.DONE, ActStatus.FAILED), "undo")


def redo(act: Act, user: User) -> Act:
    """Do again what was taken back. Raises Impossible."""
    return _start(act, user, (ActStatus.UNDONE, ActStatus.FAILED), "do")


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
        if act.done > acts.AT_ONCE:
            acts.hand_over(act, what)
            return act
    run(act, what)
    return act
