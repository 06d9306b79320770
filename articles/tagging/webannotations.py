"""Tags as W3C Web Annotations (TextQuote and TextPosition), out and in again exactly; and as CSV.

The text of an annotation is a paragraph (the article's address with #p3); positions count code points of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from articles.models import Article, Entity, Mention, Paragraph
from articles.models.entity import Kind, MentionStatus, Origin
from articles.tagging import anchors, appearances

CONTEXT: Final = ["http://www.w3.org/ns/anno.jsonld", {"archive": "urn:newsarchive:"}]
AROUND: Final = 32  # code points of prefix and suffix
_DECIDED: Final = (MentionStatus.ACCEPTED, MentionStatus.REJECTED, MentionStatus.REMOVED)
_SOURCE: Final = re.compile(r".*/articles/(?P<article>[0-9]{1,18})(?:/[^#]*)?#p(?P<position>[0-9]{1,9})")
_COLUMNS: Final = (
    "article", "paragraph", "start", "end", "quote", "entity", "name", "kind", "status", "origin", "decided", "by",
)  # fmt: skip


class Unreadable(ValueError):
    """An annotation that cannot be stored; `str()` says why."""


def decided(articles: Iterable[Article] | None = None) -> Iterator[Mention]:
    """Yield the decided tags of these articles, or of all, in the order of reading."""
    rows = Mention.objects.filter(status__in=_DECIDED).select_related("entity", "paragraph", "decided_by")
    rows = rows if articles is None else rows.filter(article__in=articles)
    yield from rows.order_by("article_id", "paragraph__position", "start", "end", "entity_id").iterator()


def annotation(mention: Mention, site: str) -> dict[str, Any]:
    """Return a tag as a Web Annotation; `site` is the address of the archive, without a slash at its end."""
    paragraph, entity, user = mention.paragraph, mention.entity, mention.decided_by
    text, position = paragraph.text, paragraph.position
    place = f"{mention.article_id}-{position}-{mention.start}-{mention.end}-{entity.pk}"
    return {
        "@context": CONTEXT,
        "id": f"urn:newsarchive:tag:{place}",
        "type": "Annotation",
        "motivation": "identifying",
        "created": mention.created.isoformat(),
        **({"modified": mention.decided.isoformat()} if mention.decided else {}),
        **({"creator": {"type": "Person", "nickname": user.get_username()}} if user else {}),
        "body": [
            {"type": "SpecificResource", "purpose": "identifying", "source": f"{site}/entities/{entity.pk}/"},
            {"type": "TextualBody", "purpose": "tagging", "value": entity.name, "archive:kind": entity.kind},
        ],
        "target": {
            "source": f"{site}/articles/{mention.article_id}/#p{position}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": mention.quote,
                    "prefix": text[max(0, mention.start - AROUND) : mention.start],
                    "suffix": text[mention.end : mention.end + AROUND],
                },
                {"type": "TextPositionSelector", "start": mention.start, "end": mention.end},
            ],
        },
        "archive:status": mention.status,
        "archive:origin": mention.origin,
    }


def store(given: dict[str, Any]) -> bool:
    """Store one annotation; False when its tag is there already. Raises Unreadable."""
    try:
        mention = _read(given)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, StopIteration) as error:
        raise (
            error if isinstance(error, Unreadable) else Unreadable(f"not an annotation of a tag: {error!r}")
        ) from error
    created = mention.created
    try:
        with transaction.atomic():
            appearances.lock([mention.article_id])
            if _stands(mention):
                return False
            mention.save(force_insert=True)
            Mention.objects.filter(pk=mention.pk).update(created=created)
            appearances.refresh([mention.article_id])
    except IntegrityError as error:
        raise Unreadable("the place has another tag") from error
    return True


def as_csv(mentions: Iterable[Mention]) -> Iterator[str]:
    """Yield the lines of a CSV file with a byte order mark, for spreadsheets; formulas are disarmed."""
    yield "\ufeff" + _line(_COLUMNS)
    for one in mentions:
        yield _line(
            (
                one.article_id, one.paragraph.position, one.start, one.end, one.quote, one.entity_id, one.entity.name,
                one.entity.kind, one.status, one.origin, one.decided.isoformat() if one.decided else "",
                one.decided_by.get_username() if one.decided_by else "",
            )
        )  # fmt: skip


def _line(cells: Iterable[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_cell(str(cell)) for cell in cells])
    return written.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _read(given: dict[str, Any]) -> Mention:
    paragraph = _paragraph(given["target"]["source"])
    start, quote = _place(given["target"]["selector"], paragraph.text)
    modified = given.get("modified")
    return Mention(
        article_id=paragraph.article_id,
        paragraph=paragraph,
        entity=_entity(given["body"]),
        start=start,
        end=start + len(quote),
        quote=quote,
        status=_one_of(given.get("archive:status", "accepted"), {str(status) for status in _DECIDED}),
        origin=_one_of(given.get("archive:origin", "import"), set(Origin.values)),
        decided=datetime.fromisoformat(modified) if modified else None,
        decided_by=User.objects.filter(username=given.get("creator", {}).get("nickname", "")).first(),
        created=datetime.fromisoformat(given["created"]),
    )


def _paragraph(source: str) -> Paragraph:
    place = _SOURCE.fullmatch(source)
    found = place and Paragraph.objects.filter(article=int(place["article"]), position=int(place["position"])).first()
    if not found:
        raise Unreadable(f"no such paragraph: {source}")
    return found


def _place(selectors: list[dict[str, Any]], text: str) -> tuple[int, str]:
    """Return where the quote stands: at its position, or else in the only place with its prefix and suffix."""
    by_type = {one["type"]: one for one in selectors}
    quote = by_type["TextQuoteSelector"]
    exact, start = quote["exact"], by_type.get("TextPositionSelector", {}).get("start", -1)
    if not exact or not isinstance(exact, str) or "\0" in exact:
        raise Unreadable("an empty quote")
    if start >= 0 and text[start : start + len(exact)] == exact:
        return start, exact
    prefix = quote.get("prefix", "")
    found = anchors.places(text, f"{prefix}{exact}{quote.get('suffix', '')}")
    if len(found) != 1:
        raise Unreadable(f"the quote does not stand in its place: {exact[:80]}")
    return found[0] + len(prefix), exact


def _entity(bodies: list[dict[str, Any]]) -> Entity:
    """Return the entity of this name and kind: that of the address, or the only one."""
    named = next(body for body in bodies if body["type"] == "TextualBody")
    kind = _one_of(named["archive:kind"], set(Kind.values))
    found = list(Entity.objects.filter(name=named["value"], kind=kind)[:2])
    address = next((body["source"] for body in bodies if body["type"] == "SpecificResource"), "")
    by_address = [one for one in found if re.search(rf"/entities/{one.pk}(?:/|$)", address)]
    if by_address or len(found) == 1:
        return (by_address or found)[0]
    raise Unreadable(f"{'more than one' if found else 'no'} entity is called {named['value']} ({kind})")


def _one_of(value: str, allowed: set[str]) -> str:
    if value not in allowed:
        raise Unreadable(f"unknown value: {value}")
    return value


def _stands(mention: Mention) -> bool:
    rows = Mention.objects.filter(paragraph=mention.paragraph, start=mention.start, end=mention.end)
    return rows.filter(entity=mention.entity).exclude(status=MentionStatus.BROKEN).exists()
