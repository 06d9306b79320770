"""The process that keeps the server: `python -m newsarchive.postgres.keeper HOME`.

It belongs to no terminal and to no client. One keeper lives per home; a second ends at once. The foreground half
returns 0 when the server takes connections (or another keeper is at it) and 1 when it cannot be started.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from newsarchive.postgres import cluster, identity, locks
from newsarchive.postgres.errors import ServerNotStarted
from newsarchive.postgres.place import Place
from newsarchive.postgres.postmaster import Postmaster

TICK = 0.2
LINGER = 2.0
"""Seconds without a client before the server is stopped: a command often follows a command."""
TRIES = 3
LARGEST_LOG = 5 * 2**20


def main(home: str) -> int:
    """Become the keeper of `home` in the background; return what the foreground half exits with."""
    place = Place.of(home)
    mine = locks.wait_for(place.keeper_lock, seconds=1.0)
    if mine is None:
        return 0
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return 0 if os.read(reading, 1) else 1
    os.close(reading)
    return in_background(place, mine, lambda: os.write(writing, b"."))


def in_background(place: Place, lock: int, report: Callable[[], object]) -> int:
    """Keep the server until its last client is gone; say in the log why, when that fails."""
    signal.signal(signal.SIGTERM, _leave)
    if place.log.exists() and place.log.stat().st_size > LARGEST_LOG:
        place.log.replace(place.log.with_suffix(".log.1"))
    try:
        keep(place, lock, report)
    except (ServerNotStarted, OSError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def keep(place: Place, lock: int, report: Callable[[], object]) -> None:
    """Start or adopt the server, mind it, and stop it on the way out, whatever the reason."""
    who = identity.of_server()
    cluster.prepare(place, who)
    server = Postmaster(place, who)
    last: int | None = None
    try:
        await_ready(server)
        cluster.verify(place)
        report()
        last = mind(server, lock)
    finally:
        server.stop()
        locks.give_up(lock)  # before the clients' lock: who gets that one must find no keeper
        if last is not None:
            locks.give_up(last)


def await_ready(server: Postmaster) -> None:
    """Return when the server takes connections, starting it when it does not run. Raises ServerNotStarted."""
    for _ in range(TRIES):
        if server.pid() is None:
            server.start()
        while server.pid() is not None:
            if server.ready():
                return
            time.sleep(0.05)
        time.sleep(1)
    raise ServerNotStarted(f"PostgreSQL ended {TRIES} times while it started.")


def mind(server: Postmaster, lock: int) -> int | None:
    """Start the server again whenever it dies. Return when no client is left, with the clients' lock held.

    Returns None when the home was deleted.
    """
    alone = 0.0
    while locks.still_names(server.place.keeper_lock, lock):
        if server.pid() is None:
            await_ready(server)
        used = locks.held_by_someone(server.place.clients_lock, exclusively=False)
        alone = 0.0 if used else alone + TICK
        if alone > LINGER and (last := locks.take(server.place.clients_lock)) is not None:
            return last
        time.sleep(TICK)
    return None


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(str(Path(sys.argv[1]))))
