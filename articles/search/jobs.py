"""Work on searches that the worker does."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from articles.search import vocabulary


@app.periodic(cron="11 3 * * *")
@app.task(name="count_words", queue="search", queueing_lock="count_words", pass_context=False)
def count_words(timestamp: int) -> int:
    """Count the words of the archive and the weights of entities, every night."""
    close_old_connections()
    return vocabulary.refresh()


@app.periodic(cron="*/10 * * * *")
@app.task(name="weigh_entities", queue="search", queueing_lock="weigh_entities", pass_context=False)
def weigh_entities(timestamp: int) -> None:
    """Count the articles of every entity, so that new ones are suggested in their place."""
    close_old_connections()
    vocabulary.refresh_weights()
