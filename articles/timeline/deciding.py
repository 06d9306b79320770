"""What editors decide of dates and quotes: each a function, one transaction; a version that moved on is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Entity, Quote, SpokenDate
from articles.models.said import SaidStatus
from articles.text.happenings import Precision
from articles.timeline import reading


class Moved(ValueError):
    """Somebody decided meanwhile."""


class NotInOrder(ValueError):
    """A last day before the first."""


def reject(row: SpokenDate | Quote, user: User, version: int) -> None:
    """Take a date or quote from readers; it is not found again. Raises Moved."""
    _decide(row, user, version, status=SaidStatus.REJECTED)


def restore(row: SpokenDate | Quote, user: User, version: int) -> None:
    """Show a rejected one again. Raises Moved."""
    _decide(row, user, version, status=SaidStatus.ACCEPTED)


def date_as(row: SpokenDate, first: date, last: date, user: User, version: int) -> None:
    """Say which days the words mean. Raises Moved, NotInOrder."""
    if last < first:
        raise NotInOrder
    precision = precision_of((last - first).days + 1)
    _decide(row, user, version, first=first, last=last, precision=precision, status=SaidStatus.ACCEPTED)


def spoken_by(row: Quote, entity: Entity | None, user: User, version: int) -> None:
    """Say who spoke; None: nobody whom the archive knows. Raises Moved."""
    _decide(row, user, version, entity=entity, chosen=True, status=SaidStatus.ACCEPTED)


def precision_of(days: int) -> Precision:
    """Return the precision of a stretch of so many days."""
    bounds = ((2, Precision.DAY), (14, Precision.WEEK), (92, Precision.MONTH), (1100, Precision.YEAR))
    return next((precision for most, precision in bounds if days <= most), Precision.DECADE)


@transaction.atomic
def _decide(row: SpokenDate | Quote, user: User, version: int, **changes: Any) -> None:
    rows: Any = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(decided=timezone.now(), decided_by=user, version=F("version") + 1, **changes):
        raise Moved
    reading.refresh([row.article_id])
