"""What must be done before the site can answer; each step is done only when there is something to do."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from newsarchive.postgres import locks

WAIT = 900.0


@contextmanager
def alone() -> Iterator[None]:
    """Prepare one at a time: two sites may start on one archive at once."""
    with_lock = locks.wait_for(settings.ARCHIVE_HOME / "prepare.lock", WAIT)
    try:
        yield
    finally:
        if with_lock is not None:
            locks.give_up(with_lock)


def migrate() -> bool:
    """Bring the database up to date; return whether it was not."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Collect the static files when they changed since the last time; return whether they had."""
    marker = Path(settings.STATIC_ROOT, ".collected")
    now = _fingerprint()
    if marker.exists() and marker.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    marker.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def leave_database() -> None:
    """Close what this process has open to the database, the pool and its threads included: children are forked next."""
    for one in connections.all(initialized_only=True):
        one.close()
        if hasattr(one, "close_pool"):
            one.close_pool()
