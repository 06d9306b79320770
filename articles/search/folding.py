"""Versions of one text on a page of results: the first is shown, the others fold under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from articles.search import sketches
from articles.search.criteria import Criteria
from articles.search.postgres import where


@dataclass(frozen=True, slots=True)
class Fold:
    """What becomes of a hit: shown or folded; its family, and how many others of the family the whole answer has."""

    shown: bool
    family: int | None = None
    others: int = 0


def folds(criteria: Criteria, ids: Sequence[int]) -> dict[int, Fold]:
    """Say what becomes of each hit of a page, in its order; one query, and another when there are versions.

    Only what is on this page is folded: whoever turns the pages meets a text again rather than lose a version of it.
    """
    families = {} if criteria.versions is not None else sketches.families(ids)
    counts = _counted(criteria, sorted(set(families.values()))) if families else {}
    seen: set[int] = set()
    found = {}
    for pk in ids:
        family = families.get(pk)
        others = counts.get(family, 1) - 1 if family else 0
        found[pk] = Fold(family not in seen, family, others)
        if family:
            seen.add(family)
    return found


def _counted(criteria: Criteria, families: list[int]) -> dict[int, int]:
    """Count the articles of each family that the search finds."""
    condition = where(criteria)
    sql = f"""
        WITH version AS MATERIALIZED (
            SELECT family, article_id FROM articles_searchsketch WHERE family = ANY(%s)
        ), d AS MATERIALIZED (
            SELECT d.*, version.family FROM articles_searchdocument d JOIN version USING (article_id)
        )
        SELECT d.family, count(*) FROM d WHERE {condition.text} GROUP BY d.family"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [families, *condition.params])
        return dict(cursor.fetchall())
