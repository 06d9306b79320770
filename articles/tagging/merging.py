"""Two entities made one, after a rehearsal; and taken apart again, every tag as it was.

The merged entity keeps its row and its address, without names or tags. What an editor decided on a moved tag since
goes back with the tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, F

from articles.models import Act, ActStep, Alias, Entity, Mention
from articles.models.act import ActKind, ActStatus
from articles.models.entity import Kind, MentionStatus
from articles.tagging import acts, appearances
from articles.tagging.errors import Refused

LARGE = 2000  # tags that a merge moves while the editor waits; more are the worker's
FIELDS = {"kind": "סוג", "description": "תיאור", "wikidata": "מזהה ויקינתונים"}
_STRONGER = [MentionStatus.SUGGESTED, MentionStatus.REMOVED, MentionStatus.REJECTED, MentionStatus.ACCEPTED]


class NotTwo(Refused):
    """An entity cannot be merged into itself, nor one that was merged already."""

    def __init__(self) -> None:
        super().__init__("ממזגים שתי ישויות שונות, ששתיהן עוד בארכיון. בחרו ישות אחרת.")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two differ, and somebody must choose: how each has it, in words."""

    field: str
    label: str
    of_source: str
    of_target: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a merge would do: tags that move by status, articles they are in, places where both have a row, names."""

    source: Entity
    target: Entity
    moving: dict[str, int]
    articles: int
    meeting: int
    names: list[str]
    names_of_both: list[str]
    differences: list[Difference]


def rehearse(source: Entity, target: Entity) -> Rehearsal:
    """Tell what merging `source` into `target` would do, and what is to be settled first. Raises NotTwo."""
    _check(source, target)
    rows = Mention.objects.filter(entity=source)
    counts = rows.order_by().values("status").annotate(count=Count("pk"))
    known = set(target.aliases.values_list("key", flat=True))
    aliases = list(source.aliases.all())
    return Rehearsal(
        source,
        target,
        {str(MentionStatus(row["status"]).label): row["count"] for row in counts},
        rows.order_by().values("article").distinct().count(),
        len(_meeting(source, target)),
        [alias.name for alias in aliases if alias.key not in known],
        [alias.name for alias in aliases if alias.key in known],
        list(_differences(source, target)),
    )


def merge(source: Entity, target: Entity, settled: Mapping[str, str], user: User, *, propose: bool = False) -> Act:
    """Merge, or with `propose` ask an administrator to. `settled` says for each field whose stays: source or target.

    Raises NotTwo.
    """
    _check(source, target)
    chosen = {field: settled.get(field, "target") for field in FIELDS}
    status = ActStatus.PROPOSED if propose else ActStatus.WAITING
    with transaction.atomic():
        act = Act.objects.create(
            kind=ActKind.MERGE, status=status, entity=target, other=source, plan={"settled": chosen}, created_by=user
        )
        if not propose:
            begin(act)
    return act


def begin(act: Act) -> None:
    """Do an act on an entity's tags now, or hand a large one to the worker."""
    if act.other and act.other.mentions.count() > LARGE:
        acts.hand_over(act, "do")
    else:
        do(act)


def do(act: Act) -> None:
    """Merge as an act plans: all of it or nothing."""
    with transaction.atomic(), acts.as_one(act):
        source, target = _locked(act)
        _check(source, target)
        articles = _articles_of(source)
        _settle_meetings(act, source, target)
        moved = move(act, Mention.objects.filter(entity=source), source, target)
        act.plan |= _move_names(source, target) | _merge_fields(source, target, act.plan["settled"])
        source.merged_into = target
        source.save(update_fields=["merged_into"])
        appearances.refresh(articles)
        acts.finish(act, ActStatus.DONE, done=moved, skipped=0, plan=act.plan)


def undo(act: Act) -> None:
    """Take a merge apart: tags, names and fields as they were before it."""
    with transaction.atomic(), acts.as_one(act):
        source, target = _locked(act)
        steps = list(act.steps.all())
        articles = sorted({step.article_id for step in steps})
        appearances.lock(articles)
        source.merged_into = None
        source.save(update_fields=["merged_into"])
        back = move_back(steps, source, target)
        kept = _reinserted([step for step in steps if step.after is None])
        _names_back(act.plan, source)
        _fields_back(act.plan, source, target)
        act.steps.all().delete()
        appearances.refresh(articles)
        acts.finish(act, ActStatus.UNDONE, done=back, skipped=kept)


def move_back(steps: Iterable[ActStep], source: Entity, target: Entity) -> int:
    """Give the moved tags that `target` still has back to `source`; return how many."""
    moved = [step.mention_id for step in steps if step.before and step.after]
    rows = Mention.objects.filter(pk__in=moved, entity=target)
    return rows.update(entity=source, version=F("version") + 1)


def _check(source: Entity, target: Entity) -> None:
    if source.pk == target.pk or source.merged_into_id or target.merged_into_id:
        raise NotTwo


def _locked(act: Act) -> tuple[Entity, Entity]:
    rows = Entity.all_objects.select_for_update(of=("self",)).filter(pk__in=[act.other_id or 0, act.entity_id or 0])
    found = {entity.pk: entity for entity in rows.order_by("pk")}
    return found[act.other_id or 0], found[act.entity_id or 0]


def _articles_of(source: Entity) -> list[int]:
    rows = Mention.objects.filter(entity=source).order_by("article_id").values_list("article_id", flat=True)
    articles = list(rows.distinct())
    appearances.lock(articles)
    return articles


def _meeting(source: Entity, target: Entity) -> list[tuple[Mention, Mention]]:
    """Return the rows of both at one span: (source's, target's)."""
    live = Mention.objects.exclude(status=MentionStatus.BROKEN)
    of_source = {(one.paragraph_id, one.start, one.end): one for one in live.filter(entity=source)}
    paragraphs = {place[0] for place in of_source}
    of_target = live.filter(entity=target, paragraph__in=paragraphs)
    places = ((of_source.get((one.paragraph_id, one.start, one.end)), one) for one in of_target)
    return [(source_row, target_row) for source_row, target_row in places if source_row]


def _settle_meetings(act: Act, source: Entity, target: Entity) -> None:
    """Of two rows at one span keep the stronger decision: accepted, then rejected, removed, suggested."""
    for pair in _meeting(source, target):
        weaker = min(pair, key=lambda one: _STRONGER.index(MentionStatus(one.status)))
        pk, row = weaker.pk, acts.snapshot(weaker)
        weaker.delete()
        acts.remember(act, pk, row, None)


def move(act: Act, rows: Any, source: Entity, target: Entity) -> int:
    """Give rows of `source` to `target`, remembering which."""
    before, after = {"entity_id": source.pk}, {"entity_id": target.pk}
    moved = list(rows.order_by().values_list("pk", "article_id"))
    ActStep.objects.bulk_create(
        [ActStep(act=act, mention_id=pk, article_id=article, before=before, after=after) for pk, article in moved],
        batch_size=2000,
    )
    return int(rows.update(entity=target, version=F("version") + 1))


def _move_names(source: Entity, target: Entity) -> dict[str, Any]:
    known = set(target.aliases.values_list("key", "since"))
    moved, dropped = [], []
    for alias in source.aliases.all():
        if (alias.key, alias.since) in known:
            dropped.append(_told(alias))
            alias.delete()
        else:
            moved.append(alias.pk)
    Alias.objects.filter(pk__in=moved).update(entity=target)
    return {"names": moved, "dropped": dropped}


def _told(alias: Alias) -> dict[str, Any]:
    days = {name: day and day.isoformat() for name, day in (("since", alias.since), ("until", alias.until))}
    return {"name": alias.name, "key": alias.key, "kind": alias.kind, "created_by_id": alias.created_by_id, **days}


def _names_back(plan: Mapping[str, Any], source: Entity) -> None:
    Alias.objects.filter(pk__in=plan["names"]).update(entity=source)
    Alias.objects.bulk_create([Alias(entity=source, **told) for told in plan["dropped"]], ignore_conflicts=True)


def _merge_fields(source: Entity, target: Entity, settled: Mapping[str, str]) -> dict[str, Any]:
    """Write what the one entity says; return how both said it before, and what was written."""
    before = {field: [getattr(source, field), getattr(target, field)] for field in FIELDS}
    taken = [field for field in FIELDS if _takes(source, target, field, settled[field])]
    if "wikidata" in taken:
        source.wikidata = ""
        source.save(update_fields=["wikidata"])
    for field in taken:
        setattr(target, field, before[field][0])
    target.save(update_fields=taken)
    return {"before": before, "taken": taken}


def _takes(source: Entity, target: Entity, field: str, whose: str) -> bool:
    ours, theirs = getattr(source, field), getattr(target, field)
    return bool(ours) and ours != theirs and (not theirs or whose == "source")


def _fields_back(plan: Mapping[str, Any], source: Entity, target: Entity) -> None:
    """Give each field back, unless somebody has changed it since."""
    unchanged = [field for field in plan["taken"] if getattr(target, field) == plan["before"][field][0]]
    for field in unchanged:
        setattr(target, field, plan["before"][field][1])
    target.save(update_fields=unchanged)
    if "wikidata" in unchanged:
        source.wikidata = plan["before"]["wikidata"][0]
        source.save(update_fields=["wikidata"])


def _reinserted(steps: list[ActStep]) -> int:
    """Store the deleted rows again; return how many could not be."""
    kept = 0
    for step in steps:
        try:
            with transaction.atomic():
                acts.reinsert([step])
        except IntegrityError:
            kept += 1
    return kept


def _differences(source: Entity, target: Entity) -> Iterable[Difference]:
    for field, label in FIELDS.items():
        ours, theirs = getattr(source, field), getattr(target, field)
        if ours and theirs and ours != theirs:
            named = [str(Kind(value).label) if field == "kind" else value for value in (ours, theirs)]
            yield Difference(field, label, *named)
