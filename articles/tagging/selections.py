"""What an editor selected in an article, and the entity, known or new, that it is tied to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Entity, Mention, Paragraph
from articles.tagging import entities, mentions
from articles.tagging.errors import Lookalike


@dataclass(frozen=True, slots=True)
class NewEntity:
    """An entity to be made; `confirmed` when the editor was shown those of the same name and wants it still."""

    name: str
    kind: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The code points `start` to `end` of a paragraph, which read `quote`, and what they speak of."""

    paragraph: Paragraph
    start: int
    end: int
    quote: str
    entity: Entity | NewEntity


def tag(selection: Selection, user: User) -> Mention:
    """Tag a selection, making its entity first when it is new: both or neither.

    Raises as `mentions.add` and `entities.create` do, and Lookalike when the new name is taken and not confirmed.
    """
    with transaction.atomic():
        entity = entity_of(selection.entity, user)
        return mentions.add(selection.paragraph, selection.start, selection.end, selection.quote, entity, user)


def entity_of(chosen: Entity | NewEntity, user: User) -> Entity:
    """Return the entity that was chosen, made when it is new. Raises as `tag` does."""
    if isinstance(chosen, Entity):
        return chosen
    if not chosen.confirmed and (alike := list(entities.lookalikes(chosen.name)[:5])):
        raise Lookalike(chosen.name, alike)
    return entities.create(chosen.name, chosen.kind, user=user)
