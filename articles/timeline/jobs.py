"""Work on timelines that the worker does."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from articles.timeline import rollup


@app.periodic(cron="*/10 * * * *")
@app.task(name="fold_counts", queue="timeline", queueing_lock="fold_counts", pass_context=False)
def fold_counts(timestamp: int) -> bool:
    """Fold the ledgers of counts."""
    close_old_connections()
    try:
        return rollup.fold()
    finally:
        close_old_connections()
