"""Entities and their names: each write one function, one transaction, keys folded, the archive searched after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.models import Alias, Entity
from articles.models.entity import AliasKind
from articles.querysets import EntityQuerySet
from articles.tagging.errors import AliasTaken, HasMentions, NoLetters, OwnName, WikidataTaken
from articles.tagging.jobs import suggest_entity
from articles.tagging.mentions import constraint_of
from articles.tagging.names import key, tidy


@dataclass(frozen=True, slots=True)
class Sort:
    """What sort of name an alias is, and the days (both included) in which it is one."""

    kind: str = AliasKind.NAME
    since: date | None = None
    until: date | None = None


ALWAYS = Sort()


def create(
    name: str, kind: str, aliases: Iterable[str] = (), user: User | None = None, description: str = "",
    wikidata: str = "",
) -> Entity:  # fmt: skip
    """Make an entity that is called by its own name and by `aliases`.

    When `user` is given, a job then suggests it over the archive. Raises NoLetters, WikidataTaken.
    """
    given = {"description": description, "wikidata": wikidata, "created_by": user}
    with transaction.atomic():
        entity = _stored(Entity(name=tidy(name), kind=kind, sort_key=key(name), **given))
        _call(entity, [name, *aliases], user)
    return entity


def rename(entity: Entity, name: str, user: User | None) -> Entity:
    """Give an entity another name of its own; the old one stays an alias. Raises NoLetters."""
    with transaction.atomic():
        entity.name, entity.sort_key = tidy(name), key(name)
        entity.save(update_fields=["name", "sort_key"])
        _call(entity, [name], user)
    return entity


def add_alias(entity: Entity, name: str, user: User | None, sort: Sort = ALWAYS) -> Alias:
    """Call an entity by one more name. Raises NoLetters, AliasTaken."""
    folded = key(name)
    with transaction.atomic():
        if not _call(entity, [name], user, sort):
            raise AliasTaken(tidy(name))
    return entity.aliases.get(key=folded, since=sort.since)


def change_alias(alias: Alias, name: str, user: User | None, sort: Sort = ALWAYS) -> Alias:
    """Write one of an entity's names otherwise. Raises NoLetters, AliasTaken, OwnName (rename the entity instead)."""
    before = Alias.objects.select_related("entity").get(pk=alias.pk)
    folded = key(name)
    if before.key == before.entity.sort_key != folded:
        raise OwnName(before.entity)
    with transaction.atomic():
        before.name, before.key = tidy(name), folded
        before.kind, before.since, before.until = sort.kind, sort.since, sort.until
        _saved(before)
        if user is not None:
            suggest_entity.defer(entity_id=before.entity_id)
    return before


def remove_alias(alias: Alias) -> None:
    """Take a name from its entity; suggestions made by it stay to be decided. Raises OwnName."""
    if alias.key == alias.entity.sort_key:
        raise OwnName(alias.entity)
    alias.delete()


def delete(entity: Entity) -> None:
    """Delete an entity that nothing mentions. Raises HasMentions."""
    try:
        with transaction.atomic():
            entity.delete()
    except ProtectedError as error:
        raise HasMentions(entity) from error


def lookalikes(name: str) -> EntityQuerySet:
    """Return the entities that are already called `name`. Raises NoLetters."""
    return Entity.objects.filter(aliases__key=key(name)).distinct()


def _stored(entity: Entity) -> Entity:
    try:
        with transaction.atomic():
            entity.save(force_insert=True)
    except IntegrityError as error:
        if constraint_of(error) == "entity_wikidata_once":
            raise WikidataTaken(entity.wikidata) from error
        if constraint_of(error) == "entity_has_name":
            raise NoLetters from error
        raise
    return entity


def _saved(alias: Alias) -> None:
    try:
        with transaction.atomic():
            alias.save(update_fields=["name", "key", "kind", "since", "until"])
    except IntegrityError as error:
        if constraint_of(error) == "alias_once_an_entity":
            raise AliasTaken(alias.name) from error
        raise


def _call(entity: Entity, given: Iterable[str], user: User | None, sort: Sort = ALWAYS) -> int:
    """Store the names that the entity is not yet called by; return how many. An editor's are suggested later."""
    by_key = {key(name): tidy(name) for name in given}
    before = entity.aliases.count()
    sorts = {"kind": sort.kind, "since": sort.since, "until": sort.until, "created_by": user}
    new = [Alias(entity=entity, name=name, key=folded, **sorts) for folded, name in by_key.items()]
    Alias.objects.bulk_create(new, ignore_conflicts=True)
    added = entity.aliases.count() - before
    if added and user is not None:
        suggest_entity.defer(entity_id=entity.pk)
    return added
