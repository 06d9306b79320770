"""`manage.py dbshell` on the embedded server."""

from collections.abc import Iterable

from django.conf import settings
from django.db.backends.postgresql.client import DatabaseClient as PostgreSQLClient

from newsarchive.postgres import binaries
from newsarchive.postgres.place import Place
from newsarchive.postgres.server import ensure_running


class DatabaseClient(PostgreSQLClient):
    """Starts the server before the shell, and takes the `psql` of the server's own release."""

    def runshell(self, parameters: Iterable[str]) -> None:
        ensure_running(settings.ARCHIVE_HOME)
        type(self).executable_name = str(binaries.tool("psql", Place.of(settings.ARCHIVE_HOME).major))
        super().runshell(parameters)
