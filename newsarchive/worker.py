"""What every job of the worker needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def fresh_connection() -> Iterator[None]:
    """Do with a worker's thread what Django does with a request: no connection outlives its work, or its server.

    Decorates every task of the queue, below `app.task`.
    """
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
