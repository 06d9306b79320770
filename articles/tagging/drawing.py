"""An article as its editor sees it: paragraphs cut by their tags, what waits, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User

from articles.hebrew.tokens import tokenize
from articles.models import Article, Mention, Paragraph, UnknownName
from articles.models.entity import MentionStatus, Rule
from articles.querysets import MentionQuerySet
from articles.tagging import likeness, unknown
from articles.tagging.suggestions import BODY
from articles.text.spans import Piece, Span, cut

ACCEPTED, SUGGESTED = MentionStatus.ACCEPTED, MentionStatus.SUGGESTED
RECENT = 8
_UNDOABLE = (MentionStatus.ACCEPTED, MentionStatus.REJECTED, MentionStatus.REMOVED)


@dataclass(frozen=True, slots=True)
class DrawnPiece:
    """A stretch of a paragraph under one accepted tag, one suggestion, both or neither; `start` in code points."""

    text: str
    start: int
    accepted: Mention | None
    suggested: Mention | None


@dataclass(frozen=True, slots=True)
class DrawnParagraph:
    """A paragraph cut by its tags. `words` names the words' code points: "0-4 5-9"."""

    paragraph: Paragraph
    pieces: list[DrawnPiece]
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion, and why it is made."""

    mention: Mention
    why: str


@dataclass(frozen=True, slots=True)
class DrawnArticle:
    """All that the tagging page shows of an article's tags."""

    paragraphs: list[DrawnParagraph]
    waiting: list[Offer]
    accepted: list[Mention]
    recent: list[Mention]
    broken: int
    unknown: list[UnknownName]


def draw(article: Article, user: User, only: int | None = None) -> DrawnArticle:
    """Draw the body of an article (or the one paragraph `only`) and list its tags.

    `recent` are the last decisions of `user` on it.
    """
    rows = Mention.objects.filter(article=article)
    shown = list(_with_people(rows.filter(status__in=(ACCEPTED, SUGGESTED))))
    accepted = [mention for mention in shown if mention.status == ACCEPTED]
    waiting = [mention for mention in shown if mention.status == SUGGESTED and not _is_covered(mention, accepted)]
    paragraphs = article.paragraphs.filter(kind__in=BODY, **({"pk": only} if only else {}))
    return DrawnArticle(
        [draw_paragraph(paragraph, [*accepted, *waiting]) for paragraph in paragraphs],
        explained(waiting),
        accepted,
        list(_with_people(rows.filter(decided_by=user, status__in=_UNDOABLE)).order_by("-decided")[:RECENT]),
        rows.filter(status=MentionStatus.BROKEN).count(),
        unknown.waiting(article),
    )


def explained(waiting: list[Mention]) -> list[Offer]:
    """Say of each suggestion by what rule it is made, and what became of its like."""
    trust = likeness.Likeness.of({one.entity_id for one in waiting}, {one.quote for one in waiting})
    return [Offer(one, ", ".join(_reasons(one, trust))) for one in waiting]


def _reasons(mention: Mention, trust: likeness.Likeness) -> Iterator[str]:
    name = mention.entity.name
    match mention.rule:
        case Rule.ALIAS:
            yield f"שם נרדף של {name}"
        case Rule.OFFICE:
            yield "התפקיד ביום הכתבה"
        case Rule.SURNAME:
            yield f"אחרי השם המלא, {name}"
        case Rule.ACRONYM:
            yield f"ראשי התיבות של {name}"
        case Rule.TAGGER:
            yield f"התייגן, בביטחון של {100 * (mention.confidence or 0):.0f}%"
    if times := trust.accepted(mention.entity_id, mention.quote):
        yield "תויג פעם אחת כך" if times == 1 else f"תויג {times:,} פעמים כך"
    if times := trust.rejected(mention.entity_id, mention.quote):
        yield "נדחה פעם אחת" if times == 1 else f"נדחה {times:,} פעמים"


def draw_paragraph(paragraph: Paragraph, mentions: Iterable[Mention]) -> DrawnParagraph:
    """Cut one paragraph by those of the mentions that are its own."""
    spans = [
        Span(mention.start, mention.end, mention.status, mention)
        for mention in mentions
        if mention.paragraph_id == paragraph.pk
    ]
    words = " ".join(f"{word.start}-{word.end}" for word in tokenize(paragraph.text))
    return DrawnParagraph(paragraph, [_piece(piece) for piece in cut(paragraph.text, spans)], words)


def _piece(piece: Piece) -> DrawnPiece:
    return DrawnPiece(piece.text, piece.start, _marked(piece, ACCEPTED), _marked(piece, SUGGESTED))


def _marked(piece: Piece, kind: str) -> Mention | None:
    span = piece.mark(kind)
    return span.data if span else None


def _is_covered(mention: Mention, accepted: Iterable[Mention]) -> bool:
    return any(
        tag.paragraph_id == mention.paragraph_id and tag.start < mention.end and mention.start < tag.end
        for tag in accepted
    )


def _with_people(rows: MentionQuerySet) -> MentionQuerySet:
    return rows.select_related("entity", "decided_by", "paragraph")
