"""Articles that the archive holds already: by their id at the source, or by what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from articles.intake.fingerprint import fingerprint
from articles.intake.records import ArticleRecord
from articles.models import Article

SAME: Final = "זהה לכתבה שכבר בארכיון."
SAME_ID: Final = (
    "כתבה של אותו מקור עם אותו מזהה כבר בארכיון, והטקסט שלה שונה. הגרסה הזאת לא נקלטה; היא שמורה בקובץ המקור."
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record about to be stored: its number in its file, its source's id, what tells it from others."""

    number: int
    record: ArticleRecord
    source_id: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Twin:
    """The article that a candidate repeats; `same` is False when only their ids are equal."""

    article_id: int
    same: bool

    @property
    def reason(self) -> str:
        """Say in Hebrew why the candidate was not stored."""
        return SAME if self.same else SAME_ID


class Known:
    """The articles that candidates may repeat: those of the archive, and those of the same handful stored before."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_print: dict[tuple[int, str], int] = {}
        self._by_id: dict[tuple[int, str], int] = {}
        for pk, source_id, external_id, print_ in _stored(list(candidates)):
            self._remember(pk, source_id, external_id, print_)

    def twin(self, candidate: Candidate) -> Twin | None:
        """Return what `candidate` repeats, or None."""
        same = self._by_print.get((candidate.source_id, candidate.fingerprint))
        if same is not None:
            return Twin(same, True)
        other = self._by_id.get((candidate.source_id, candidate.record.external_id))
        return None if other is None else Twin(other, False)

    def add(self, candidate: Candidate, pk: int) -> None:
        """Remember a candidate that is being stored as article `pk`."""
        self._remember(pk, candidate.source_id, candidate.record.external_id, candidate.fingerprint)

    def _remember(self, pk: int, source_id: int, external_id: str, print_: str) -> None:
        self._by_print[source_id, print_] = pk
        if external_id:
            self._by_id[source_id, external_id] = pk


def print_of(record: ArticleRecord) -> str:
    """Return the fingerprint of a record."""
    return fingerprint(record.title, record.deck, (line.text for line in record.body), record.published)


def _stored(candidates: list[Candidate]) -> Iterable[tuple[int, int, str, str]]:
    prints = {candidate.fingerprint for candidate in candidates}
    ids = {candidate.record.external_id for candidate in candidates} - {""}
    sources = {candidate.source_id for candidate in candidates}
    found = Article.objects.filter(Q(fingerprint__in=prints) | Q(external_id__in=ids), source__in=sources)
    return found.order_by().values_list("pk", "source_id", "external_id", "fingerprint")
