"""What an address names, or not found."""

from django.http import Http404

from articles.models import Entity


def entity_or_404(pk: int) -> Entity:
    """Return the entity of this number, or the one that it was merged into."""
    found = Entity.all_objects.standing_for([pk]) if pk < 2**63 else {}
    if pk not in found:
        raise Http404
    return found[pk]


def entities_of(numbers: tuple[int, ...]) -> list[Entity]:
    """Return the entities of these numbers in their order, those that are no more left out; one query."""
    found = Entity.objects.in_bulk(numbers)
    return [found[pk] for pk in numbers if pk in found]
