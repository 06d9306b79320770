"""Advisory locks on files. The system drops them when the last process that holds them ends, however it ends."""

import fcntl
import os
import time
from pathlib import Path

from newsarchive.postgres.errors import not_usable


def take(path: Path, *, shared: bool = False) -> int | None:
    """Lock the file at `path`, making it when missing; return the descriptor that holds the lock, None when taken.

    The descriptor is closed by exec and kept by fork: a forked child holds the lock too.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise not_usable(path, error) from error
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def wait_for(path: Path, seconds: float, *, shared: bool = False) -> int | None:
    """As `take`, but try for `seconds` before giving up."""
    deadline = time.monotonic() + seconds
    while (descriptor := take(path, shared=shared)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return descriptor


def held_by_someone(path: Path, *, exclusively: bool) -> bool:
    """Tell whether some process holds the lock (exclusively, or at all); takes it for a moment when none does."""
    descriptor = take(path, shared=exclusively)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def still_names(path: Path, descriptor: int) -> bool:
    """Tell whether `path` is still the file that was locked: a home may be deleted and made anew under a process."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def give_up(descriptor: int) -> None:
    """Give up a lock that `take` or `wait_for` returned."""
    os.close(descriptor)
