"""A record as JSON and back: how one that waits for a decision is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from articles.intake.records import ArticleRecord, Line, Link, Named

_MOMENTS = ("published", "updated")


def as_json(record: ArticleRecord) -> dict[str, Any]:
    """Return a record as JSON values, without the item as it was read."""
    kept = asdict(replace(record, raw=None))
    del kept["raw"]
    for name in _MOMENTS:
        kept[name] = kept[name] and kept[name].isoformat()
    return kept


def from_json(kept: Mapping[str, Any]) -> ArticleRecord:
    """Return the record that was kept; fields that are known no more are left out."""
    known = {one.name for one in fields(ArticleRecord)}
    values = {name: value for name, value in kept.items() if name in known}
    for name in _MOMENTS:
        values[name] = datetime.fromisoformat(values[name]) if values.get(name) else None
    return ArticleRecord(**values | _lists(values))


def _lists(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "paragraphs": tuple(_line(line) for line in values.get("paragraphs", ())),
        "related": tuple(Link(**link) for link in values.get("related", ())),
        "tags": tuple(values.get("tags", ())),
        "tag_kinds": tuple((tag, kind) for tag, kind in values.get("tag_kinds", ())),
        "notes": tuple(values.get("notes", ())),
    }


def _line(kept: Mapping[str, Any]) -> Line:
    return Line(kept["kind"], kept["text"], tuple(Named(**one) for one in kept.get("named", ())))
