"""All that search accepts: one frozen value, read from a query string and printed back to one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote_plus

from django.utils import timezone

from articles.hebrew.analyzer import Mode
from articles.hebrew.normalise import clean
from articles.search.grammar import Parsed, parse
from articles.text.dates import day_of

SORTS = {"relevance": "לפי התאמה", "newest": "מהחדש לישן", "oldest": "מהישן לחדש"}


class Parameters(Protocol):
    """What Django's `QueryDict` offers."""

    def get(self, key: str, default: Any = None) -> Any: ...

    def getlist(self, key: str) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Criteria:
    """One search. Dates are whole days in the archive's time zone, both included; `page` counts from 1.

    Any of `sources`, of `sections`, of `years`; all of `entities`; none of what a name with `not_` holds;
    `versions` is the family of `SearchSketch` whose articles are wanted alone.
    """

    q: str = ""
    mode: Mode = Mode.FLEXIBLE
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    entities: tuple[int, ...] = ()
    start: date | None = None
    end: date | None = None
    sort: str = ""
    page: int = 1
    years: tuple[int, ...] = ()
    not_sources: tuple[str, ...] = ()
    not_sections: tuple[str, ...] = ()
    not_entities: tuple[int, ...] = ()
    not_years: tuple[int, ...] = ()
    versions: int | None = None
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, given: Parameters) -> "Criteria":
        """Read the parameters of `/search/`; one that cannot be read is left out and named in `problems`."""
        problems: list[str] = []
        return cls(
            q=clean(given.get("q") or "").strip(),
            mode=_choice(given, "mode", Mode, Mode.FLEXIBLE, problems),
            sources=_texts(given, "source"),
            sections=_texts(given, "section"),
            entities=_numbers(given, "entity", problems),
            years=_years(given, "year", problems),
            not_sources=_texts(given, "not_source"),
            not_sections=_texts(given, "not_section"),
            not_entities=_numbers(given, "not_entity", problems),
            not_years=_years(given, "not_year", problems),
            versions=_number(given.get("versions")),
            start=_day(given, "from", problems, last=False),
            end=_day(given, "to", problems, last=True),
            sort=_sort(given, problems),
            page=max(1, _number(given.get("page")) or 1),
            problems=tuple(problems),
        )

    @property
    def parsed(self) -> Parsed:
        """The tree of the words asked."""
        return parse(self.q)

    @property
    def order(self) -> str:
        """The order in force: by relevance when words are asked, else the newest first."""
        if self.sort in SORTS and (self.sort != "relevance" or self.q):
            return self.sort
        return "relevance" if self.q else "newest"

    @property
    def since(self) -> datetime | None:
        """The first moment wanted."""
        return _midnight(self.start) if self.start else None

    @property
    def until(self) -> datetime | None:
        """The first moment that is too late."""
        return _midnight(self.end + timedelta(days=1)) if self.end else None

    @property
    def narrowed(self) -> bool:
        """Tell whether anything beside the words is asked."""
        return self.but(q="", mode=Mode.FLEXIBLE, sort="") != Criteria()

    def but(self, **changes: Any) -> "Criteria":
        """Return this search with fields changed, from its first page unless `page` is among them."""
        return replace(self, **{"page": 1, "problems": (), **changes})

    def query_string(self) -> str:
        """Return the search as the query string of `/search/`, without what is default."""
        return "&".join([f"{key}={_quoted(value)}" for key, value in self.pairs()])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters of `query_string` in order."""
        if self.q:
            yield "q", self.q
        if self.mode is not Mode.FLEXIBLE:
            yield "mode", self.mode.value
        yield from (("source", name) for name in self.sources)
        yield from (("section", name) for name in self.sections)
        yield from (("entity", str(number)) for number in self.entities)
        yield from (("year", str(year)) for year in self.years)
        yield from (("not_source", name) for name in self.not_sources)
        yield from (("not_section", name) for name in self.not_sections)
        yield from (("not_entity", str(number)) for number in self.not_entities)
        yield from (("not_year", str(year)) for year in self.not_years)
        if self.versions is not None:
            yield "versions", str(self.versions)
        for key, day in (("from", self.start), ("to", self.end)):
            if day:
                yield key, day.isoformat()
        if self.sort:
            yield "sort", self.sort
        if self.page > 1:
            yield "page", str(self.page)


@lru_cache(maxsize=2_000)
def _quoted(value: str) -> str:
    """Return a value as it stands in a query string: a page of results has some hundred addresses of few values."""
    return quote_plus(value)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(given: Parameters, key: str, problems: list[str], *, last: bool) -> date | None:
    text = given.get(key) or ""
    day = day_of(text, last=last)
    if text.strip() and day is None:
        problems.append(f"התאריך {clean(text)[:40]} אינו תאריך; כותבים כך: 2019-01-04")
    return day if day and 1 < day.year < 9999 else None


def _number(text: Any) -> int | None:
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _numbers(given: Parameters, key: str, problems: list[str]) -> tuple[int, ...]:
    read = [_number(text) for text in given.getlist(key)]
    if None in read:
        problems.append("אחת הישויות בכתובת אינה מספר, והושמטה")
    return tuple(dict.fromkeys(number for number in read if number is not None))[:20]


def _years(given: Parameters, key: str, problems: list[str]) -> tuple[int, ...]:
    read = [_number(text) for text in given.getlist(key)]
    years = tuple(dict.fromkeys(year for year in read if year is not None and 1 < year < 9999))
    if len(years) < len(set(read)):
        problems.append("שנה בכתובת אינה שנה, והושמטה; כותבים כך: 2019")
    return years[:50]


def _texts(given: Parameters, key: str) -> tuple[str, ...]:
    read = (clean(text).strip() for text in given.getlist(key))
    return tuple(dict.fromkeys(text for text in read if text))[:50]


def _choice(given: Parameters, key: str, kind: type[Mode], default: Mode, problems: list[str]) -> Mode:
    text = given.get(key) or default.value
    try:
        return kind(text)
    except ValueError:
        problems.append("רוחב החיפוש בכתובת אינו מוכר; נבחר הרוחב הרגיל")
        return default


def _sort(given: Parameters, problems: list[str]) -> str:
    text = given.get("sort") or ""
    if text and text not in SORTS:
        problems.append("הסדר בכתובת אינו מוכר; נבחר הסדר הרגיל")
        return ""
    return text
