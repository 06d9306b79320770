"""What may be meant by what is being typed: entities by any of their names, then titles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from articles.hebrew.analyzer import readings
from articles.hebrew.names import name_key
from articles.models.entity import Kind, address_of
from articles.sql import read
from articles.text.slugs import slug

MOST_NAMES, MOST_TITLES = 6, 4
LONGEST = 80
_ROWS = 40  # rows looked at, since an entity may have several names that begin so
_FIRST = 1_000  # entities looked at for what very many names begin with
_BOUND = 400  # names that are very many
_LEAST_TITLE, _LEAST_LIKE = 3, 5  # letters typed before titles are looked at, and before names that are only alike
_NAMES, _FIRST_NAMES = read("suggest_names"), read("suggest_first_names")
_LIKE_NAMES, _TITLES = read("suggest_like_names"), read("suggest_titles")


@dataclass(frozen=True, slots=True)
class Name:
    """An entity, the name by which it was found, and in how many articles it was when last counted."""

    pk: int
    name: str
    kind: str
    called: str
    articles: int

    @property
    def url(self) -> str:
        """The address of its page."""
        return address_of(self.pk, self.name)

    @property
    def kind_label(self) -> str:
        """What it is, in Hebrew."""
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Title:
    """A published article."""

    pk: int
    title: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return reverse("article", args=[self.pk, slug(self.title)])


def names(typed: str) -> list[Name]:
    """Return up to `MOST_NAMES` entities: called as typed, or so that a word of a name begins so.

    When none is: what is left without prefix letters, then the last word typed, then names that are alike.
    """
    key = name_key(typed[:LONGEST])
    if not key:
        return []
    for asked in _ways(key):
        if found := _named(asked):
            return found
    return _like(key) if len(key) >= _LEAST_LIKE else []


def titles(typed: str) -> list[Title]:
    """Return the newest published articles whose titles have every word typed, as a whole word or a part of one."""
    key = name_key(typed[:LONGEST])
    if len(key) < _LEAST_TITLE:
        return []
    patterns = {f"word{number}": f"%{_escaped(word)}%" for number, word in enumerate(key.split())}
    sql = _TITLES.format(words=" AND ".join(f"sketch.title_key LIKE %({name})s" for name in patterns))
    return [Title(*row) for row in _rows(sql, **patterns, most=MOST_TITLES)]


def _ways(key: str) -> Iterator[str]:
    yield key
    first, _, rest = key.partition(" ")
    for stem in dict.fromkeys(reading.stem for reading in readings(first) if reading.prefix):
        yield f"{stem} {rest}".strip()
    if " " in key:
        yield key.rpartition(" ")[2]


def _named(key: str) -> list[Name]:
    """Return the entities called so; of more than can be looked at, those called exactly so, and the best known."""
    start = f"{_escaped(key)}%"
    asked = {"key": key, "start": start, "inner": f"% {start}", "most": _ROWS}
    rows = _rows(_NAMES, **asked, bound=_BOUND) if len(key) > 1 else []
    if len(key) == 1 or (rows and rows[0][6]):
        rows = [row for row in rows if row[5]] + _rows(_FIRST_NAMES, **asked, first=_FIRST)
    return _once(rows)


def _like(key: str) -> list[Name]:
    half = max(3, len(key) // 2)
    start, end = f"{_escaped(key[:half])}%", f"%{_escaped(key[-half:])}%"
    return _once(_rows(_LIKE_NAMES, key=key, start=start, inner=f"% {start}", end=end, most=_ROWS, bound=_BOUND))


def _once(rows: Iterable[tuple[Any, ...]]) -> list[Name]:
    found: dict[int, Name] = {}
    for row in rows:
        found.setdefault(row[0], Name(*row[:5]))
    return list(found.values())[:MOST_NAMES]


def _rows(sql: str, **params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _escaped(text: str) -> str:
    """Return `text` with the signs of LIKE taken as they are."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
