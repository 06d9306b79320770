"""The archive and its peers, asked the same: each gives the ids of the top, the exact total, and 20 marked snippets."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import tantivy
from django.db import connection
from load import schema

from articles.hebrew.analyzer import Mode, query_lexemes
from articles.search import engine
from articles.search.criteria import Criteria

TOP = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its words, or one phrase of them."""

    words: tuple[str, ...]
    phrase: bool = False

    def __str__(self) -> str:
        text = " ".join(self.words)
        return f'"{text}"' if self.phrase else text


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows, as far as it is compared."""

    total: int
    ids: list[int]
    snippets: int


class Peer(Protocol):
    """Something that answers."""

    name: str

    def page(self, asked: Asked, top: int = TOP) -> Page: ...


class Archive:
    """This archive, by the code that its pages call."""

    def __init__(self, mode: Mode) -> None:
        self.mode, self.name = mode, f"archive, {mode.value}"

    def criteria(self, asked: Asked) -> Criteria:
        return Criteria(q=str(asked), mode=self.mode)

    def page(self, asked: Asked, top: int = TOP) -> Page:
        total, ids = self.best(asked, top)
        shown = engine.hits(self.criteria(asked), ids[:TOP])
        return Page(total, ids, sum(bool(hit.snippets) for hit in shown))

    def best(self, asked: Asked, top: int = TOP) -> tuple[int, list[int]]:
        criteria = self.criteria(asked)
        answer = engine.answer_to(criteria)
        return answer.total, engine.page_ids(answer, criteria, top)

    def total(self, asked: Asked) -> int:
        return engine.answer_to(self.criteria(asked)).total

    def facets(self, asked: Asked) -> Any:
        return engine.answer_to(self.criteria(asked)).facets


class Recipe:
    """Django's documented recipe: SearchVectorField, GIN, SearchRank, SearchHeadline, count()."""

    name = "Django's recipe"

    def page(self, asked: Asked, top: int = TOP) -> Page:
        query = f"{'phraseto' if asked.phrase else 'plainto'}_tsquery('simple', %s)"
        text = " ".join(asked.words)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM bench_recipe WHERE vector @@ {query}", [text])
            total = cursor.fetchone()[0]
            cursor.execute(
                f"""SELECT id, ts_headline('simple', body, {query}, 'MaxFragments=3, StartSel=<b>, StopSel=</b>')
                FROM (SELECT id, body, ts_rank(vector, {query}) AS rank FROM bench_recipe WHERE vector @@ {query}
                      ORDER BY rank DESC LIMIT %s) found ORDER BY rank DESC""",
                [text, text, text, top],
            )
            rows = cursor.fetchall()
        return Page(total, [row[0] for row in rows], sum("<b>" in row[1] for row in rows))

    def total(self, asked: Asked) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM bench_recipe WHERE vector @@ plainto_tsquery('simple', %s)",
                           [" ".join(asked.words)])  # fmt: skip
            return int(cursor.fetchone()[0])


class Tantivy:
    """tantivy; on analysed words it is asked for the lexemes that the archive asks for."""

    def __init__(self, folder: Path, *, analysed: bool) -> None:
        self.name, self.analysed = "tantivy, analysed words" if analysed else "tantivy", analysed
        self.index = tantivy.Index.open(str(folder))
        self.searcher = self.index.searcher()

    def query(self, asked: Asked) -> tantivy.Query:
        if asked.phrase:
            fields = [tantivy.Query.phrase_query(schema(), name, list(asked.words)) for name in ("title", "body")]
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, field) for field in fields])
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._word(word)) for word in asked.words])

    def _word(self, word: str) -> tantivy.Query:
        terms = query_lexemes(word, Mode.FLEXIBLE) if self.analysed else (word,)
        boosts = (("title", 4.0), ("body", 1.0))
        return tantivy.Query.boolean_query([
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema(), name, term), boost))
            for term in terms for name, boost in boosts
        ])  # fmt: skip

    def page(self, asked: Asked, top: int = TOP) -> Page:
        query = self.query(asked)
        found = self.searcher.search(query, top, count=True)
        documents = [self.searcher.doc(address) for _, address in found.hits]
        maker = tantivy.SnippetGenerator.create(self.searcher, query, schema(), "body")
        maker_text = [maker.snippet_from_doc(document).to_html() for document in documents[:TOP]] if maker else []
        total = int(getattr(found, "count"))  # noqa: B009 - the stubs do not know it
        return Page(total, [document["number"][0] for document in documents], len(maker_text))

    def best(self, asked: Asked, top: int = TOP) -> Any:
        return self.searcher.search(self.query(asked), top, count=True)

    def facets(self, asked: Asked) -> Any:
        terms = {name: {"terms": {"field": name, "size": 24}} for name in ("source", "year", "entity")}
        months = {"months": {"histogram": {"field": "day", "interval": 30.4375}}}
        return self.searcher.aggregate(self.query(asked), terms | months)


class Sqlite:
    """SQLite FTS5 with its bm25 and its snippets."""

    name = "SQLite FTS5"

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path)

    def page(self, asked: Asked, top: int = TOP) -> Page:
        query = f'"{" ".join(asked.words)}"' if asked.phrase else " ".join(f'"{word}"' for word in asked.words)
        total = self.base.execute("SELECT count(*) FROM found WHERE found MATCH ?", [query]).fetchone()[0]
        rows = self.base.execute(
            """SELECT found.rowid, snippet(found, 1, '<b>', '</b>', '…', 30) FROM found
            WHERE found MATCH ? AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank LIMIT ?""", [query, top],
        ).fetchall()  # fmt: skip
        return Page(total, [row[0] for row in rows], len(rows))
