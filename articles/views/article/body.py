"""An article as its reader sees it: its texts cut by names and by the words of a search, each with an address."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.models import Article, Entity, Mention, Paragraph, Quote, SpokenDate
from articles.search.highlight import Matcher
from articles.text.spans import Piece, Span, cut

BODY = ("text", "heading")
Occurring = dict[str, list[tuple[Entity, int]]]  # the entities of an article and how often it names them, by kind


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch that is either part of a found word or not. `hit` numbers found words from 1; 0 for none."""

    text: str
    hit: int = 0
    anchor: str = ""  # on the first stretch of a found word alone
    when: SpokenDate | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch inside one mention of an entity, or outside any."""

    parts: list[Part]
    entity: Entity | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch inside one quote, or outside any. A name that a quote's edge cuts stands on both sides of it."""

    stretches: list[Stretch]
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A word or phrase searched in the article, how often it stands there, and the anchor of its first place."""

    label: str
    count: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Body:
    """The texts of an article, drawn."""

    title: list[Passage]
    deck: list[Passage]
    paragraphs: list[tuple[Paragraph, list[Passage]]]
    found: list[Found]

    @property
    def hits(self) -> int:
        """How many words were found in all."""
        return sum(one.count for one in self.found)


@dataclass(slots=True)
class _Counter:
    """Numbers the mentions and the found words of one article in reading order."""

    hits: dict[int, list[int]] = field(default_factory=dict)  # pattern -> numbers of its found words
    mentions: Counter[int] = field(default_factory=Counter)
    last: int = 0

    def hit(self, pattern: int) -> int:
        self.last += 1
        self.hits.setdefault(pattern, []).append(self.last)
        return self.last

    def mention(self, entity: Entity) -> str:
        self.mentions[entity.pk] += 1
        return f"m{entity.pk}-{self.mentions[entity.pk]}"


def draw(
    article: Article, paragraphs: Iterable[Paragraph], mentions: Sequence[Mention], dates: Iterable[SpokenDate],
    quotes: Iterable[Quote], matcher: Matcher,
) -> Body:  # fmt: skip
    """Draw the title, the deck and the body of an article; `mentions`, `dates` and `quotes` are those to be shown."""
    counter = _Counter()
    by_paragraph: dict[int, list[Span]] = {}
    for one in mentions:
        by_paragraph.setdefault(one.paragraph_id, []).append(Span(one.start, one.end, "entity", one.entity))
    for spoken in dates:
        by_paragraph.setdefault(spoken.paragraph_id, []).append(Span(spoken.start, spoken.end, "date", spoken))
    for quote in quotes:
        by_paragraph.setdefault(quote.paragraph_id, []).append(Span(quote.start, quote.end, "quote", quote))
    return Body(
        _passages(article.title, [], matcher, counter),
        _passages(article.deck, [], matcher, counter),
        [
            (one, _passages(one.text, by_paragraph.get(one.pk, []), matcher, counter))
            for one in paragraphs
            if one.kind in BODY
        ],
        [
            Found(" ".join(pattern.words), len(numbers), f"hit-{numbers[0]}" if numbers else "")
            for number, pattern in enumerate(matcher.patterns)
            for numbers in [counter.hits.get(number, [])]
        ],
    )


def by_kind(mentions: Iterable[Mention]) -> Occurring:
    """Return the entities of an article with the number of their mentions, the most mentioned first, by kind."""
    counts: dict[Entity, int] = {}
    for mention in mentions:
        counts[mention.entity] = counts.get(mention.entity, 0) + 1
    kinds: Occurring = {}
    for entity, number in sorted(counts.items(), key=lambda pair: -pair[1]):
        kinds.setdefault(entity.kind, []).append((entity, number))
    return kinds


def _passages(text: str, spans: list[Span], matcher: Matcher, counter: _Counter) -> list[Passage]:
    pieces = cut(text, [*spans, *matcher.spans(text)])
    numbers: dict[Span, int] = {}
    return [
        Passage(_stretches(group, numbers, counter), quote and quote.data)
        for quote, group in itertools.groupby(pieces, key=lambda piece: piece.mark("quote"))
    ]


def _stretches(pieces: Iterable[Piece], numbers: dict[Span, int], counter: _Counter) -> list[Stretch]:
    stretches = []
    for mention, group in itertools.groupby(pieces, key=lambda piece: piece.mark("entity")):
        parts = [_part(piece, numbers, counter) for piece in group]
        anchor = counter.mention(mention.data) if mention else ""
        stretches.append(Stretch(parts, mention and mention.data, anchor))
    return stretches


def _part(piece: Piece, numbers: dict[Span, int], counter: _Counter) -> Part:
    span, date = piece.found, piece.mark("date")
    when = date.data if date else None
    if span is None:
        return Part(piece.text, when=when)
    if known := numbers.get(span):
        return Part(piece.text, known, when=when)
    numbers[span] = number = counter.hit(span.data)
    return Part(piece.text, number, f"hit-{number}", when)
