"""Many rows at once, past the ORM: a parameter is sent as it is, where the ORM writes it into the text of a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection, models
from psycopg import sql


def copy(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Store rows of the fields of these names by COPY; what is not named takes the default that the database knows."""
    known: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    columns = sql.SQL(", ").join([sql.Identifier(field.column) for field in fields])
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(model._meta.db_table), columns)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copying:
        copying.set_types([_type(field) for field in fields])
        for row in rows:
            copying.write_row(row)


def execute(query: str, params: Sequence[Any]) -> None:
    """Run a query whose parameters, marked `%b`, the server takes in their binary form."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params)


def _type(field: Any) -> str:
    """The type of a column without its measure: bigint, varchar, bigint[]."""
    return str(field.db_type(connection)).split("(")[0]
