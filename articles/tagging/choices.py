"""The entities that a selected or typed text may mean, the best guess first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Count, Q

from articles.models import Alias, Appearance, Entity, Mention
from articles.tagging import likeness, names

LIMIT = 8
RECENT = 20  # entities that count as tagged lately
_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """An entity, the name by which it was found, and how many code points of prefix letters stand before it.

    `exact` tells whether the text is that name, or only the beginning of one of its words.
    """

    entity: Entity
    name: str
    skipped: int
    exact: bool
    articles: int


def find(text: str, limit: int = LIMIT, user: User | None = None, day: date | None = None) -> list[Choice]:
    """Return what `text` may mean: its own name first, then without prefix letters, then names that begin so.

    Among equals, those that `user` tagged lately come first, and those refused for these words last. A name of
    certain days counts as exact on `day` alone.
    """
    readings = names.readings(names.tidy(text))
    if not readings:
        return _lately(user, limit)
    found = list(_once_an_entity([*_exact(readings, day), *_beginning(readings[0][1])]))
    counts = _counts(choice.entity for choice in found)
    counted = [replace(choice, articles=counts.get(choice.entity.pk, 0)) for choice in found]
    recent = {pk: place for place, pk in enumerate(recent_entities(user))}
    refused = _refused(counted, text)

    def rank(one: Choice) -> tuple[object, ...]:
        pk = one.entity.pk
        return (
            not one.exact,
            one.skipped,
            refused.get(pk, 0),
            recent.get(pk, RECENT),
            -one.articles,
            one.entity.sort_key,
        )

    return sorted(counted, key=rank)[:limit]


def recent_entities(user: User | None) -> list[int]:
    """Return the ids of the entities that a user accepted last, the newest first."""
    if user is None:
        return []
    rows = Mention.objects.accepted().filter(decided_by=user).order_by("-decided")
    return list(dict.fromkeys(rows.values_list("entity", flat=True)[: 4 * RECENT]))[:RECENT]


def _lately(user: User | None, limit: int) -> list[Choice]:
    """Return the entities of late, for a box in which nothing is written."""
    found = Entity.objects.in_bulk(recent_entities(user)[:limit])
    counts = _counts(found.values())
    return [Choice(one, one.name, 0, False, counts.get(one.pk, 0)) for one in found.values()]


def _refused(found: Iterable[Choice], text: str) -> dict[int, int]:
    """Return by entity how much more often these words, without prefix letters, were refused than accepted."""
    written = names.tidy(text)
    chosen = [(one.entity.pk, written[one.skipped :]) for one in found if one.exact]
    trust = likeness.Likeness.of({pk for pk, _ in chosen}, {quote for _, quote in chosen})
    return {pk: max(0, trust.rejected(pk, quote) - trust.accepted(pk, quote)) for pk, quote in chosen}


def _exact(readings: list[tuple[int, str]], day: date | None) -> Iterator[Choice]:
    """Yield the entities called exactly so, by each way to read the text, on that day when it is known."""
    skipped = {key: left_out for left_out, key in reversed(readings)}
    aliases = Alias.objects.filter(key__in=skipped).select_related("entity")
    if day:
        held = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
        aliases = aliases.filter(held)
    for alias in sorted(aliases[:_CANDIDATES], key=lambda one: skipped[one.key]):
        yield Choice(alias.entity, alias.name, skipped[alias.key], True, 0)


def _beginning(key: str) -> Iterator[Choice]:
    """Yield the entities one of whose names has a word that begins so."""
    aliases = Alias.objects.filter(Q(key__startswith=key) | Q(key__contains=f" {key}")).select_related("entity")
    for alias in aliases.order_by("key")[:_CANDIDATES]:
        yield Choice(alias.entity, alias.name, 0, False, 0)


def _once_an_entity(choices: Iterable[Choice]) -> Iterator[Choice]:
    seen: set[int] = set()
    for choice in choices:
        if choice.entity.pk not in seen:
            seen.add(choice.entity.pk)
            yield choice


def _counts(entities: Iterable[Entity]) -> dict[int, int]:
    rows = Appearance.objects.filter(entity__in=list(entities)).values("entity").annotate(count=Count("pk"))
    return {row["entity"]: row["count"] for row in rows}
