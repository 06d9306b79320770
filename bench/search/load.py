"""Fills an archive and its peers with the same made articles: COPY first, indexes after; says what each took."""

from __future__ import annotations

import multiprocessing
import sqlite3
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import tantivy
from django.core.management import call_command
from django.db import connection, transaction
from generate import ENTITIES, SOURCES, Made, articles

from articles.hebrew import analyzer
from articles.hebrew.tokens import tokenize
from articles.models import SearchChange, SearchSegment
from articles.search import settle, vocabulary
from articles.search.postgres import vector
from articles.sql import binary
from articles.timeline import reading

BATCH = 2_000


class Spent:
    """CPU of this process, and wall time, by what it was for."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Add what is spent inside to `what`."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        before = self.seconds.get(what, (0.0, 0.0))
        self.seconds[what] = before[0] + time.process_time() - cpu, before[1] + time.perf_counter() - wall

    def report(self) -> str:
        """Return a line for each."""
        return "\n".join(f"{what}: {cpu:.1f} s of CPU in this process, {wall:.1f} s in all"
                         for what, (cpu, wall) in self.seconds.items())  # fmt: skip


def load(count: int, folder: Path) -> None:
    """Fill everything with `count` articles, unless it was done before; print what that took.

    The archive, its segments and the peers are filled beside one another, by a process each.
    """
    done = folder / "loaded"
    if not done.exists():
        call_command("migrate", verbosity=0)
        run(*BEFORE, *_RECIPE_TABLE)
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # what forks must have connections of its own
        with ProcessPoolExecutor(3, multiprocessing.get_context("fork")) as processes:
            written = folder / "written"
            written.unlink(missing_ok=True)
            parts = [processes.submit(_archive, count, written), processes.submit(_segments, written),
                     processes.submit(_peers, count, folder)]  # fmt: skip
            spent = [part.result() for part in parts]
        last = Spent()
        with last.on("archive: count the words"):
            _leave_nothing_to_the_worker()
        with last.on("archive: vacuum"):
            _vacuum()
        done.write_text("\n".join(one.report() for one in [*spent, last]))
    print(done.read_text())


def _archive(count: int, written: Path) -> Spent:
    """Fill the archive but for its segments, and the table of Django's recipe; `written` says that all are in."""
    spent = Spent()
    try:
        _write(count, spent)
    finally:
        written.touch()  # whoever makes segments does not wait for what will not come
    for what, statements in LATER.items():
        with spent.on(what):
            run(*statements)
    return spent


def _write(count: int, spent: Spent) -> None:
    coming, now = articles(count), datetime.now(UTC)
    make_sources()
    while batch := _taken(coming, spent):
        with spent.on("archive: analyse"):
            documents = [document(one) for one in batch]
        with spent.on("archive: copy"), transaction.atomic():
            store(batch, documents, now)
        with spent.on("Django's recipe: write"):
            binary.execute(_RECIPE, [list(column) for column in zip(
                *[(one.number, one.title, body(one)) for one in batch], strict=True)])  # fmt: skip
        print(batch[-1].number, flush=True)


def _segments(written: Path) -> Spent:
    """Make segments as soon as there are articles enough for one, and of what is left when all are `written`."""
    spent = Spent()
    while not written.exists():
        if SearchChange.objects.count() >= settle.MOST:
            with spent.on("archive: make the segments"):
                settle.step()
        time.sleep(1)
    with spent.on("archive: make the segments"):
        settle_all()
    return spent


def settle_all() -> None:
    """Make all segments, with their pairs."""
    while settle.settle() or SearchSegment.objects.filter(retired=None, paired=False).exists():
        pass


def _peers(count: int, folder: Path) -> Spent:
    """Fill the peers that have files of their own."""
    spent, coming = Spent(), articles(count)
    plain, analysed = TantivyWriter(folder / "tantivy"), TantivyWriter(folder / "tantivy-analysed")
    base = _sqlite(folder / "fts5.db")
    while batch := list(islice(coming, BATCH)):
        with spent.on("tantivy: write"):
            plain.add((one, one.title, body(one)) for one in batch)
        with spent.on("SQLite FTS5: write"):
            base.executemany("INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)",
                             [(one.number, one.title, body(one)) for one in batch])  # fmt: skip
        texts = [(one, lexemes(one.title), lexemes(body(one))) for one in batch]
        with spent.on("tantivy, analysed words: write"):
            analysed.add(texts)
    for what, writer in (("tantivy: write", plain), ("tantivy, analysed words: write", analysed)):
        with spent.on(what):
            writer.close()
    with spent.on("SQLite FTS5: write"):
        base.execute("INSERT INTO found(found) VALUES('optimize')")
        base.commit()
    return spent


def body(one: Made) -> str:
    """Return the text of an article below its title."""
    return "\n".join(one.paragraphs)


def _taken(coming: Iterator[Made], spent: Spent) -> list[Made]:
    with spent.on("generate"):
        return list(islice(coming, BATCH))


_WRITTEN = ("articles_article", "articles_paragraph", "articles_searchdocument", "articles_appearance")
BEFORE = (
    "DROP INDEX IF EXISTS search_vector",
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in _WRITTEN),
)
_RECIPE_TABLE = (
    "DROP TABLE IF EXISTS bench_recipe",
    "CREATE TABLE bench_recipe (id bigint PRIMARY KEY, title text, body text, vector tsvector)",
)
_RECIPE = """
    INSERT INTO bench_recipe SELECT id, title, body,
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'D')
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS made (id, title, body)"""
LATER = {
    "archive: build the GIN index": (
        "CREATE INDEX search_vector ON articles_searchdocument USING gin (vector) WITH (fastupdate = off)",
        *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in _WRITTEN),
    ),
    "Django's recipe: index": (
        "CREATE INDEX ON bench_recipe USING gin (vector)",
        "ANALYZE bench_recipe",
    ),
}


def run(*statements: str) -> None:
    """Run statements of SQL."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _leave_nothing_to_the_worker() -> None:
    """Count the words, as the worker does every night; made articles name no day, quote nobody, and count as read."""
    vocabulary.refresh()
    run(f"INSERT INTO articles_reading (article_id, version) SELECT id, {reading.VERSION} FROM articles_article")


def _vacuum() -> None:
    run("VACUUM ANALYZE articles_searchdocument", "ANALYZE", "VACUUM articles_searchposting, articles_searchblock")


def make_sources() -> None:
    """Store the sources and the entities that made articles have."""
    copy("articles_source", "id name", ((number, name) for number, name in enumerate(SOURCES, 1)))
    now = datetime.now(UTC)
    names = [(number, f"ישות {number}") for number in range(1, ENTITIES + 1)]
    copy("articles_entity", "id kind name sort_key description wikidata created",
          ((number, "person", name, name, "", "", now) for number, name in names))  # fmt: skip


def store(batch: list[Made], documents: list[tuple[Any, ...]], now: datetime) -> None:
    """Store articles with their search documents, and note that they changed."""
    copy("articles_article", _ARTICLE, (_article(one, now) for one in batch))
    copy(
        "articles_paragraph",
        "article_id position kind text",
        ((one.number, place, "text", text) for one in batch for place, text in enumerate(one.paragraphs, 1)),
    )
    copy("articles_appearance", "entity_id article_id published mentions inferred",
          ((entity, one.number, _moment(one), 1, False) for one in batch for entity in one.entities))  # fmt: skip
    copy("articles_searchdocument", DOCUMENT, documents)
    copy("articles_searchchange", "article", ((one.number,) for one in batch))


DOCUMENT = "article_id source_id section published vector profile"
_ARTICLE = """id source_id external_id url title deck byline section published time_known date_known_from update_stamp
    status withheld_reason fingerprint analyzer_version created"""


def _article(one: Made, now: datetime) -> tuple[Any, ...]:
    return (one.number, one.source + 1, f"{one.number}", "", one.title, "", "", one.section, _moment(one), False,
            "metadata", "", "published", "", f"{one.number:064}", analyzer.VERSION, now)  # fmt: skip


def document(one: Made) -> tuple[Any, ...]:
    """Return the search document of an article, as a row."""
    found = vector([(one.title, "A"), *((text, "D") for text in one.paragraphs)])
    return one.number, one.source + 1, one.section, _moment(one), found.vector, found.profile


def _moment(one: Made) -> datetime:
    return datetime(one.day.year, one.day.month, one.day.day, 10, tzinfo=UTC)


def copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Store rows by COPY."""
    connection.ensure_connection()
    names = ", ".join(columns.split())
    with psycopg.Cursor(connection.connection) as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)


class TantivyWriter:
    """A tantivy index that is written; of analysed words it is given the lexemes that the archive stores."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.writer = tantivy.Index(schema(), path=str(folder)).writer(heap_size=256_000_000, num_threads=1)

    def add(self, coming: Iterable[tuple[Made, str, str]]) -> None:
        """Add articles, each with the words of its title and of its body."""
        for one, title, body in coming:
            self.writer.add_document(tantivy.Document(
                number=one.number, title=title, body=body, source=one.source, year=one.day.year, entity=one.entities,
                day=one.day.toordinal(),
            ))  # fmt: skip

    def close(self) -> None:
        """Commit, and wait until all is merged."""
        self.writer.commit()
        self.writer.wait_merging_threads()


def schema() -> tantivy.Schema:
    """Return the schema of both tantivy indexes."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True, fast=True)
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace")
    builder.add_integer_field("source", fast=True, indexed=True)
    builder.add_integer_field("year", fast=True, indexed=True)
    builder.add_integer_field("entity", fast=True, indexed=True)
    builder.add_integer_field("day", fast=True, indexed=True)
    return builder.build()


def lexemes(text: str) -> str:
    """Return all that the words of a text are stored as, with blanks between."""
    return " ".join(lexeme for token in tokenize(text) for lexeme in analyzer.index_lexemes(token.text))


def _sqlite(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE found USING fts5(title, body)")
    return base
