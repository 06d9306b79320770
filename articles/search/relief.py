"""Nothing was found: why, and what each smaller demand would find."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from articles.hebrew.names import name_key
from articles.models import Alias, Source
from articles.search.criteria import Criteria
from articles.search.grammar import And, Field, InField, Node, Not, Or, leaves
from articles.search.postgres import where
from articles.search.sentence import Part

MOST = 12


@dataclass(frozen=True, slots=True)
class Relief:
    """A part of the sentence, and how many articles the search without it finds."""

    part: Part
    criteria: Criteria
    count: int


def reliefs(criteria: Criteria, parts: Sequence[Part]) -> list[Relief]:
    """Return what dropping each part of the sentence would find, the most first, when that is anything; one query."""
    if len(parts) < 2:
        return []
    counts = count([part.without for part in parts[:MOST]])
    found = [Relief(part, part.without, number) for part, number in zip(parts, counts, strict=False) if number]
    return sorted(found, key=lambda one: -one.count)


def missing(criteria: Criteria) -> list[str]:
    """Return what is asked that the archive does not hold at all, each as a Hebrew sentence."""
    tree = criteria.parsed.tree
    words = list(dict.fromkeys(leaves(tree)))[:MOST]
    counts = count([Criteria(q=str(word), mode=criteria.mode) for word in words])
    said = [f"{word} אינו מופיע באף כתבה בארכיון." for word, number in zip(words, counts, strict=True) if not number]
    return [*said, *(sentence for one in _fields(tree) if (sentence := _unknown(one)))]


def count(searches: Sequence[Criteria]) -> list[int]:
    """Count the articles that each search finds; one query."""
    if not searches:
        return []
    conditions = [where(one) for one in searches]
    counts = ", ".join(f"(SELECT count(*) FROM articles_searchdocument d WHERE {one.text})" for one in conditions)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for one in conditions for value in one.params])
        return list(cursor.fetchone())


def _fields(node: Node | None) -> Iterable[InField]:
    if isinstance(node, And | Or):
        for inner in node.nodes:
            yield from _fields(inner)
    elif isinstance(node, InField):
        yield node
    elif isinstance(node, Not):
        yield from _fields(node.node)


def _unknown(asked: InField) -> str:
    """Return what to say of a source or an entity that the archive does not know, else nothing."""
    name = asked.value.text
    if asked.field is Field.SOURCE and not Source.objects.filter(name__icontains=name).exists():
        return f"אין בארכיון מקור ששמו {name}."
    if asked.field is Field.ENTITY and not Alias.objects.filter(key=name_key(name)).exists():
        return f"אין בארכיון ישות ששמה {name}."
    return ""
