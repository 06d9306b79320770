"""Several entities through the same time."""

from collections.abc import Sequence

from articles.models import Entity
from articles.timeline.periods import unit_for
from articles.timeline.series import Series, months_of, months_of_archive, series


def compared(entities: Sequence[Entity]) -> list[Series]:
    """Return one series an entity, by one unit and over the whole archive's time; a query an entity and one more."""
    archive = months_of_archive()
    counts = [months_of(entity) for entity in entities]
    unit = unit_for(month for month in archive if month)
    empty: dict[str | None, int] = dict.fromkeys(archive, 0)
    return [series(empty | months, archive, unit) for months in counts]
