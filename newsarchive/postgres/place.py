"""Where the embedded server of one archive keeps its things, and what it is called."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PORT = "5432"
"""Names the socket's file only: the server listens on no network."""

ROLE = DATABASE = "newsarchive"
LONGEST_SOCKET = 100
"""Bytes of a socket's path that every system allows (Linux 107, macOS 103)."""


@dataclass(frozen=True)
class Place:
    """The paths that belong to the archive at `home` (absolute, symbolic links followed: use `Place.of`)."""

    home: Path

    @classmethod
    def of(cls, home: Path | str) -> "Place":
        """Return the place of an archive; two spellings of one folder are one place."""
        return cls(Path(home).expanduser().resolve())

    @property
    def data(self) -> Path:
        """The cluster. It appears whole or not at all."""
        return self.home / "postgres"

    @property
    def draft(self) -> Path:
        """A cluster in the making."""
        return self.home / "postgres.new"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def clients_lock(self) -> Path:
        """Shared by every process that uses the server; had exclusively only by a keeper that stops it."""
        return self.home / "postgres.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the one keeper, as long as it lives."""
        return self.home / "keeper.lock"

    @property
    def name(self) -> str:
        """The cluster's name: it stands in the command line of every process of this server, and in no other."""
        return "archive-" + hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]

    @property
    def sockets(self) -> Path:
        """A private folder for the socket: inside the home, or in a short folder when the home's path is too long."""
        near = self.home / "run"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET:
            return near
        return Path("/run" if os.geteuid() == 0 else "/tmp") / self.name  # noqa: S108 - owner and mode are checked

    @property
    def major(self) -> int | None:
        """The PostgreSQL release that made the cluster, None when there is no cluster yet."""
        try:
            return int((self.data / "PG_VERSION").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
