"""Work on searches that the worker does."""

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from articles.search import alerts, exports, saved, settle, vocabulary
from newsarchive.worker import fresh_connection

QUEUE = "search"


@app.periodic(cron="11 3 * * *")
@app.task(name="count_words", queue=QUEUE, queueing_lock="count_words", pass_context=False)
@fresh_connection()
def count_words(timestamp: int) -> int:
    """Count the words of the archive and the weights of entities, and forget what is old, every night."""
    exports.forget_old()
    saved.forget_old()
    return vocabulary.refresh()


@app.periodic(cron="*/10 * * * *")
@app.task(name="weigh_entities", queue=QUEUE, queueing_lock="weigh_entities", pass_context=False)
@fresh_connection()
def weigh_entities(timestamp: int) -> None:
    """Count the articles of every entity, so that new ones are suggested in their place."""
    vocabulary.refresh_weights()


@app.periodic(cron="20 * * * *")
@app.task(name="send_alerts", queue=QUEUE, queueing_lock="send_alerts", lock="send_alerts", pass_context=False)
@fresh_connection()
def send_alerts(timestamp: int) -> int:
    """Send the alerts whose time has come; return how many. An archive without a mail server sends none."""
    if not settings.EMAIL_HOST:
        return 0
    return alerts.send_due().sent


@app.task(name="make_export", queue=QUEUE, retry=RetryStrategy(max_attempts=3, exponential_wait=5))
@fresh_connection()
def make_export(*, export_id: str) -> int:
    """Write the file of a large result; return its size in bytes."""
    return exports.make(export_id)


@app.periodic(cron="* * * * * */15")
@app.task(name="settle_search", queue=QUEUE, queueing_lock="settle_search", lock="settle_search", pass_context=False)
@fresh_connection()
def settle_search(timestamp: int) -> int:
    """Bring the segments of a large archive up to date, every quarter of a minute; return how many articles changed."""
    return settle.settle()
