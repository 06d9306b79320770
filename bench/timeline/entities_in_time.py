"""Entities in time on a large archive: database time of the pages' queries, beside counting live.

    ARCHIVE_HOME=some/folder python bench/timeline/entities_in_time.py [articles]

The archive (a million articles and eight million mentions unless a number is given) is made once in ARCHIVE_HOME,
which must be one of its own. What is measured is the median and the best of nine runs of the pages' own functions: the
time between sending a query and having its rows, for the most mentioned entity and for one a thousand times rarer.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.models import Article, Entity, Mention  # noqa: E402
from articles.timeline import articles, comparison, cooccurrence, rollup, series  # noqa: E402
from articles.timeline.periods import Period, Unit  # noqa: E402

ENTITIES = 50_000
RUNS = 9
YEAR = (date(2015, 1, 1), date(2015, 12, 31))


class Stopwatch:
    """Adds up the time of a block's queries."""

    def __init__(self) -> None:
        self.milliseconds = 0.0
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        before = time.perf_counter()
        try:
            return execute(*given)
        finally:
            self.milliseconds += 1000 * (time.perf_counter() - before)
            self.queries += 1


@contextmanager
def watched() -> Iterator[Stopwatch]:
    watch = Stopwatch()
    with connection.execute_wrapper(watch):
        yield watch


def fill(number: int) -> None:
    """Make the archive, unless it is there."""
    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        return
    sql = Path(__file__).with_name("fill.sql").read_text("utf-8")
    before = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"articles": number, "entities": ENTITIES})
    made = time.perf_counter()
    rollup.recount()
    counted = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"made in {made - before:.0f} s, counts rolled up in {counted - made:.0f} s", flush=True)


def entity_page(entity: Entity, start: date | None = None, end: date | None = None) -> None:
    """Do what the page of an entity does in the database."""
    series.life(entity)
    ids = articles.Appearing(entity, start, end)
    len(ids)
    page = ids[0:20]
    Article.objects.select_related("source").in_bulk(page)
    articles.sentences(entity, page)
    articles.key_articles(entity, start, end)
    if start:
        cooccurrence.companions_between(entity, start, end, 40)
    else:
        cooccurrence.companions(entity, 40)


def live_timeline(entity: Entity) -> None:
    rows(
        "SELECT to_char(published, 'YYYY-MM'), count(*) FROM articles_appearance WHERE entity_id = %s GROUP BY 1",
        entity.pk,
    )
    rows(
        "SELECT to_char(published, 'YYYY-MM'), count(*) FROM articles_searchdocument WHERE %s > 0 GROUP BY 1", entity.pk
    )


def live_companions(entity: Entity) -> None:
    rows(
        "SELECT other.entity_id, count(*) FROM articles_appearance mine JOIN articles_appearance other"
        " USING (article_id) WHERE mine.entity_id = %s GROUP BY 1 ORDER BY 2 DESC LIMIT 40",
        entity.pk,
    )


def rows(sql: str, entity: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [entity])
        cursor.fetchall()


def measure(name: str, act: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        with watched() as watch:
            act()
        times.append(watch.milliseconds)
    middle = statistics.median(times)
    print(f"{name:50} median {middle:8.1f} ms, best {min(times):8.1f} ms, {watch.queries:3} queries", flush=True)
    return middle


def main() -> None:
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    counts = sorted(series.totals(list(range(1, ENTITIES + 1))).items(), key=lambda pair: -pair[1])
    top = [Entity.objects.get(pk=pk) for pk, _ in counts[:4]]
    rare_pk = next(pk for pk, number in counts if number <= counts[0][1] // 1000)
    most, rare = top[0], Entity.objects.get(pk=rare_pk)
    number = dict(counts)
    print(f"{Article.objects.count():,} articles, {Mention.objects.count():,} mentions;", end=" ")
    print(f"the most mentioned is in {number[most.pk]:,} articles, the rare one in {number[rare.pk]:,}")
    measure("entity page, most mentioned", lambda: entity_page(most))
    measure("entity page, rare", lambda: entity_page(rare))
    measure("entity page, most mentioned, one year chosen", lambda: entity_page(most, *YEAR))
    timeline = measure("timeline", lambda: series.life(most))
    measure("timeline of a month by days", lambda: series.life(most, series.Window(Unit.DAY, Period("2015-03"))))
    measure("comparison of four", lambda: (comparison.compared(top), cooccurrence.shared_articles(top)))
    together = measure("co-occurrence", lambda: cooccurrence.companions(most, 40))
    measure("co-occurrence in one year", lambda: cooccurrence.companions_between(most, *YEAR, 40))
    measure("co-occurrence, neighbourhood of 30", lambda: cooccurrence.neighbourhood(most, 30))
    live = measure("timeline counted live", lambda: live_timeline(most))
    live_together = measure("co-occurrence counted live", lambda: live_companions(most))
    print(f"live / rolled up: timeline {live / timeline:.0f}, co-occurrence {live_together / together:.0f}")


if __name__ == "__main__":
    main()
