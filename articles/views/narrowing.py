"""The facets beside the results: each value with its count, and the addresses that include and exclude it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.models import Entity
from articles.models.entity import Kind
from articles.search import engine
from articles.search.criteria import Criteria
from articles.search.facets import Facets
from articles.views.addresses import address

MOST_YEARS = 30


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value, how many articles have it (None: unknown), and the searches that include or exclude it, or undo that."""

    label: str
    count: int | None
    included: bool
    excluded: bool
    include_url: str
    exclude_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one facet."""

    title: str
    choices: list[FacetChoice]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A facet of the criteria: the names of its fields, and whether several values mean any of them or all."""

    included: str
    excluded: str
    any_of: bool


_SOURCES = _Asked("sources", "not_sources", True)
_SECTIONS = _Asked("sections", "not_sections", True)
_YEARS = _Asked("years", "not_years", True)
_ENTITIES = _Asked("entities", "not_entities", False)


def groups(criteria: Criteria, counted: Facets, known: dict[int, Entity]) -> list[Group]:
    """Return the facets of the answer, those without values left out.

    Where a facet is in force its values are counted as if it were not, so that each count is what choosing that value
    finds. `known` are the entities of the criteria.
    """
    sources = {one.label: one.count for one in _open(criteria, counted, _SOURCES).sources}
    sections = {one.label: one.count for one in _open(criteria, counted, _SECTIONS).sections}
    years = {int(year): count for year, count in _open(criteria, counted, _YEARS).years.items()}
    found = [
        Group("מקור", _choices(criteria, _SOURCES, sources)),
        Group("מדור", _choices(criteria, _SECTIONS, sections)),
        *_kinds(criteria, _open(criteria, counted, _ENTITIES), known),
        Group("שנה", _choices(criteria, _YEARS, dict(sorted(years.items(), reverse=True)[:MOST_YEARS]))),
    ]
    return [group for group in found if group.choices]


def _open(criteria: Criteria, counted: Facets, asked: _Asked) -> Facets:
    """Return the counts without the facet `asked`; those at hand when it is not in force."""
    changes: dict[str, Any] = {asked.excluded: ()} | ({asked.included: ()} if asked.any_of else {})
    opened = criteria.but(page=criteria.page, **changes)
    return counted if opened == criteria else engine.answer_to(opened).facets


def _kinds(criteria: Criteria, counted: Facets, known: dict[int, Entity]) -> Iterable[Group]:
    counts = {entity.pk: count for entity, count in counted.entities}
    entities = known | {entity.pk: entity for entity, _ in counted.entities}
    for kind, label in Kind.choices:
        of_kind = {pk: entity.name for pk, entity in entities.items() if entity.kind == kind}
        mine = {pk: count for pk, count in counts.items() if pk in of_kind}
        choices = _choices(criteria, _ENTITIES, mine, of_kind)
        yield Group(str(label), [one for one in choices if one.label])


def _choices(
    criteria: Criteria, asked: _Asked, counts: dict[Any, int], labels: dict[Any, str] | None = None
) -> list[FacetChoice]:
    chosen, refused = getattr(criteria, asked.included), getattr(criteria, asked.excluded)
    missing = [value for value in (*chosen, *refused) if value not in counts]
    return [
        FacetChoice(
            label=str(value) if labels is None else labels.get(value, ""),
            count=counts.get(value, 0 if asked.any_of else None),
            included=value in chosen,
            excluded=value in refused,
            include_url=address(_toggled(criteria, asked.included, asked.excluded, value)),
            exclude_url=address(_toggled(criteria, asked.excluded, asked.included, value)),
        )
        for value in (*counts, *dict.fromkeys(missing))
    ]


def _toggled(criteria: Criteria, into: str, out_of: str, value: Any) -> Criteria:
    """Return the search with `value` among `into`, or no longer so; it cannot be among `out_of` as well."""
    held = getattr(criteria, into)
    rest = tuple(one for one in held if one != value)
    others = tuple(one for one in getattr(criteria, out_of) if one != value)
    return criteria.but(**{into: rest if value in held else (*held, value), out_of: others})
