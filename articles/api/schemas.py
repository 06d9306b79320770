"""The shapes of what the API answers. Offsets count Unicode code points; dates are ISO 8601."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema


class WhyOut(Schema):
    """A word asked, the form found, and the rule: exact, prefix, inflection, spelling, acronym or begins."""

    word: str
    form: str
    rule: str
    prefix: str


class HitOut(Schema):
    """A found article. `snippets` are plain texts, the found words between `<mark>` and `</mark>` left out."""

    id: int
    external_id: str
    url: str
    title: str
    deck: str
    source: str
    published: datetime | None
    snippets: list[str]
    why: list[WhyOut]


class CountOut(Schema):
    """A value of a facet."""

    value: str
    label: str
    count: int


class FacetsOut(Schema):
    """Counts of the whole answer; `months` maps YYYY-MM to articles."""

    sources: list[CountOut]
    sections: list[CountOut]
    entities: list[CountOut]
    months: dict[str, int]
    undated: int


class SearchOut(Schema):
    """A page of hits; `next` is the address of the following page, `problems` what could not be read, in Hebrew."""

    count: int
    count_is_exact: bool = True
    results: list[HitOut]
    facets: FacetsOut
    problems: list[str]
    next: str | None


class ParagraphOut(Schema):
    """A paragraph; kind `text` or `heading` is the body."""

    position: int
    kind: str
    text: str


class RelatedOut(Schema):
    """A related item and the address of the article of this archive that it is, when known."""

    text: str
    url: str
    article: str | None


class MentionOut(Schema):
    """A span of a paragraph (its position) that speaks of an entity."""

    id: int
    paragraph: int
    start: int
    end: int
    quote: str
    entity: "EntityOut"
    status: str
    origin: str


class EntityOut(Schema):
    """A person, organisation, place, event, product or work."""

    id: int
    kind: str
    name: str
    url: str


class EntityDetailOut(EntityOut):
    """An entity with all that is known of it."""

    description: str
    wikidata: str
    aliases: list[str]
    articles: int


class ArticleOut(Schema):
    """A published article."""

    id: int
    external_id: str
    url: str
    title: str
    deck: str
    byline: str
    source: str
    section: str
    published: datetime | None
    date_known_from: str
    updated: datetime | None
    status: str
    paragraphs: list[ParagraphOut]
    related: list[RelatedOut]
    mentions: list[MentionOut]


class PointOut(Schema):
    """A period (YYYY or YYYY-MM), the articles that speak of the entity, and all the archive's of that period."""

    period: str
    articles: int
    archive: int


class TimelineOut(Schema):
    """An entity through time, oldest first."""

    unit: Literal["year", "month", "day"]
    points: list[PointOut]
    undated: int


class ProblemOut(Schema):
    """What went wrong, in Hebrew."""

    detail: Any
