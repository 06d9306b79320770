"""Where else an entity is spoken of: in the article, and in the whole archive, by the forms found, with the risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Q

from articles.hebrew import lexicon
from articles.models import Alias, Article, Entity, Mention, Paragraph
from articles.models.entity import MentionStatus
from articles.tagging import names
from articles.tagging.archive import articles_speaking
from articles.tagging.gazetteer import Gazetteer, Match, current, is_telling
from articles.tagging.review import Place, place
from articles.tagging.suggestions import BODY, day_of

LISTED = 400  # occurrences shown at once
_AT_ONCE = 50  # articles read at once
_COMMON = 1e-4  # a word that makes up more of running Hebrew than this is seldom a name by itself
_TRUSTED = 3  # a form accepted so often, and never rejected, is no risk any more

HOMONYM, COMMON, OVERLAP = "עוד ישות נקראת כך", "מילה נפוצה", "חופף תיוג אחר"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where the entity seems to be spoken of; `form` is the name found, `risks` why it may be another."""

    paragraph: Paragraph
    place: Place
    form: str
    risks: tuple[str, ...]

    @property
    def token(self) -> str:
        """Return what a form posts for this place."""
        return f"{self.paragraph.pk}-{self.place.start}-{self.place.end}"


@dataclass(frozen=True, slots=True)
class Group:
    """The occurrences of one form."""

    form: str
    items: tuple[Occurrence, ...]

    @property
    def safe(self) -> int:
        """Count those without a risk."""
        return sum(not one.risks for one in self.items)


def names_of(entity: Entity, quote: str = "") -> list[Alias]:
    """Return the names of an entity, and `quote`, the words just tagged, when they are none of them."""
    known = list(entity.aliases.all())
    if not quote or not names.readings(quote):
        return known
    folded = names.key(quote)
    return known if any(one.key == folded for one in known) else [*known, Alias(entity=entity, name=quote, key=folded)]


def elsewhere(entity: Entity, quote: str, article_id: int) -> int:
    """Count the other articles that may speak of an entity and have no tag of it yet."""
    found = set(articles_speaking(names_of(entity, quote))) - {article_id}
    tagged = Mention.objects.accepted().filter(entity=entity, article__in=found)
    return len(found - set(tagged.values_list("article", flat=True)))


def find(entity: Entity, quote: str, article_ids: Iterable[int], limit: int | None = LISTED) -> list[Occurrence]:
    """Return, article by article, the untagged places where `entity` is spoken of, at most `limit`.

    Places where it was tagged, refused or taken away are left out.
    """
    called = names_of(entity, quote)
    finder = _Finder(entity, Gazetteer.of((one.key, entity.pk) for one in called), current(), _trusted(entity))
    return list(islice(finder.find(list(article_ids)), limit))


def grouped(found: Iterable[Occurrence]) -> list[Group]:
    """Group by the form found, the commonest first."""
    by_form: dict[str, list[Occurrence]] = {}
    for one in found:
        by_form.setdefault(one.form, []).append(one)
    groups = [Group(form, tuple(items)) for form, items in by_form.items()]
    return sorted(groups, key=lambda group: (-len(group.items), group.form))


@dataclass(frozen=True, slots=True)
class _Finder:
    """Looks for the names of one entity (`own`) among those of all (`everybody`)."""

    entity: Entity
    own: Gazetteer
    everybody: Gazetteer
    trusted: frozenset[str]

    def find(self, article_ids: list[int]) -> Iterator[Occurrence]:
        for at in range(0, len(article_ids), _AT_ONCE):
            yield from self._among(article_ids[at : at + _AT_ONCE])

    def _among(self, article_ids: list[int]) -> Iterator[Occurrence]:
        taken = self._taken(article_ids)
        rows = Paragraph.objects.filter(article__in=article_ids, kind__in=BODY)
        articles = Article.objects.select_related("source").in_bulk(article_ids)
        order = {pk: place for place, pk in enumerate(article_ids)}
        for paragraph in sorted(rows, key=lambda one: (order[one.article_id], one.position)):
            paragraph.article = articles[paragraph.article_id]
            yield from self._in(paragraph, taken.get(paragraph.pk, []))

    def _in(self, paragraph: Paragraph, taken: list[Mention]) -> Iterator[Occurrence]:
        own = self.own.matches(paragraph.text)
        longer = self.everybody.matches(paragraph.text, day_of(paragraph.article)) if own else []
        settled = {(one.start, one.end) for one in taken if one.entity_id == self.entity.pk}
        for match in own:
            inside = any(_covers(other, match) for other in longer)
            if (match.start, match.end) not in settled and not inside:
                yield self._occurrence(paragraph, match, taken)

    def _occurrence(self, paragraph: Paragraph, match: Match, taken: list[Mention]) -> Occurrence:
        stands = place(paragraph.text, match.start, match.end)
        return Occurrence(paragraph, stands, match.key, tuple(self._risks(match, taken)))

    def _risks(self, match: Match, taken: list[Mention]) -> Iterator[str]:
        if set(self.everybody.entities.get(match.key, ())) - {self.entity.pk}:
            yield HOMONYM
        if match.key not in self.trusted and _is_common(match.key):
            yield COMMON
        if any(one.start < match.end and match.start < one.end for one in taken if one.status == "accepted"):
            yield OVERLAP

    def _taken(self, article_ids: list[int]) -> dict[int, list[Mention]]:
        """Return by paragraph the accepted tags, and what was decided about this entity."""
        decided = Q(entity=self.entity, status__in=(MentionStatus.REJECTED, MentionStatus.REMOVED))
        found: dict[int, list[Mention]] = {}
        for one in Mention.objects.filter(Q(status=MentionStatus.ACCEPTED) | decided, article__in=article_ids):
            found.setdefault(one.paragraph_id, []).append(one)
        return found


def _covers(other: Match, match: Match) -> bool:
    """Tell whether another, longer name takes the place of `match`."""
    longer = other.end - other.start > match.end - match.start
    return longer and other.start < match.end and match.start < other.end


def _is_common(form: str) -> bool:
    return " " not in form and (not is_telling(form) or lexicon.frequency(form) > _COMMON)


def _trusted(entity: Entity) -> frozenset[str]:
    """Return the forms that editors accepted for this entity more than once or twice, and never rejected."""
    rows = Mention.objects.filter(entity=entity).values("quote").annotate(
        accepted=Count("pk", filter=Q(status="accepted")), rejected=Count("pk", filter=Q(status="rejected"))
    )  # fmt: skip
    found = [row["quote"] for row in rows if row["accepted"] >= _TRUSTED and not row["rejected"]]
    return frozenset(names.key(quote) for quote in found if names.readings(quote))
