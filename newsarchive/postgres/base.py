"""Django's PostgreSQL backend on the embedded server (ENGINE = "newsarchive.postgres")."""

from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLWrapper

from newsarchive.postgres.client import DatabaseClient
from newsarchive.postgres.place import PORT, Place
from newsarchive.postgres.server import ensure_running, is_held


class HealingConnection(psycopg.Connection[Any]):
    """A connection of the pool: it looks after the server before it connects, as the pool reconnects by itself."""

    @classmethod
    def connect(cls, conninfo: str = "", **kwargs: Any) -> "HealingConnection":
        ensure_running(settings.ARCHIVE_HOME)
        return super().connect(conninfo, **kwargs)


class DatabaseWrapper(PostgreSQLWrapper):
    """Connects to the server of `settings.ARCHIVE_HOME`, which it starts when it is first needed."""

    client_class = DatabaseClient

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        settings_dict["HOST"] = str(Place.of(settings.ARCHIVE_HOME).sockets)
        settings_dict["PORT"] = PORT
        if pool := settings_dict["OPTIONS"].get("pool"):
            pool = pool if isinstance(pool, dict) else {}
            settings_dict["OPTIONS"]["pool"] = {**pool, "connection_class": HealingConnection}
        super().__init__(settings_dict, alias)

    def get_connection_params(self) -> dict[str, Any]:
        """Return where to connect; the server runs from here on. Called for every request, so it asks only once."""
        if not is_held(settings.ARCHIVE_HOME):
            ensure_running(settings.ARCHIVE_HOME)
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """Connect; without a pool every connection is a new one, and looks after the server first."""
        if self.pool is None:
            ensure_running(settings.ARCHIVE_HOME)
        return super().get_new_connection(conn_params)
