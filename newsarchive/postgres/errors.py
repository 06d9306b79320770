"""What is said when the embedded server cannot run."""

import os
import pwd
from pathlib import Path

import psycopg


class ServerNotStarted(psycopg.OperationalError):
    """The embedded server does not run; the message says what to do. Django wraps it as its own OperationalError."""


class HomeIsGone(ServerNotStarted):
    """The archive's folder was deleted while this process used it; there is nothing left to serve."""


def tail(log: Path, start: int = 0, longest: int = 2000) -> str:
    """Return the end of a log: what was written after `start` bytes, at most some `longest` bytes of it."""
    try:
        written = log.read_bytes()
    except OSError as error:
        return f"({log} cannot be read: {error.strerror})"
    since = written[start:] if start < len(written) else written  # a new log may have been begun
    return since[-longest:].decode("utf-8", "replace").strip()


def not_started(log: Path, what: str, start: int = 0) -> ServerNotStarted:
    """Return the error of a server that failed, with the end of its log: what was written after `start` bytes."""
    return ServerNotStarted(f"The archive's PostgreSQL {what}. The end of {log}:\n{tail(log, start)}")


def not_usable(path: Path, error: OSError) -> ServerNotStarted:
    """Return the error of a folder or file of the archive that this user cannot use."""
    return ServerNotStarted(
        f"{path} cannot be used by {user_name(os.geteuid())}: {error.strerror}. Run as the user the archive belongs to"
        " (its folder is ARCHIVE_HOME), or point ARCHIVE_HOME at another folder."
    )


def user_name(uid: int) -> str:
    """Return a user's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
