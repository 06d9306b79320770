"""The door to the embedded server: come in through `ensure_running`, and it runs as long as your process lives."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from newsarchive.postgres import identity, locks
from newsarchive.postgres.errors import HomeIsGone, not_started, not_usable
from newsarchive.postgres.place import Place
from newsarchive.postgres.postmaster import accepts

PATIENCE = 60.0
ROOT = Path(__file__).resolve().parent.parent.parent

_held: dict[Path, int] = {}
"""The shared lock of each home this process uses; never closed, so that it ends with the process."""
_entering = threading.Lock()


def ensure_running(home: Path | str, patience: float = PATIENCE) -> Path:
    """Return the folder of the server's socket once the server takes connections, starting it when needed.

    From then on it runs until this process and its forked children are gone. Heals a server or keeper that was
    killed. Some 3 ms when all is well. Raises ServerNotStarted after `patience` seconds, HomeIsGone when the home was
    deleted since: a new and empty archive must not take its place unasked.
    """
    place = Place.of(home)
    deadline = time.monotonic() + patience
    _hold(place, patience)
    while not (_is_kept(place) and _answers(place)):
        if time.monotonic() > deadline:
            raise not_started(place.log, f"did not answer within {patience:.0f} seconds")
        if not _is_kept(place):
            _call_keeper(place, deadline - time.monotonic())
        time.sleep(0.05)
    return place.sockets


def is_held(home: Path | str) -> bool:
    """Tell whether this process (or the one it was forked from) came through `ensure_running` before."""
    return Place.of(home).home in _held


def _hold(place: Place, patience: float) -> None:
    """Take the shared lock, once a process. A keeper that is just stopping the server makes us wait for its end."""
    with _entering:
        old = _held.get(place.home)
        if old is not None:
            if not locks.still_names(place.clients_lock, old):
                raise HomeIsGone(f"{place.home} was deleted while it was in use. Start again to begin a new archive.")
            return
        try:
            place.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_usable(place.home, error) from error
        lock = locks.wait_for(place.clients_lock, patience, shared=True)
        if lock is None:
            raise not_started(place.log, f"has been stopping for {patience:.0f} seconds")
        _held[place.home] = lock


def _is_kept(place: Place) -> bool:
    return locks.held_by_someone(place.keeper_lock, exclusively=True)


def _answers(place: Place) -> bool:
    """Never speak to a socket in a folder that somebody else could have made."""
    trusted = any(identity.is_private(place.sockets, owner) for owner in identity.possible_owners())
    return trusted and accepts(place)


def _call_keeper(place: Place, patience: float) -> None:
    """Start a keeper and wait until its server takes connections. A keeper killed meanwhile is no error."""
    command = [sys.executable, "-m", "newsarchive.postgres.keeper", str(place.home)]
    place.log.touch(mode=0o600)  # it may quote rows
    before = place.log.stat().st_size
    with place.log.open("ab") as log:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                start_new_session=True,
                timeout=max(patience, 0.1),
            )
        except subprocess.TimeoutExpired:
            return
    if done.returncode > 0:
        raise not_started(place.log, "could not be started", before)
