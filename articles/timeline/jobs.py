"""Work on timelines that the worker does."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from articles.timeline import reading, rollup

MOST_AT_ONCE = 2_000


@app.periodic(cron="*/10 * * * *")
@app.task(name="fold_counts", queue="timeline", queueing_lock="fold_counts", pass_context=False)
def fold_counts(timestamp: int) -> bool:
    """Fold the ledgers of counts."""
    close_old_connections()
    try:
        return rollup.fold()
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(
    name="read_articles", queue="timeline", queueing_lock="read_articles", lock="read_articles", pass_context=False
)
def read_articles(timestamp: int) -> int:
    """Find the dates and quotes of the articles that nobody has read; return how many."""
    close_old_connections()
    try:
        return reading.read_articles(reading.waiting()[:MOST_AT_ONCE])
    finally:
        close_old_connections()
