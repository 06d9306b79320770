"""What an import would do, without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from articles.intake.duplicates import Candidate, Known
from articles.intake.endings import ItemResult
from articles.intake.fitting import with_defaults
from articles.intake.handfuls import CHUNK
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.intake.store import UNKNOWN_SOURCE
from articles.models import Source
from articles.models.intake import Outcome


class Rehearsal:
    """Tells how items would end, those repeated within the rehearsal included. Nothing is written."""

    def __init__(self, source: str = "") -> None:
        self._source = source or UNKNOWN_SOURCE
        self._sources = dict(Source.objects.values_list("name", "pk"))
        self._seen = Known(())

    def results(self, items: Iterable[Read]) -> Iterator[ItemResult]:
        """Yield how each item of one file would end, in order."""
        numbered = enumerate(items, start=1)
        while chunk := list(islice(numbered, CHUNK)):
            candidates = {number: self._candidate(number, item) for number, item in chunk if not _refused(item)}
            stored = Known(candidates.values())
            yield from (self._result(number, item, candidates.get(number), stored) for number, item in chunk)

    def _candidate(self, number: int, item: Read) -> Candidate:
        record = with_defaults(_article(item), self._source, None)
        new = self._sources.setdefault(record.source, -1 - len(self._sources))  # of a source that is not there yet
        return Candidate.of(number, record, new)

    def _result(self, number: int, item: Read, candidate: Candidate | None, stored: Known) -> ItemResult:
        if candidate is None:
            reason = item.reason if isinstance(item, Rejection) else ""
            return ItemResult(number, item.place, Outcome.REFUSED, item.title, reason)
        twin = stored.twin(candidate) or self._seen.twin(candidate)
        if twin:
            return ItemResult(number, item.place, Outcome.DUPLICATE, item.title, twin.reason)
        self._seen.add(candidate, 0)
        return ItemResult(number, item.place, Outcome.STORED, item.title)


def _refused(item: Read) -> bool:
    return isinstance(item, Rejection)


def _article(item: Read) -> ArticleRecord:
    assert isinstance(item, ArticleRecord)
    return item
