"""Wikidata identifiers from a file that somebody brought: no calls to the network."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from articles.models import Alias, Entity
from articles.tagging import names

_ID = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]{0,17})")


class Unreadable(ValueError):
    """A file that is not a table of identifiers and labels; `str()` says what to do."""


@dataclass(frozen=True, slots=True)
class Matched:
    """An entity without an identifier and one whose label is a name of it; `sure` when no other fits either."""

    entity: Entity
    wikidata: str
    label: str
    sure: bool


def read(content: bytes) -> list[tuple[str, str]]:
    """Return (identifier, label) of each row of a CSV in UTF-8 with the columns id and label. Raises Unreadable."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable("הקובץ אינו CSV בקידוד UTF-8. שמרו אותו כך ונסו שוב.") from error
    if not rows or not {"id", "label"} <= set(rows[0]):
        raise Unreadable("בשורה הראשונה צריכות לעמוד הכותרות id ו־label, ואחריה השורות.")
    pairs = [(_ID.fullmatch((row["id"] or "").strip()), (row["label"] or "").strip()) for row in rows]
    return [(found[1], label[:200]) for found, label in pairs if found and names.readings(label)]


def match(rows: Iterable[tuple[str, str]]) -> list[Matched]:
    """Return the entities without an identifier that are called by a label, those without doubt first."""
    by_key: dict[str, list[tuple[str, str]]] = {}
    for wikidata, label in rows:
        by_key.setdefault(names.key(label), []).append((wikidata, label))
    taken = set(Entity.objects.exclude(wikidata="").values_list("wikidata", flat=True))
    aliases = Alias.objects.filter(key__in=list(by_key), entity__wikidata="").select_related("entity")
    pairs = {(alias.entity, wikidata): label for alias in aliases for wikidata, label in by_key[alias.key]}
    free = {pair: label for pair, label in pairs.items() if pair[1] not in taken}
    found = [Matched(*pair, label, _is_sure(pair, free)) for pair, label in free.items()]
    return sorted(found, key=lambda one: (not one.sure, one.entity.sort_key, one.wikidata))


def store(pairs: Iterable[str]) -> tuple[int, int]:
    """Store pairs written `entity-Q1`; return how many, and how many were refused."""
    stored = refused = 0
    for pair in pairs:
        number, _, wikidata = pair.partition("-")
        done = number.isdecimal() and len(number) < 19 and _ID.fullmatch(wikidata) and _stored(int(number), wikidata)
        stored, refused = stored + bool(done), refused + (not done)
    return stored, refused


def _stored(pk: int, wikidata: str) -> bool:
    try:
        with transaction.atomic():
            return bool(Entity.objects.filter(pk=pk, wikidata="").update(wikidata=wikidata))
    except IntegrityError:
        return False


def _is_sure(pair: tuple[Entity, str], pairs: Iterable[tuple[Entity, str]]) -> bool:
    return sum(entity == pair[0] or wikidata == pair[1] for entity, wikidata in pairs) == 1
