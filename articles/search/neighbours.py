"""The results before and after one, for a reader who walks from article to article."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article
from articles.search import engine
from articles.search.criteria import Criteria

FARTHEST = engine.PAGE * 500  # positions beyond are walked by narrowing the search, not by turning pages


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where an article stands among the results (from 1), and the articles beside it."""

    position: int
    previous: Article | None
    following: Article | None


def around(criteria: Criteria, position: int, pk: int) -> Neighbours | None:
    """Return the neighbours of article `pk`, the result at `position`; two queries.

    None when it stands there no longer: the archive has changed, or the address was made by hand.
    """
    if not 0 < position <= FARTHEST:
        return None
    ids = engine.ids_at(criteria, 3 if position > 1 else 2, max(0, position - 2))
    at = 1 if position > 1 else 0
    if len(ids) <= at or ids[at] != pk:
        return None
    found = Article.objects.select_related("source").in_bulk([one for one in ids if one != pk])
    following = found.get(ids[at + 1]) if len(ids) > at + 1 else None
    return Neighbours(position, found.get(ids[0]) if at else None, following)
