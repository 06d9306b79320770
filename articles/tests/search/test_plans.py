"""No page of results walks through all articles or paragraphs: each of its queries has an index to go by.

In a small table PostgreSQL rightly prefers to read it whole; with that made dear, only a query without an index does.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.search import segments, settle
from articles.tests.conftest import MakeArticle, MakeEntity

WHOLE = re.compile(r"Seq Scan on (?:articles_article|articles_paragraph)\b.*")
ADDRESSES = [
    "/search/?q=סוריה", '/search/?q="ראש הממשלה"', "/search/?q=סוריה&sort=oldest", "/search/?q=ממש*", "/search/",
    "/search/?q=סוריה&source=מגדלור&from=2018&to=2020", "/api/v1/articles?q=סוריה",
]  # fmt: skip


def plans(client: Client, address: str) -> list[str]:
    """Return the plans of the queries of a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [one["sql"] for one in captured.captured_queries if re.match(r"\s*(SELECT|WITH)\b", one["sql"])]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = []
        for sql in asked:
            cursor.execute("EXPLAIN " + sql)
            found.append("\n".join(row[0] for row in cursor.fetchall()))
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


@pytest.mark.parametrize("kept", [False, True])
def test_pages_go_by_indexes(client: Client, make_article: MakeArticle, make_entity: MakeEntity, kept: bool) -> None:
    for number in range(5):
        make_article("ראש הממשלה דיבר על סוריה", title=f"{number}", entities=[make_entity(f"סוריה {number}")])
    if kept:
        settle.settle(least=1)
        make_article("סוריה", title="חדשה")
    for address in ADDRESSES:
        found = plans(client, address)
        assert len(found) > 5
        assert [match[0] for plan in found for match in WHOLE.finditer(plan)] == []
    segments.forget()


def test_a_query_without_an_index_would_be_seen(make_article: MakeArticle) -> None:
    assert isinstance(make_article("סוריה"), Article)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM articles_paragraph WHERE strpos(text, 'סוריה') > 0")
        assert WHOLE.search("\n".join(row[0] for row in cursor.fetchall()))


def test_vectors_are_stored_as_they_are(db: None) -> None:
    """A phrase of frequent words looks into the vectors of all that have the words: unpacking them was most of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute "
            "WHERE attrelid = 'articles_searchdocument'::regclass AND attname = 'vector'"
        )
        assert cursor.fetchone() == ("e",)
