"""What changes when anybody decides on an article's tags, or its text is corrected: cheap to ask, again and again."""

from __future__ import annotations

from django.db import connection

from articles.sql import read


def stamp(article_id: int) -> str:
    """Return a text that differs whenever the tags or the paragraphs of an article do."""
    with connection.cursor() as cursor:
        cursor.execute(read("tagging_stamp"), {"article": article_id})
        row = cursor.fetchone()
    return str(row[0])
