"""How an item ended, the row it leaves, and what is told of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from articles.intake import limits
from articles.intake.context import Context
from articles.intake.fitting import storable
from articles.intake.keeping import as_json
from articles.intake.records import ArticleRecord, Read
from articles.models import Item
from articles.models.intake import Outcome

CUT_SHORT: Final = "הכתבה ארוכה מגבול החיפוש: היא נשמרה במלואה, וסופה אינו נמצא בחיפוש."
_TAKEN: Final = (Outcome.STORED, Outcome.VERSION)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item ended; `article_id` is the article stored, or the one it repeats."""

    number: int
    place: str
    outcome: Outcome
    title: str
    reason: str = ""
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """An item with its outcome, on its way to its row."""

    number: int
    item: Read
    outcome: Outcome
    reason: str = ""
    article_id: int | None = None
    waits: bool = False  # for a decision: it may be a new version of the article


def row(one: Ended, context: Context, cut_short: frozenset[int]) -> Item:
    notes = list(one.item.notes) if isinstance(one.item, ArticleRecord) and one.outcome in _TAKEN else []
    return Item(
        batch_id=context.file.batch_id,
        file_id=context.file.pk,
        number=one.number,
        place=one.item.place[: limits.PLACE],
        outcome=one.outcome,
        reason=one.reason,
        notes=[*notes, CUT_SHORT] if one.article_id in cut_short else notes,
        title=one.item.title[: limits.TITLE],
        raw=_raw(one) if one.outcome == Outcome.REFUSED else None,
        record=as_json(one.item) if one.waits and isinstance(one.item, ArticleRecord) else None,
        article_id=one.article_id,
    )


def _raw(one: Ended) -> Any:
    """The refused item as it was read, for handing back; a monster is left to its original."""
    raw = storable(one.item.raw) if one.item.raw else None
    return raw if raw and len(json.dumps(raw, ensure_ascii=False)) <= limits.RAW_CHARACTERS else None


def result(one: Ended) -> ItemResult:
    return ItemResult(one.number, one.item.place, one.outcome, one.item.title, one.reason, one.article_id)
