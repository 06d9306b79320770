"""What a search may have meant: an entity by another name, the other keyboard layout, a word spelt otherwise.

Nothing here changes a search; each is offered beside its answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from articles.hebrew import tokens
from articles.hebrew.analyzer import is_certain, key_of, readings
from articles.hebrew.keyboard import other_layout
from articles.hebrew.names import name_key
from articles.hebrew.normalise import finished
from articles.models import Entity
from articles.search import relief
from articles.search.criteria import Criteria
from articles.search.grammar import Node, Phrase, Word, leaves, parse, replaced
from articles.sql import read
from articles.sql.binary import columns, instance, rows
from articles.text.edits import distance

FEW = 3  # hits below which a search may be misspelt
MOST_WORDS = 8
_SHORT = 4  # letters of a word in which one mistake is looked for, not two
_CANDIDATES = 60
_LIKE_WORDS, _NEAR_WORDS = read("like_words"), read("near_words")


@dataclass(frozen=True, slots=True)
class Meant:
    """Another search that may have been meant, and how many articles it finds."""

    criteria: Criteria
    count: int


def entities(criteria: Criteria) -> list[Entity]:
    """Return the entities called by the words asked, all of them or one, by an alias or after prefix letters.

    One query; none for a search of fields alone.
    """
    asked = [name_key(leaf.text) for leaf in leaves(criteria.parsed.tree)][:MOST_WORDS]
    keys = {key for whole in (" ".join(asked), *asked) for key in _stems(whole)} - {""}
    found = rows(_CALLED, [list(keys), list(criteria.entities)]) if keys else []
    return [instance(Entity, row) for row in found]


_CALLED = f"""
    SELECT {columns(Entity, "e")} FROM articles_entity e
    WHERE e.id IN (SELECT entity_id FROM articles_alias WHERE key = ANY(%s::text[])) AND e.merged_into_id IS NULL
    AND e.id <> ALL(%s::bigint[]) ORDER BY e.sort_key, e.id LIMIT 4
"""


def searches(criteria: Criteria, total: int) -> list[Meant]:
    """Return the searches that one that found `total` may have meant, the likeliest first, if they find more."""
    if total >= FEW or criteria.parsed.tree is None:
        return []
    offered = list(dict.fromkeys(_offered(criteria)))
    counts = relief.count(offered)
    return [Meant(one, number) for one, number in zip(offered, counts, strict=True) if number > total]


def _stems(key: str) -> Iterator[str]:
    yield key
    first, _, rest = key.partition(" ")
    for reading in readings(first) if first else ():
        if reading.prefix:
            yield f"{reading.stem} {rest}".strip()


def _offered(criteria: Criteria) -> Iterator[Criteria]:
    if turned := other_layout(criteria.q):
        yield criteria.but(q=finished(turned))
        yield from (criteria.but(q=text) for text in _corrected(parse(finished(turned)).tree, _NEAR_WORDS))
    yield from (criteria.but(q=text) for text in _corrected(criteria.parsed.tree))


def _corrected(tree: Node | None, sql: str = _LIKE_WORDS) -> Iterator[str]:
    """Yield the search with its words corrected, all of them at once, but for what is surely a word."""
    better = tree
    for leaf in list(leaves(tree))[:MOST_WORDS]:
        words = tokens.words(leaf.text)
        corrected = [word if is_certain(word) else _nearest(key_of(word), sql) or word for word in words]
        if corrected != words and better is not None and not (isinstance(leaf, Word) and leaf.begins):
            text = " ".join(corrected)
            better = replaced(better, leaf, Phrase(text) if isinstance(leaf, Phrase) else Word(text.replace(" ", "-")))
    if better is not None and better != tree:
        yield str(better)


def _nearest(key: str, sql: str) -> str:
    """Return the word of the archive or of its names that is nearest to a word it hardly knows; empty for none."""
    most = 1 if len(key) <= _SHORT else 2 if sql is _LIKE_WORDS else 3
    with connection.cursor() as cursor:
        cursor.execute(sql, {"word": key, "start": f"{key[:1]}%", "most": _CANDIDATES})
        rows: dict[str, int] = dict(cursor.fetchall())
    known = rows.pop(key, 0)
    near = [(distance(key, other, most), -count, other) for other, count in rows.items() if count > 4 * known]
    best = min((one for one in near if one[0] <= most), default=None)
    return finished(best[2]) if best else ""
