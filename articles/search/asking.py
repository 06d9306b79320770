"""Searches as people and programs ask them: an entity that was merged since is read as the one that it became."""

from articles.models import Entity
from articles.search.criteria import Criteria, Parameters


def read(given: Parameters) -> Criteria:
    """Read the parameters of a search as `Criteria.read` does, and follow merged entities.

    One query when entities are named, and another for each step of a merger; none else.
    """
    return followed(Criteria.read(given))


def followed(criteria: Criteria) -> Criteria:
    """Return the search with each entity as it is now; numbers that no entity has stay as they are."""
    now = Entity.all_objects.standing_for({*criteria.entities, *criteria.not_entities})
    named = {field: _current(getattr(criteria, field), now) for field in ("entities", "not_entities")}
    same = all(getattr(criteria, field) == numbers for field, numbers in named.items())
    return criteria if same else criteria.but(page=criteria.page, problems=criteria.problems, **named)


def _current(numbers: tuple[int, ...], now: dict[int, Entity]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(now[number].pk if number in now else number for number in numbers))
