"""PostgreSQL's own programs on the database of the settings, embedded or not."""

import os
import subprocess
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from newsarchive.backup.errors import BackupError
from newsarchive.postgres import binaries
from newsarchive.postgres.errors import ServerNotStarted

_VARIABLES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


def dump(path: Path) -> None:
    """Write the database as it is at this moment to `path`. Raises BackupError."""
    _run("pg_dump", "--format=custom", "--no-password", f"--file={path}")


def restore(path: Path, replace: bool) -> None:
    """Read a dump into the database, all or nothing; `replace` what is there under the same names.

    Raises BackupError. Owners and grants of the dump are left out: all belongs to the user of the settings.
    """
    clean = ["--clean", "--if-exists"] if replace else []
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", *clean, str(path))


def release() -> int:
    """Return the major release of the server, which is started when it is ours."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def _run(name: str, *arguments: str) -> None:
    database = f"--dbname={connection.settings_dict['NAME']}"
    command = [str(_folder(release()) / name), *arguments[:-1], database, arguments[-1]]
    done = subprocess.run(command, env=os.environ | _environment(), capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise BackupError(f"{name} failed:\n{done.stderr.strip()[-2000:]}")


def _folder(server: int) -> Path:
    """Return the programs of the server's own release, else later ones, which can read it too."""
    try:
        return binaries.folder_for(server)
    except ServerNotStarted:
        newest = binaries.folder_for(None)
    if binaries.release(newest) < server:
        raise BackupError(f"The server is PostgreSQL {server}: install its programs, pg_dump is not here.")
    return newest


def _environment() -> dict[str, str]:
    """Return how to reach the database, for the environment: a password has no place in a command line."""
    chosen = connection.settings_dict
    _, options = DatabaseClient.settings_to_cmd_args_env(chosen, [])  # sslmode and its like
    said = {variable: str(chosen[name]) for name, variable in _VARIABLES.items() if chosen.get(name)}
    return {**(options or {}), **said, "LC_MESSAGES": "C"}
