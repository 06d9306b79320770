"""Articles that the archive holds already: by their id at the source, their address, or by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlsplit

from articles.intake import sketch
from articles.intake.fingerprint import fingerprint
from articles.intake.handfuls import parts_of
from articles.intake.records import ArticleRecord
from articles.models import Article, Paragraph, Version
from articles.search import signature, sketches
from articles.search.analysed import digest

SAME: Final = "זהה לכתבה שכבר בארכיון."
EARLIER: Final = "זהה לגרסה קודמת של כתבה שבארכיון."
SAME_ID: Final = "כתבה של אותו מקור עם אותו מזהה כבר בארכיון, והטקסט שלה שונה."
SAME_URL: Final = "כתבה של אותו מקור מאותה כתובת כבר בארכיון, והטקסט שלה שונה."
NEAR: Final = "דומה מאוד ({:.0%}) לכתבה של אותו מקור שכבר בארכיון."
_DAYS: Final = timedelta(days=3)  # between two publications of one text; what returns later is another article
_DOUBT: Final = 0.2  # how far a signature may be from the share that it estimates

How = Literal["same", "earlier", "id", "url", "near"]
CHANGED: Final = frozenset({"id", "url", "near"})  # the same article with another text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record about to be stored: its number in its file, its source's id, what tells it from others."""

    number: int
    record: ArticleRecord
    source_id: int
    fingerprint: str
    digest: Sequence[int] = ()
    bands: Sequence[int] = ()

    @classmethod
    def of(
        cls, number: int, record: ArticleRecord, source_id: int, known: str = "", signed: Sequence[int] | None = None
    ) -> Candidate:
        """Return the candidate of a record; `known` and `signed`: its fingerprint and its signature, if known."""
        made = digest([text for text, _ in parts_of(record)]) if signed is None else signed
        return cls(number, record, source_id, known or print_of(record), made, signature.bands(made))

    @property
    def page(self) -> str:
        """The article's own address; that of a whole site, which feeds give to all of theirs, is none."""
        return self.record.url if self.record.url and urlsplit(self.record.url).path.strip("/") else ""


@dataclass(frozen=True, slots=True)
class Twin:
    """The article that a candidate repeats, and by what; `share` of the text is common when it is `near`."""

    article_id: int
    how: How
    share: float = 1.0

    @property
    def changed(self) -> bool:
        """Tell whether it may be a new version of the article."""
        return self.how in CHANGED

    @property
    def reason(self) -> str:
        """Say in Hebrew why the candidate was not stored."""
        told = {"same": SAME, "earlier": EARLIER, "id": SAME_ID, "url": SAME_URL, "near": NEAR}
        return told[self.how].format(self.share)


@dataclass(frozen=True, slots=True)
class _Text:
    """What near texts are told by: their signatures, when they were published, and at last what they say."""

    article_id: int
    digest: Sequence[int]
    published: datetime | None
    body: Sequence[str]


@dataclass(slots=True)
class _Index:
    """Articles by what tells them; keys begin with the id of their source."""

    prints: dict[tuple[int, str], Twin] = field(default_factory=dict)
    ids: dict[tuple[int, str], int] = field(default_factory=dict)
    pages: dict[tuple[int, str], int] = field(default_factory=dict)
    near: defaultdict[tuple[int, int], list[_Text]] = field(default_factory=lambda: defaultdict(list))


class Known:
    """The articles that candidates may repeat: those of the archive, and those of the same handful stored before."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._index = _Index()
        given = list(candidates)
        if given:
            _read(self._index, given, {candidate.source_id for candidate in given})

    def twin(self, candidate: Candidate) -> Twin | None:
        """Return what `candidate` repeats, or None."""
        source, index = candidate.source_id, self._index
        if same := index.prints.get((source, candidate.fingerprint)):
            return same
        if (by_id := index.ids.get((source, candidate.record.external_id))) is not None:
            return Twin(by_id, "id")
        if (by_page := index.pages.get((source, candidate.page))) is not None:
            return Twin(by_page, "url")
        return self._near(candidate)

    def add(self, candidate: Candidate, pk: int) -> None:
        """Remember a candidate that is being stored as article `pk`."""
        source, index = candidate.source_id, self._index
        index.prints[source, candidate.fingerprint] = Twin(pk, "same")
        if candidate.record.external_id:
            index.ids[source, candidate.record.external_id] = pk
        if candidate.page:
            index.pages.setdefault((source, candidate.page), pk)
        text = _Text(pk, candidate.digest, candidate.record.published, _body(candidate.record))
        for band in candidate.bands:
            index.near[source, band].append(text)

    def _near(self, candidate: Candidate) -> Twin | None:
        """Return the likest of the near articles, published at about the same time."""
        texts = [text for band in candidate.bands for text in self._index.near.get((candidate.source_id, band), ())]
        likely = {id(text): text for text in texts if _may_be_near(text, candidate)}
        runs = sketch.runs(_body(candidate.record)) if likely else frozenset()
        shares = [(sketch.share(sketch.runs(text.body), runs), text.article_id) for text in likely.values()]
        share, article_id = max(shares, default=(0.0, 0))
        return Twin(article_id, "near", share) if share >= sketch.NEAR else None


def _may_be_near(text: _Text, candidate: Candidate) -> bool:
    return (
        _same_days(text.published, candidate.record.published)
        and signature.likeness(text.digest, candidate.digest) >= sketch.NEAR - _DOUBT
    )


def _body(record: ArticleRecord) -> list[str]:
    return [line.text for line in record.body]


def print_of(record: ArticleRecord) -> str:
    """Return the fingerprint of a record."""
    return fingerprint(record.title, record.deck, (line.text for line in record.body), record.published)


def _same_days(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(one - other) <= _DAYS


def _read(index: _Index, candidates: list[Candidate], sources: set[int]) -> None:
    prints = {candidate.fingerprint for candidate in candidates}
    ids = {candidate.record.external_id for candidate in candidates} - {""}
    pages = {candidate.page for candidate in candidates} - {""}
    held = Article.objects.filter(source__in=sources).order_by()
    earlier = Version.objects.filter(fingerprint__in=prints, article__source__in=sources).order_by()
    for source, print_, pk in earlier.values_list("article__source", "fingerprint", "article"):
        index.prints[source, print_] = Twin(pk, "earlier")
    for source, print_, pk in held.filter(fingerprint__in=prints).values_list("source", "fingerprint", "pk"):
        index.prints[source, print_] = Twin(pk, "same")
    for source, known, pk in held.filter(external_id__in=ids).values_list("source", "external_id", "pk"):
        index.ids[source, known] = pk
    for source, page, pk in held.filter(url__in=pages).order_by("-pk").values_list("source", "url", "pk"):
        index.pages[source, page] = pk
    for source, bands, text in _near(candidates, sources):
        for band in bands:
            index.near[source, band].append(text)


def _near(candidates: list[Candidate], sources: set[int]) -> Iterator[tuple[int, list[int], _Text]]:
    """Yield (source, bands, text) of the articles that one of the candidates may be near to."""
    asked: defaultdict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for band in candidate.bands:
            asked[candidate.source_id, band].append(candidate)
    if not asked:
        return
    shared = sketches.sharing({band for _, band in asked}).values_list("article_id", "digest", "bands")
    signed = {pk: (made, bands) for pk, made, bands in shared}  # a query by itself: joined, it may be planned badly
    articles = Article.objects.filter(pk__in=list(signed), source__in=sources).order_by()
    bodies: defaultdict[int, list[str]] = defaultdict(list)
    near = []
    for pk, source, published in articles.values_list("pk", "source", "published"):
        made, bands = signed[pk]
        text = _Text(pk, made, published, bodies[pk])
        if any(_may_be_near(text, candidate) for band in bands for candidate in asked.get((source, band), ())):
            near.append((source, bands, text))
    body = Paragraph.objects.filter(article__in=[text.article_id for *_, text in near], kind__in=("text", "heading"))
    for pk, line in body.order_by("article", "position").values_list("article", "text"):
        bodies[pk].append(line)
    yield from near
