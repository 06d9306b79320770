"""Fields by name, from whatever format, put together as a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, get_args

from articles.hebrew.normalise import clean
from articles.intake import dates, layout
from articles.intake.records import ArticleRecord, Kind, Line, Link, Read, Rejection

Fields = Mapping[str, Sequence[Any]]  # the values that each field was given, empty ones left out
_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}
_SEPARATORS: Final = re.compile(r"\s*[|;\n]\s*")
_COMMAS: Final = re.compile(r"\s*,\s*")


def assemble(fields: Fields, place: str, raw: Mapping[str, Any] | None = None) -> Read:
    """Return the record that `fields` describe; a date that is given but cannot be read is a reason to refuse."""
    published = dates.parse(_value(fields, "published"))
    stated = text(_value(fields, "published"))
    if stated and not published:
        return Rejection(place, unreadable(stated), _one(fields, "title"), raw)
    updated = dates.parse(_value(fields, "updated"))
    return ArticleRecord(
        title=_one(fields, "title"),
        source=_one(fields, "source"),
        external_id=_one(fields, "external_id"),
        url=_one(fields, "url"),
        deck=_one(fields, "deck"),
        byline=_one(fields, "byline"),
        section=_one(fields, "section"),
        published=published.at if published else None,
        time_known=bool(published and published.time_known),
        date_known_from="metadata" if published else "unknown",
        updated=updated.at if updated else None,
        paragraphs=tuple(line for value in fields.get("body", ()) for line in lines(value)),
        related=tuple(link for value in fields.get("related", ()) for link in _links(value)),
        tags=tuple(tags(fields)),
        place=place,
        raw=raw,
    )


def told(fields: Fields, place: str, kinds: Mapping[str, str] | None = None) -> Read:
    """Return the record that `fields` describe, its raw form being the fields themselves; `kinds` are those of tags."""
    filled = {name: [value for value in values if value] for name, values in fields.items()}
    filled = {name: values for name, values in filled.items() if values}
    read = assemble(filled, place, {name: _plain(values) for name, values in filled.items()})
    return replace(read, tag_kinds=tuple(kinds.items())) if kinds and isinstance(read, ArticleRecord) else read


def _plain(values: Sequence[Any]) -> Any:
    plain = [[_plain_line(one) for one in value] if isinstance(value, (list, tuple)) else value for value in values]
    return plain[0] if len(plain) == 1 else plain


def _plain_line(value: Any) -> Any:
    return {"kind": value.kind, "text": value.text} if isinstance(value, Line) else value


def unreadable(stated: str) -> str:
    """Return why a date was refused, and the forms that are read."""
    return (
        f"התאריך ״{clean(stated[:60])}״ אינו קריא או אינו סביר. "
        "כתבו אותו כך: 2019-01-04, או 04.01.2019 (יום לפני חודש), ואפשר להוסיף שעה."
    )


def tags(fields: Fields) -> Iterator[str]:
    """Yield the names in the tag fields: JSON lists of texts or of objects with a name, or text with separators."""
    for value in fields.get("tags", ()):
        yield from _names(_json(value) if isinstance(value, str) else value)


def text(value: Any) -> str:
    """Return the text of a value of any type; lists are joined by commas, None is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(text(member) for member in value)
    return text(value.get("name")) if isinstance(value, Mapping) else str(value)


def lines(value: Any) -> Iterator[Line]:
    """Yield the paragraphs of a body: a text, or a list of texts and of {"kind", "text"} objects."""
    if isinstance(value, (list, tuple)):
        yield from (line for member in value for line in _listed(member))
    else:
        yield from (Line("text", line) for line in layout.paragraphs(text(value)))


def _listed(member: Any) -> Iterator[Line]:
    if isinstance(member, Line):
        yield member
    elif isinstance(member, Mapping):
        yield Line(_KINDS.get(str(member.get("kind")), "text"), text(member.get("text")))
    else:
        yield Line("text", text(member))


def _links(value: Any) -> Iterator[Link]:
    if isinstance(value, str):
        yield from (Link(part) for part in _SEPARATORS.split(value) if part)
    elif isinstance(value, (list, tuple)):
        yield from (link for member in value for link in _links(member))
    elif isinstance(value, Mapping):
        yield Link(text(value.get("text") or value.get("title")), text(value.get("url")))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        yield from (name for member in value for name in _names(member))
    elif isinstance(value, Mapping):
        yield from _names(value.get("name") or value.get("text") or value.get("label"))
    elif isinstance(value, str):
        parts = _SEPARATORS.split(value)
        yield from (part.strip() for part in (parts if len(parts) > 1 else _COMMAS.split(value)) if part.strip())


def _json(value: str) -> Any:
    if not value.lstrip().startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _value(fields: Fields, name: str) -> Any:
    return next(iter(fields.get(name, ())), None)


def _one(fields: Fields, name: str) -> str:
    return text(_value(fields, name))
