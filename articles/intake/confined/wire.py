"""What readers yield, as lines of JSON between processes. Nothing of it is executed by whoever receives it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from articles.intake import mapping as mappings
from articles.intake.mapping import TableMapping
from articles.intake.readers.table import Head
from articles.intake.records import ArticleRecord, Line, Link, Named, Read, Rejection

_MOMENTS: Final = ("published", "updated")
_NAMES: Final = tuple(field.name for field in fields(ArticleRecord))
_REFUSED: Final = tuple(field.name for field in fields(Rejection))


def dumps(item: Read) -> bytes:
    """Return an item as one line."""
    names, sign = (_REFUSED, "r") if isinstance(item, Rejection) else (_NAMES, "a")
    told = {name: value for name in names if (value := getattr(item, name))}
    if isinstance(item, ArticleRecord):
        told["paragraphs"] = [_line(line) for line in item.paragraphs]
        told["related"] = [(link.text, link.url) for link in item.related]
    return json.dumps({sign: told}, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def loads(line: bytes) -> Read | None:
    """Return the item of a line; None for the line that says that all was told."""
    told = json.loads(line)
    if "r" in told:
        return Rejection(**{"place": "", "reason": "", **told["r"]})
    return _article(told["a"]) if "a" in told else None


END: Final = b'{"end": true}\n'


def dumps_head(head: Head | None) -> bytes:
    """Return the head of a table as one line."""
    told = head and {"header": head.header, "rows": head.rows, "mapping": head.mapping.as_json()}
    return json.dumps(told, default=str).encode() + b"\n"


def loads_head(line: bytes) -> Head | None:
    """Return the head of a table; its cells are texts and numbers."""
    told = json.loads(line)
    if not told:
        return None
    rows = tuple(tuple(row) for row in told["rows"])
    return Head(tuple(told["header"]), rows, mappings.from_json(told["mapping"]))


def mapping_of(told: Mapping[str, Any] | None) -> TableMapping | None:
    """Return the mapping that `TableMapping.as_json` wrote."""
    return mappings.from_json(told) if told else None


def _line(line: Line) -> tuple[Any, ...]:
    named = [(one.start, one.end, one.name, one.kind) for one in line.named]
    return (line.kind, line.text, named) if named else (line.kind, line.text)


def _article(told: dict[str, Any]) -> ArticleRecord:
    for name in _MOMENTS:
        if name in told:
            told[name] = datetime.fromisoformat(told[name])
    told["paragraphs"] = tuple(
        Line(kind, text, tuple(Named(*one) for named in rest for one in named))
        for kind, text, *rest in told["paragraphs"]
    )
    told["related"] = tuple(Link(*link) for link in told["related"])
    told["tags"] = tuple(told.get("tags", ()))
    told["tag_kinds"] = tuple((tag, kind) for tag, kind in told.get("tag_kinds", ()))
    told["notes"] = tuple(told.get("notes", ()))
    return ArticleRecord(**{"title": "", **told})
