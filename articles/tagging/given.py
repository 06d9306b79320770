"""The names that files give to articles: found in the text as suggestions or accepted tags; the unknown ones wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from articles.models import Alias, Article, Entity, GivenTag, Mention, Paragraph, RefusedName
from articles.models.article import ParagraphKind, Status
from articles.models.entity import MentionStatus, Origin
from articles.tagging import appearances, entities
from articles.tagging.gazetteer import Gazetteer

OFTEN: Final = 2  # articles that must carry an unknown name before it is offered as an entity: no flood of chance words
_LONGEST: Final = 60  # characters of a name; what is longer is a sentence
_BODY: Final = (ParagraphKind.TEXT, ParagraphKind.HEADING)


@dataclass(frozen=True, slots=True)
class Marked:
    """A name that a file marks in the text: the paragraph's position, code points, and the key of the name."""

    article_id: int
    position: int
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unknown name that files give: to how many articles, the kind that most say ("": none), one of the articles."""

    key: str
    name: str
    kind: str
    articles: int
    example: Article | None = None


def place(tags: Sequence[GivenTag], marked: Iterable[Marked], accept: bool, user_id: int | None) -> int:
    """Find the names of these (stored) tags in their articles; return how many mentions are new.

    A name of one entity is an accepted tag when `accept`, else a suggestion; of several, a suggestion of each. What
    no entity is called by leaves no mention: `waiting` offers it.
    """
    meant = _meant({tag.key for tag in tags})
    known = [tag for tag in tags if tag.key in meant]
    if not known:
        return 0
    found = list(_found(known, meant, list(marked)))
    new = [_mention(paragraph, span, entity, accept and alone, user_id) for paragraph, span, entity, alone in found]
    before = Mention.objects.filter(article__in={tag.article_id for tag in known}).count()
    Mention.objects.bulk_create(new, ignore_conflicts=True)
    if accept:
        appearances.refresh(sorted({tag.article_id for tag in known}))
    return Mention.objects.filter(article__in={tag.article_id for tag in known}).count() - before


def waiting(most: int = 50) -> list[Waiting]:
    """Return the unknown names that at least `OFTEN` articles were given, the most given first."""
    called, refused = Alias.objects.filter(key=OuterRef("key")), RefusedName.objects.filter(key=OuterRef("key"))
    names = GivenTag.objects.filter(~Exists(called), ~Exists(refused)).exclude(article__status=Status.WITHHELD)
    counted = names.values("key").annotate(articles=Count("pk"), called=Min("name"), example=Min("article"))
    rows = list(counted.filter(articles__gte=OFTEN).order_by("-articles", "key")[:most])
    examples = Article.objects.in_bulk([row["example"] for row in rows])
    kinds = _kinds([row["key"] for row in rows])
    return [
        Waiting(row["key"], row["called"], kinds.get(row["key"], ""), row["articles"], examples.get(row["example"]))
        for row in rows
        if len(row["called"]) <= _LONGEST
    ]


def make_entity(key: str, kind: str, user: User) -> Entity:
    """Make an entity of a name that files give; a job then suggests it. Raises GivenTag.DoesNotExist."""
    tag = GivenTag.objects.filter(key=key).order_by("pk").first()
    if tag is None:
        raise GivenTag.DoesNotExist
    return entities.create(tag.name, kind, user=user)


def refuse(key: str, user: User) -> None:
    """Offer a name no more."""
    RefusedName.objects.get_or_create(key=key, defaults={"refused_by": user})


def _meant(keys: set[str]) -> dict[str, tuple[int, ...]]:
    """Return the entities that are called by these keys."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for key, entity in Alias.objects.filter(key__in=keys).values_list("key", "entity"):
        found[key].add(entity)
    return {key: tuple(sorted(entity)) for key, entity in found.items()}


_Found = tuple[Paragraph, tuple[int, int], int, bool]


def _found(known: Sequence[GivenTag], meant: Mapping[str, tuple[int, ...]], marked: list[Marked]) -> Iterator[_Found]:
    """Yield (paragraph, span, entity, whether the name means it alone): where marked, else wherever it is spoken."""
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    for tag in known:
        wanted[tag.article_id].add(tag.key)
    everything = {entity for keys in wanted.values() for key in keys for entity in meant[key]}
    names = Gazetteer.of(Alias.objects.filter(entity__in=everything).values_list("key", "entity"))
    places = {(one.article_id, one.position, one.start, one.end): one.key for one in marked if one.key in meant}
    for paragraph in Paragraph.objects.filter(article__in=list(wanted), kind__in=_BODY):
        told = {entity: len(meant[key]) == 1 for key in wanted[paragraph.article_id] for entity in meant[key]}
        taken = set()
        for (article, position, start, end), key in places.items():
            if (article, position) == (paragraph.article_id, paragraph.position) and end <= len(paragraph.text):
                taken.add((start, end))
                yield from ((paragraph, (start, end), one, len(meant[key]) == 1) for one in meant[key])
        for match in names.matches(paragraph.text):
            if any(start < match.end and match.start < end for start, end in taken):
                continue
            meaning = [entity for entity in match.entities if entity in told]
            alone = len(meaning) == 1 and told[meaning[0]]
            yield from ((paragraph, (match.start, match.end), entity, alone) for entity in meaning)


def _mention(paragraph: Paragraph, span: tuple[int, int], entity: int, accepted: bool, user_id: int | None) -> Mention:
    decided = {"decided": timezone.now(), "decided_by_id": user_id} if accepted else {}
    return Mention(
        article_id=paragraph.article_id, paragraph=paragraph, entity_id=entity, start=span[0], end=span[1],
        quote=paragraph.text[span[0] : span[1]], origin=Origin.IMPORT,
        status=MentionStatus.ACCEPTED if accepted else MentionStatus.SUGGESTED, **decided,
    )  # fmt: skip


def _kinds(keys: list[str]) -> dict[str, str]:
    said = GivenTag.objects.filter(key__in=keys).exclude(kind="").values("key", "kind").annotate(articles=Count("pk"))
    return {row["key"]: row["kind"] for row in said.order_by("articles")}
