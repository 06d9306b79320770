"""Which of the hits of a search were published to the archive since a moment, whatever their own dates."""

from datetime import datetime

from django.db import connection

from articles.search.criteria import Criteria
from articles.search.postgres import where

MOST = 10_000


def arrived(criteria: Criteria, since: datetime) -> list[int]:
    """Return the ids of hits that readers could find only since that moment, the newest by date first; one query.

    The few that arrived are listed first, so that a frequent word costs no more than a rare one.
    """
    condition = where(criteria)
    sql = f"""
        WITH d AS MATERIALIZED (
            SELECT document.* FROM articles_searchdocument document
            JOIN articles_searchsketch sketch USING (article_id) WHERE sketch.arrived >= %s
        )
        SELECT d.article_id FROM d WHERE {condition.text}
        ORDER BY d.published DESC NULLS LAST, d.article_id DESC LIMIT {MOST}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [since, *condition.params])
        return [row[0] for row in cursor.fetchall()]
