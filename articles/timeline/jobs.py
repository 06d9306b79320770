"""Work on timelines that the worker does."""

from procrastinate.contrib.django import app

from articles.timeline import reading, rollup
from newsarchive.worker import fresh_connection

MOST_AT_ONCE = 2_000


@app.periodic(cron="*/10 * * * *")
@app.task(name="fold_counts", queue="timeline", queueing_lock="fold_counts", pass_context=False)
@fresh_connection()
def fold_counts(timestamp: int) -> bool:
    """Fold the ledgers of counts."""
    return rollup.fold()


@app.periodic(cron="* * * * *")
@app.task(
    name="read_articles", queue="timeline", queueing_lock="read_articles", lock="read_articles", pass_context=False
)
@fresh_connection()
def read_articles(timestamp: int) -> int:
    """Find the dates and quotes of the articles that nobody has read; return how many."""
    return reading.read_articles(reading.waiting()[:MOST_AT_ONCE])
