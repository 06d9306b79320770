"""ninjs 1 to 3, the JSON of news agencies: one object an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from articles.intake.readers import flow
from articles.intake.readers.assemble import text, told
from articles.intake.records import Line, Read, Rejection

_SIGNS: Final = frozenset({
    "body_text", "body_xhtml", "body_html", "bodies", "headlines", "versioncreated", "versionCreated", "pubstatus",
    "pubStatus",
})  # fmt: skip
_WITHDRAWN: Final = "סוכנות הידיעות ביטלה את הפריט או עיכבה אותו ({})."
_KINDS: Final = {  # version 1 and versions 2, 3
    "person": "person", "people": "person", "organisation": "organisation", "organisations": "organisation",
    "place": "place", "places": "place", "event": "event", "events": "event", "object": "product", "objects": "product",
    "subject": "", "subjects": "",
}  # fmt: skip


def is_one(thing: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is a ninjs item."""
    return "uri" in thing and not _SIGNS.isdisjoint(thing)


def record(thing: Mapping[str, Any], place: str) -> Read:
    """Return the article of one item."""
    status = text(_first(thing, "pubstatus", "pubStatus"))
    title = _headline(thing)
    if status in ("canceled", "cancelled", "withheld"):
        return Rejection(place, _WITHDRAWN.format(status), title, thing)
    try:
        return told(_fields(thing, title), place, dict(_names(thing)))
    except flow.TooDeep as error:
        return Rejection(place, str(error), title, thing)


def _fields(thing: Mapping[str, Any], title: str) -> dict[str, list[Any]]:
    created = _first(thing, "contentcreated", "contentCreated", "firstcreated", "firstCreated")
    version = _first(thing, "versioncreated", "versionCreated")
    uri = text(thing.get("uri"))
    providers = _listed(_first(thing, "infosources", "infoSources", "infosource"))
    return {
        "external_id": [uri[:200]],
        "title": [title],
        "deck": [flow.as_text(_role(thing, "descriptions") or _told(thing, "description"))],
        "byline": [text(_first(thing, "byline", "by")) or ", ".join(name for name in _listed(thing.get("authors")))],
        "source": [", ".join(providers) or text(thing.get("source"))],
        "section": [text(thing.get("section"))],
        "published": [created or version],
        "updated": [_first(thing, "contentmodified", "contentModified") or (version if created else "")],
        "url": [uri if uri.startswith("http") else ""],
        "tags": [[*dict(_names(thing)), *_listed(_first(thing, "keywords", "keyword"))]],
        "body": [_body(thing)],
    }  # fmt: skip


def _headline(thing: Mapping[str, Any]) -> str:
    return flow.as_text(text(thing.get("headline")) or _role(thing, "headlines") or text(thing.get("title")))


def _body(thing: Mapping[str, Any]) -> tuple[Line, ...]:
    for body in _objects(thing.get("bodies")):
        if lines := flow.of_html(text(body.get("value"))):
            return lines
    return flow.of_html(_told(thing, "body"))


def _told(thing: Mapping[str, Any], what: str) -> str:
    """Return body_xhtml or its like: the richest form first, then any other."""
    ranked = (f"{what}_xhtml", f"{what}_html", f"{what}_text", *(key for key in thing if key.startswith(f"{what}_")))
    return next((found for key in ranked if (found := text(thing.get(key)))), "")


def _role(thing: Mapping[str, Any], name: str) -> str:
    """Return the value of the main one of a list of objects with roles, else of the first."""
    given = list(_objects(thing.get(name)))
    main = [one for one in given if one.get("role") in ("main", "headline", "summary", None)]
    return next((text(one.get("value")) for one in (*main, *given) if one.get("value")), "")


def _names(thing: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, kind in _KINDS.items():
        for one in _objects(thing.get(key)):
            if name := text(one.get("name")).strip():
                yield name, kind


def _listed(value: Any) -> list[str]:
    members = value if isinstance(value, list) else [value]
    return [name for member in members if (name := text(member).strip())]


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (member for member in value if isinstance(member, Mapping))


def _first(thing: Mapping[str, Any], *names: str) -> Any:
    return next((thing[name] for name in names if thing.get(name)), "")
