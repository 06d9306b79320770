"""Reads the demonstration's own format: header lines, an empty line, paragraphs with [[entity]] or [[entity|text]]."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parent
_NAME: Final = re.compile(r"\d{4}-\d{2}-\d{2}-(?P<slug>.+)")
_TAG: Final = re.compile(r"\[\[(?P<name>[^\[\]|]+)(?:\|(?P<text>[^\[\]|]+))?\]\]")


@dataclass(frozen=True, slots=True)
class Tag:
    """The code points `start` to `end` of a paragraph speak of the entity of this name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class DemoParagraph:
    """A paragraph as readers see it, and its tags."""

    text: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article; `published` is ISO, local time; `related` are slugs of other articles."""

    slug: str
    source: str
    section: str
    published: str
    byline: str
    title: str
    deck: str
    related: tuple[str, ...]
    paragraphs: tuple[DemoParagraph, ...]


@dataclass(frozen=True, slots=True)
class DemoEntity:
    """An entity with its other names."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    description: str
    wikidata: str


def articles(home: Path = HOME) -> Iterator[DemoArticle]:
    """Yield the articles in the order of their days."""
    for path in sorted((home / "articles").glob("*.txt")):
        yield article(path.stem, path.read_text("utf-8"))


def entities(home: Path = HOME) -> Iterator[DemoEntity]:
    """Yield the entities."""
    for row in json.loads((home / "entities.json").read_text("utf-8")):
        yield DemoEntity(**{**row, "aliases": tuple(row["aliases"])})


def article(stem: str, text: str) -> DemoArticle:
    """Read one article, given the name of its file without suffix."""
    name = _NAME.fullmatch(stem)
    head, _, body = text.partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines()]
    said = {key: value for key, _, value in lines if key != "related"}
    return DemoArticle(
        slug=name["slug"] if name else stem,
        **said,
        related=tuple(value for key, _, value in lines if key == "related"),
        paragraphs=tuple(paragraph(block.strip()) for block in body.split("\n\n") if block.strip()),
    )


def paragraph(marked: str) -> DemoParagraph:
    """Take the tags out of a paragraph and remember where they stood."""
    pieces: list[str] = []
    tags: list[Tag] = []
    read = length = 0
    for tag in _TAG.finditer(marked):
        before, shown = marked[read : tag.start()], tag["text"] or tag["name"]
        start = length + len(before)
        length = start + len(shown)
        pieces += [before, shown]
        tags.append(Tag(start, length, tag["name"]))
        read = tag.end()
    return DemoParagraph("".join([*pieces, marked[read:]]), tuple(tags))
