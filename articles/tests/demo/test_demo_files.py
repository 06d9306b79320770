"""The demonstration archive keeps its own format: each file parses, each tag names a known entity."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypedDict

import pytest

DEMO = Path(__file__).resolve().parents[2] / "demo"
FILES = sorted((DEMO / "articles").glob("*.txt"))
NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")
TAG = re.compile(r"\[\[(?P<name>[^\[\]|]+)(?:\|(?P<text>[^\[\]|]+))?\]\]")
BIDI = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
KEYS = {"source", "section", "published", "byline", "title", "deck"}
SECTIONS = {"פוליטיקה", "כלכלה", "ספורט", "תרבות", "מדע", "חוץ", "ביטחון"}
KINDS = {"person", "organisation", "place", "event", "product", "work"}


class EntityRow(TypedDict):
    """One object of entities.json."""

    name: str
    kind: str
    aliases: list[str]
    description: str
    wikidata: str


@dataclass(frozen=True)
class DemoFile:
    """One parsed file: header values in order of appearance, tagged paragraphs."""

    date: str
    slug: str
    header: dict[str, list[str]]
    paragraphs: tuple[str, ...]

    def one(self, key: str) -> str:
        """Return the only value of a header key."""
        (value,) = self.header[key]
        return value

    def tags(self) -> Iterator[tuple[str, str]]:
        """Yield (canonical name, text as it stands) of every tag."""
        for match in TAG.finditer("\n".join(self.paragraphs)):
            yield match["name"], match["text"] or match["name"]


def parse(path: Path) -> DemoFile:
    """Read one demonstration article; a malformed name or header raises."""
    name = NAME.fullmatch(path.stem)
    assert name, path.name
    head, _, body = path.read_text("utf-8").partition("\n\n")
    header: dict[str, list[str]] = defaultdict(list)
    for line in head.splitlines():
        key, separator, value = line.partition(": ")
        assert separator and value.strip(), (path.name, line)
        header[key].append(value)
    return DemoFile(name["date"], name["slug"], dict(header), tuple(body.strip().split("\n\n")))


def plain(paragraph: str) -> str:
    """Return the paragraph as a reader sees it, without brackets."""
    return TAG.sub(lambda match: match["text"] or match["name"], paragraph)


ARTICLES = [parse(path) for path in FILES]
ENTITIES: list[EntityRow] = json.loads((DEMO / "entities.json").read_text("utf-8"))
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def test_archive_is_large_and_varied() -> None:
    assert len(ARTICLES) >= 64
    assert len({article.one("source") for article in ARTICLES}) >= 3
    assert {article.one("section") for article in ARTICLES} == SECTIONS


def test_every_year_from_2015_to_2025_has_articles() -> None:
    years = Counter(int(article.date[:4]) for article in ARTICLES)
    assert set(years) == set(range(2015, 2026))
    assert min(years.values()) >= 4


def test_slugs_and_titles_are_unique() -> None:
    assert len({article.slug for article in ARTICLES}) == len(ARTICLES)
    assert len({article.one("title") for article in ARTICLES}) == len(ARTICLES)


@each_article
def test_header_is_complete(article: DemoFile) -> None:
    assert set(article.header) - {"related"} == KEYS
    assert all(len(article.header[key]) == 1 for key in KEYS)
    published = article.one("published")
    assert datetime.fromisoformat(published).strftime("%Y-%m-%d") == article.date
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", published)
    assert "[[" not in article.one("title") + article.one("deck")


@each_article
def test_body_has_three_to_eight_paragraphs_of_news_length(article: DemoFile) -> None:
    assert 3 <= len(article.paragraphs) <= 8
    assert all(p.strip() == p and p and "\n" not in p for p in article.paragraphs)
    assert 150 <= sum(len(plain(p).split()) for p in article.paragraphs) <= 350


@each_article
def test_tags_are_well_formed_and_known(article: DemoFile) -> None:
    known = {entity["name"] for entity in ENTITIES}
    assert {name for name, _ in article.tags()} <= known
    text = "\n".join(map(plain, article.paragraphs))
    assert "[" not in text and "]" not in text and "|" not in text
    tagged = list(article.tags())
    assert tagged
    assert all(shown == shown.strip() and shown in text for _, shown in tagged)


@each_article
def test_related_articles_exist(article: DemoFile) -> None:
    related = article.header.get("related", [])
    assert len(related) == len(set(related)) <= 3
    assert set(related) <= {other.slug for other in ARTICLES} - {article.slug}


@pytest.mark.parametrize("path", [*FILES, DEMO / "entities.json"], ids=lambda path: path.stem)
def test_text_is_nfc_without_bidi_controls(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not BIDI.search(text) and "\r" not in text and "\x00" not in text


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity["name"])
def test_entity_row_is_complete(entity: EntityRow) -> None:
    assert set(entity) == set(EntityRow.__annotations__)
    assert entity["kind"] in KINDS
    assert entity["description"].endswith(".")
    assert re.fullmatch(r"(Q[1-9]\d*)?", entity["wikidata"])


def test_entity_names_and_aliases_never_collide() -> None:
    names = Counter(name.casefold() for entity in ENTITIES for name in [entity["name"], *entity["aliases"]])
    assert [name for name, times in names.items() if times > 1] == []
    ids = Counter(entity["wikidata"] for entity in ENTITIES if entity["wikidata"])
    assert all(times == 1 for times in ids.values())


def test_entities_recur() -> None:
    articles_of = Counter(name for article in ARTICLES for name in {name for name, _ in article.tags()})
    assert {entity["name"] for entity in ENTITIES} == set(articles_of)
    assert sum(times >= 6 for times in articles_of.values()) >= 15


def test_most_tagged_texts_are_names_or_aliases() -> None:
    names = {entity["name"]: {entity["name"], *entity["aliases"]} for entity in ENTITIES}
    tagged = [(name, shown) for article in ARTICLES for name, shown in article.tags()]
    assert sum(shown in names[name] for name, shown in tagged) >= 0.95 * len(tagged)


def test_archive_leaves_mentions_for_suggestions() -> None:
    names = {name for entity in ENTITIES for name in [entity["name"], *entity["aliases"]]}
    bare = [TAG.sub("", p) for article in ARTICLES for p in article.paragraphs]
    untagged = sum(bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", p)) for p in bare for name in names)
    assert untagged >= 40
