"""Large results made into files by the worker, kept a week in `settings.EXPORTS_ROOT`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from articles.models import Export
from articles.models.reader import ExportStatus
from articles.search import asking, relief
from articles.search.criteria import Criteria
from articles.search.exporting import export

AT_ONCE = 1_000
"""The most articles that are sent while the reader waits; more are made by the worker."""
KEPT = timedelta(days=7)
MOST_WAITING = 20


class TooManyExports(Exception):
    """So many exports are being made that no other is taken."""


def criteria_of(query: str) -> Criteria:
    """Return the search of a query string that `Criteria.query_string` made."""
    return asking.read(QueryDict(query))


def create(criteria: Criteria, form: str, base: str) -> tuple[Export, bool]:
    """Ask for a file; one that was asked for in the last hour and has not failed is returned again, as not new.

    Raises TooManyExports.
    """
    query = criteria.but().query_string()
    recent = Export.objects.filter(created__gt=timezone.now() - timedelta(hours=1)).exclude(status=ExportStatus.FAILED)
    if known := recent.filter(query=query, format=form, base=base).first():
        return known, False
    if recent.filter(status__in=(ExportStatus.WAITING, ExportStatus.RUNNING)).count() >= MOST_WAITING:
        raise TooManyExports
    return Export.objects.create(query=query, format=form, base=base, total=relief.count([criteria])[0]), True


def make(export_id: str) -> int:
    """Write the file of an export; return its size in bytes. Begun anew when it was interrupted."""
    asked = Export.objects.get(pk=export_id)
    rows = Export.objects.filter(pk=asked.pk)
    rows.update(status=ExportStatus.RUNNING, done=0)
    path = path_of(asked)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    try:
        with unfinished.open("wb") as file:
            for part in export(criteria_of(asked.query), asked.format, asked.base, lambda n: rows.update(done=n)):
                file.write(part)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        rows.update(status=ExportStatus.FAILED)
        raise
    rows.update(status=ExportStatus.DONE)
    return path.stat().st_size


def path_of(asked: Export) -> Path:
    """Return where the file of an export is, or will be."""
    return Path(settings.EXPORTS_ROOT) / f"{asked.pk}.{asked.format}"


def forget_old() -> int:
    """Delete exports older than a week with their files; return how many."""
    old = list(Export.objects.filter(created__lt=timezone.now() - KEPT))
    for one in old:
        path_of(one).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[one.pk for one in old]).delete()
    return len(old)
