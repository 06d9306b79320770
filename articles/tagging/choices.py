"""The entities that a selected or typed text may mean, the best guess first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import Alias, Appearance, Entity
from articles.tagging import names

LIMIT = 8
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


def find(text: str, limit: int = LIMIT) -> list[Choice]:
    """Return what `text` may mean: its own name first, then without prefix letters, then names that begin so."""
    readings = names.readings(names.tidy(text))
    if not readings:
        return []
    found = list(_once_an_entity([*_exact(readings), *_beginning(readings[0][1])]))
    counts = _counts(choice.entity for choice in found)
    counted = [
        Choice(choice.entity, choice.name, choice.skipped, choice.exact, counts.get(choice.entity.pk, 0))
        for choice in found
    ]
    return sorted(counted, key=lambda one: (not one.exact, one.skipped, -one.articles, one.entity.sort_key))[:limit]


def _exact(readings: list[tuple[int, str]]) -> Iterator[Choice]:
    """Yield the entities called exactly so, by each way to read the text."""
    skipped = {key: left_out for left_out, key in reversed(readings)}
    aliases = Alias.objects.filter(key__in=skipped).select_related("entity")
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
