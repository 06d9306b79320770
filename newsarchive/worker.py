"""What every job of the worker needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def fresh_connection() -> Iterator[None]:
    """Do with a worker's thread what Django does with a request: no connection outlives its work, or its server.

    Decorates every task of the queue, below `app.task`. One called in a transaction leaves it its connection.
    """
    _close_old_connections()
    try:
        yield
    finally:
        _close_old_connections()


def _close_old_connections() -> None:
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
