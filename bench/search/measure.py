"""The measurement itself: every contestant asked every query, in a shuffled order, round by round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from load import load
from peers import Archive, Asked, Page, Recipe, Sqlite, Tantivy
from queries import Judge, draw
from run import Clock, Table, mean, row, share, shuffled

from articles.hebrew.analyzer import Mode
from articles.search import segments

TOP, FURTHER = 20, 100


def measure(articles: int, folder: Path, rounds: int, each: int) -> None:
    """Load, then measure pages, counts and facets, and judge the ranking."""
    load(articles, folder)
    columns = draw(articles, each)
    plain, analysed = Archive(Mode.EXACT), Archive(Mode.FLEXIBLE)
    tantivy = Tantivy(folder / "tantivy", analysed=False)
    tantivy_analysed = Tantivy(folder / "tantivy-analysed", analysed=True)
    recipe, sqlite = Recipe(), Sqlite(folder / "fts5.db")
    clock = backend_clock()
    _warm(clock)

    contestants: list[Any] = [plain, tantivy, recipe, sqlite, analysed, tantivy_analysed]
    table, pages = Table(), dict[tuple[str, Asked], Page]()
    for turn in range(rounds):
        for who, column, asked in shuffled(_triples(contestants, columns), turn):
            if asked.phrase and who is tantivy_analysed:
                continue
            pages[who.name, asked], sample = clock.time(partial(who.page, asked))
            table.add(who.name, column, str(asked), sample)
    _print_pages(table, contestants, list(columns))
    _check_totals(pages, [plain, tantivy, recipe, sqlite], columns)
    _judge(articles, columns, pages, plain, tantivy)
    words = {name: queries for name, queries in columns.items() if "phrase" not in name}
    phrases = {name: queries for name, queries in columns.items() if name not in words}
    best = {"archive": plain.best, "archive, flexible": analysed.best, "tantivy": tantivy.best}
    _print_one("top 20 and exact total without snippets, CPU ms", clock, rounds, phrases, best)
    totals = {"archive": plain.total, "archive, flexible": analysed.total, "count(*) over GIN": recipe.total}
    _print_one("exact total, CPU ms", clock, rounds, words, totals)
    facets = {"archive": plain.facets, "archive, flexible": analysed.facets, "tantivy": tantivy.facets}
    _print_one("facets and histogram, CPU ms", clock, rounds, words, facets)


def _triples(contestants: list[Any], columns: dict[str, list[Asked]]) -> list[tuple[Any, str, Asked]]:
    return [(who, column, asked) for who in contestants for column, queries in columns.items() for asked in queries]


def backend_clock() -> Clock:
    """Return a clock of this process and of the server's process that answers it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Clock(cursor.fetchone()[0])


def _warm(clock: Clock) -> None:
    """Load the columns of the segments, which a process does once."""
    _, (cpu, wall) = clock.time(segments.state)
    print(f"columns of the segments loaded, once a process: {cpu:.0f} ms of CPU, {wall:.0f} ms")


def _print_pages(table: Table, contestants: list[Any], columns: list[str]) -> None:
    def line(of: Callable[[str, str], float], who: Any) -> list[Any]:
        return [of(who.name, column) if table.samples[who.name, column] else "–" for column in columns]

    for title, of in (
        ("CPU ms of a page", table.cpu),
        ("CPU ms, first time asked", table.first),
        ("wall ms", table.wall),
    ):
        print(f"\n{title}: top 20, exact total, 20 snippets")
        row("", columns)
        for who in contestants:
            row(who.name, line(of, who))


def _check_totals(
    pages: dict[tuple[str, Asked], Page], contestants: list[Any], columns: dict[str, list[Asked]]
) -> None:
    asked = [one for queries in columns.values() for one in queries]
    agreeing = sum(len({pages[who.name, one].total for who in contestants}) == 1 for one in asked)
    print(f"\ntotals: all of {', '.join(who.name for who in contestants)} agree on {agreeing} of {len(asked)} queries")


def _judge(articles: int, columns: dict[str, list[Asked]], pages: dict[tuple[str, Asked], Page], plain: Archive,
           tantivy: Tantivy) -> None:  # fmt: skip
    judged = {name: queries for name, queries in columns.items() if "phrase" not in name}
    judge = Judge(articles, [one for queries in judged.values() for one in queries])
    best = {one: judge.best(one, TOP) for queries in judged.values() for one in queries}
    print("\nshare of the best 20 by BM25F")
    row("", list(judged))
    row("in the first 20", [mean(share(best[q], pages[plain.name, q].ids) for q in qs) for qs in judged.values()])
    row("in the first 100",
        [mean(share(best[q], plain.page(q, FURTHER).ids) for q in qs) for qs in judged.values()])  # fmt: skip
    row(
        "tantivy, in the first 20",
        [mean(share(best[q], pages[tantivy.name, q].ids) for q in qs) for qs in judged.values()],
    )


def _print_one(title: str, clock: Clock, rounds: int, columns: dict[str, list[Asked]],
               acts: Mapping[str, Callable[[Asked], Any]]) -> None:  # fmt: skip
    table = Table()
    triples = [(name, column, asked) for name in acts for column, queries in columns.items() for asked in queries]
    for turn in range(max(2, rounds - 1)):
        for name, column, asked in shuffled(triples, turn):
            _, sample = clock.time(partial(acts[name], asked))
            table.add(name, column, str(asked), sample)
    print(f"\n{title}")
    row("", list(columns))
    for name in acts:
        row(name, [table.cpu(name, column) for column in columns])
