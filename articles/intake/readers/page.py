"""What a web page says of its article: JSON-LD first, then OpenGraph, then plain meta tags and its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from lxml.html import HtmlElement

from articles.intake import dates
from articles.intake.dates import Moment
from articles.intake.records import KnownFrom, Line

_ARTICLE_TYPES: Final = re.compile(r"(?:\w*NewsArticle|Article|\w*BlogPosting|Report|\w*LiveBlogPosting)$")
_MOST: Final = 500
UNREADABLE: Final = "תאריך הפרסום שבדף אינו קריא ולא נשמר: {}"


@dataclass(frozen=True, slots=True)
class Said:
    """A page's own words about its article; "" and None for what it does not say."""

    title: str
    source: str
    url: str
    deck: str
    byline: str
    section: str
    published: Moment | None
    date_known_from: KnownFrom
    updated: Moment | None
    tags: tuple[str, ...]
    body: tuple[Line, ...]
    notes: tuple[str, ...]


def said(tree: HtmlElement, address: str = "") -> Said:
    """Read what the page says; `address` is where it was fetched from, when that is known."""
    ld, meta = _linked_data(tree), _meta(tree)
    url = _first(meta, "og:url") or _canonical(tree) or _text(ld.get("url")) or address
    stated = _text(ld.get("datePublished")) or _first(meta, *_PUBLISHED) or _time_tag(tree)
    published, known_from = _published(stated, url)
    return Said(
        title=_text(ld.get("headline")) or _first(meta, "og:title") or _title_tag(tree),
        source=_name(ld.get("publisher")) or _first(meta, "og:site_name", "application-name"),
        url=url,
        deck=_text(ld.get("description")) or _first(meta, "og:description", "description"),
        byline=_name(ld.get("author")) or _first(meta, "author", "article:author_name", "byl"),
        section=_text(ld.get("articleSection")) or _first(meta, "article:section", "section"),
        published=published,
        date_known_from=known_from,
        updated=dates.parse(_text(ld.get("dateModified")) or _first(meta, "article:modified_time", "last-modified")),
        tags=_tags(ld, meta),
        body=tuple(Line("text", line) for line in _text(ld.get("articleBody")).split("\n") if line.strip()),
        notes=(UNREADABLE.format(stated[:80]),) if stated and not published else (),
    )


_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate",
    "publish-date", "date", "dc.date", "dcterms.date", "dc.date.issued", "parsely-pub-date", "sailthru.date",
)  # fmt: skip


def _published(stated: str, url: str) -> tuple[Moment | None, KnownFrom]:
    moment = dates.parse(stated)
    if moment:
        return moment, "metadata"
    moment = dates.in_address(url)
    return moment, "address" if moment else "unknown"


def _linked_data(tree: HtmlElement) -> Mapping[str, Any]:
    """Return the first JSON-LD object that is an article, or an empty one."""
    for script in islice(tree.iterfind('.//script[@type="application/ld+json"]'), 50):
        for thing in _things(_loads(script.text or "")):
            if any(_ARTICLE_TYPES.match(kind) for kind in _texts(thing.get("@type"))):
                return thing
    return {}


def _loads(text: str) -> Any:
    try:
        return json.loads(text.strip(), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON-LD script, those inside @graph and lists included."""
    if depth > 4:
        return
    if isinstance(data, list):
        for member in data[:_MOST]:
            yield from _things(member, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph") or data.get("mainEntity"), depth + 1)


def _meta(tree: HtmlElement) -> Mapping[str, list[str]]:
    """Return the contents of the meta tags by lower-case name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for tag in islice(tree.iterfind(".//meta"), _MOST):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name.lower(), []).append(content)
    return found


def _first(meta: Mapping[str, list[str]], *names: str) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _canonical(tree: HtmlElement) -> str:
    return next((link.get("href") or "" for link in tree.iterfind('.//link[@rel="canonical"]')), "")


def _time_tag(tree: HtmlElement) -> str:
    """A time tag that says it is the publication's, or the only one of the page."""
    tags = [tag for tag in islice(tree.iterfind(".//time"), _MOST) if tag.get("datetime")]
    marked = [tag for tag in tags if tag.get("pubdate") is not None or tag.get("itemprop") == "datePublished"]
    chosen = marked[:1] or (tags if len(tags) == 1 else [])
    return chosen[0].get("datetime") if chosen else ""


def _title_tag(tree: HtmlElement) -> str:
    heading = tree.find(".//h1")
    title = heading if heading is not None else tree.find(".//title")
    return " ".join(title.text_content().split()) if title is not None else ""


def _tags(ld: Mapping[str, Any], meta: Mapping[str, list[str]]) -> tuple[str, ...]:
    given = _texts(ld.get("keywords")) or meta.get("article:tag") or meta.get("keywords") or []
    return tuple(tag.strip() for text in given[:_MOST] for tag in text.split(",") if tag.strip())


def _text(value: Any) -> str:
    """The first text of a value that may be a text, a list or an object with a name or an @id."""
    return next(iter(_texts(value)), "")


def _name(value: Any) -> str:
    return ", ".join(_texts(value)[:20])


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [text for member in value[:_MOST] for text in _texts(member)[:1]]
    if isinstance(value, dict):
        return _texts(value.get("name") or value.get("@value") or value.get("@id"))
    return []
