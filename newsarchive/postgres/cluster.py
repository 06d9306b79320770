"""The cluster on disk: made once, whole or not at all, and looked at before it is used."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg

from newsarchive.postgres import binaries, identity
from newsarchive.postgres.errors import ServerNotStarted
from newsarchive.postgres.place import DATABASE, PORT, ROLE, Place

ROOM = 200 * 2**20
FIRST_STATEMENTS = f"""
CREATE ROLE {ROLE} LOGIN CREATEDB;
CREATE DATABASE {DATABASE} OWNER {ROLE};
"""
KNOWS_HEBREW = "SELECT getdatabaseencoding() = 'UTF8' AND 'שלום' ~ '^[[:alpha:]]+$'"


def prepare(place: Place, who: identity.Identity) -> None:
    """Make the cluster when there is none; hand it to the user who will serve it. Raises ServerNotStarted."""
    if place.major is None:
        create(place, who)
    identity.give(place.data, who.owner)


def create(place: Place, who: identity.Identity) -> None:
    """Make a cluster with the archive's role and empty database beside its place, then move it there in one step."""
    if shutil.disk_usage(place.home).free < ROOM:
        raise ServerNotStarted(f"The disk of {place.home} is full: the archive needs {ROOM >> 20} MB to begin with.")
    shutil.rmtree(place.draft, ignore_errors=True)
    place.draft.mkdir(mode=0o700)
    identity.give(place.draft, who.owner)
    programs = binaries.folder_for(None)
    _run(place, [*who.prefix, programs / "initdb", *_initdb_options(), "-D", place.draft])
    single: list[str | Path] = ["--single", "-D", place.draft, "-c", "exit_on_error=true", "postgres"]
    _run(place, [*who.prefix, programs / "postgres", *single], FIRST_STATEMENTS)
    place.draft.rename(place.data)


def _initdb_options() -> list[str]:
    """Who can reach the socket may come in (trust): its folder is private, and there is no other way in."""
    text = ["--encoding=UTF8", "--locale=C.UTF-8"]
    return ["-U", "postgres", "--auth-local=trust", "--auth-host=reject", *text, "--data-checksums"]


def _run(place: Place, command: list[str | Path], text: str = "") -> None:
    """Run a command with its output in the log; the caller's message shows the log's end when it fails."""
    with place.log.open("ab") as log:
        done = subprocess.run(command, input=text.strip().encode() + b"\n", stdout=log, stderr=log, cwd="/")
    if done.returncode:
        raise ServerNotStarted(f"{command[-1]}: PostgreSQL's first steps failed, see {place.log}.")


def verify(place: Place) -> None:
    """Raise ServerNotStarted when the running server cannot tell Hebrew letters: pg_trgm would find nothing."""
    host = os.fspath(place.sockets)
    with psycopg.connect(host=host, port=PORT, user=ROLE, dbname=DATABASE, autocommit=True) as connection:
        row = connection.execute(KNOWS_HEBREW).fetchone()
    if row != (True,):
        raise ServerNotStarted(f"{place.data} was not made with UTF-8 and the locale C.UTF-8: Hebrew is lost on it.")
