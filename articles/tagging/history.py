"""Who decided what, when, from what to what: single decisions, and acts on many as one entry each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import OuterRef, Q, QuerySet, Subquery

from articles.models import Act, Article, Entity

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision (`quote`, from one status and entity to another), or one act on many tags."""

    when: datetime
    who: User | None
    act: Act | None = None
    quote: str = ""
    article: Article | None = None
    status_before: str = ""
    status_after: str = ""
    entity_before: Entity | None = None
    entity: Entity | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of the history: of an editor, an entity, an article (ids), and before a moment."""

    editor: int | None = None
    entity: int | None = None
    article: int | None = None
    before: datetime | None = None


def read(asked: Asked, articles: QuerySet[Article], size: int = PAGE) -> list[Entry]:
    """Return the newest entries, newest first, at most `size`; decisions in other articles than these are left out."""
    rows = list(_decisions(asked, articles)[:size])
    acts = [] if asked.article else list(_acts(asked)[:size])
    entries = [*_read(rows), *(_told(act) for act in acts)]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:size]


def _decisions(asked: Asked, articles: QuerySet[Article]) -> QuerySet[Any]:
    """Return the recorded rows, without those of acts, each with what stood before it."""
    events = apps.get_model("articles", "MentionEvent")._default_manager
    before = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    rows = events.filter(Q(pgh_context=None) | ~Q(pgh_context__metadata__has_key="act"), article__in=articles)
    rows = rows.filter(pgh_created_at__lt=asked.before) if asked.before else rows
    rows = rows.filter(pgh_context__metadata__user=asked.editor) if asked.editor else rows
    rows = rows.filter(entity=asked.entity) if asked.entity else rows
    rows = rows.filter(article=asked.article) if asked.article else rows
    return rows.select_related("pgh_context", "article").annotate(
        status_before=Subquery(before.values("status")[:1]), entity_before=Subquery(before.values("entity")[:1])
    ).order_by("-pgh_id")  # fmt: skip


def _acts(asked: Asked) -> QuerySet[Act]:
    rows = Act.objects.select_related("entity", "other", "created_by")
    rows = rows.filter(created__lt=asked.before) if asked.before else rows
    rows = rows.filter(created_by=asked.editor) if asked.editor else rows
    return rows.filter(Q(entity=asked.entity) | Q(other=asked.entity)) if asked.entity else rows


def _read(rows: list[Any]) -> list[Entry]:
    users = User.objects.in_bulk({user for row in rows if (user := _user(row))})
    entities = Entity.all_objects.in_bulk({pk for row in rows for pk in (row.entity_id, row.entity_before) if pk})
    return [
        Entry(
            when=row.pgh_created_at,
            who=users.get(_user(row) or 0),
            quote=row.quote,
            article=row.article,
            status_before=row.status_before or "",
            status_after=row.status,
            entity_before=entities.get(row.entity_before) if row.entity_before != row.entity_id else None,
            entity=entities.get(row.entity_id),
            gone=row.pgh_label == "delete",
        )
        for row in rows
    ]


def _user(row: Any) -> int | None:
    found = row.pgh_context.metadata.get("user") if row.pgh_context else None
    return found if isinstance(found, int) else row.decided_by_id


def _told(act: Act) -> Entry:
    return Entry(when=act.created, who=act.created_by, act=act, entity=act.entity, entity_before=act.other)
