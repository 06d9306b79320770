"""What readers yield: an article as its file tells it, or why an item is no article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["text", "heading", "credit", "note"]
KnownFrom = Literal["metadata", "text", "address", "archivist", "unknown"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the file itself marks in a line: `start` and `end` are code points of the line's text.

    `name` is what the file calls it, which may differ from the words marked; `kind` is an entity's kind
    (person, organisation, place, event, product, work) or "" when the file does not say.
    """

    start: int
    end: int
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its kind, its text, and the names that the file marks in it."""

    kind: Kind
    text: str
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A related item: its text, and its address or ""."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article, laid out. `published` is aware; `notes` say in Hebrew what the layout did to the text.

    `tags` are names that the file gives to the whole article, those marked in its lines included; `tag_kinds` pairs a
    tag with its kind of entity, where the file says it. `place` tells where the article stands in its file (member,
    line, row); `raw` is the item as it was read, for handing back.
    """

    title: str
    source: str = ""
    external_id: str = ""
    url: str = ""
    deck: str = ""
    byline: str = ""
    section: str = ""
    published: datetime | None = None
    time_known: bool = False
    date_known_from: KnownFrom = "unknown"
    update_stamp: str = ""
    updated: datetime | None = None
    paragraphs: tuple[Line, ...] = ()
    related: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    tag_kinds: tuple[tuple[str, str], ...] = ()
    place: str = ""
    notes: tuple[str, ...] = ()
    raw: Mapping[str, Any] | None = field(default=None, compare=False)

    @property
    def body(self) -> tuple[Line, ...]:
        """The paragraphs that readers see as the article."""
        return tuple(line for line in self.paragraphs if line.kind in ("text", "heading"))


@dataclass(frozen=True, slots=True)
class Rejection:
    """An item that is not stored: where it stands, why, and what to do about it (in Hebrew)."""

    place: str
    reason: str
    title: str = ""
    raw: Mapping[str, Any] | None = field(default=None, compare=False)


Read = ArticleRecord | Rejection
