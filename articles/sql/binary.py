"""Many rows at once, in PostgreSQL's binary form, past Django's cursors: those write each parameter into the query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection, models
from psycopg import sql

Model = TypeVar("Model", bound=models.Model)


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
    with _cursor(query, params) as cursor:
        cursor.execute(query, params)


def rows(query: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query whose rows are many or wide: answered in PostgreSQL's binary form, prepared when it comes often."""
    with _cursor(query, params) as cursor:
        return cursor.execute(query, params, binary=True).fetchall()


def array_of(numbers: Iterable[int]) -> str:
    """Return many numbers as PostgreSQL reads an array: psycopg looks at every element of a list to learn its type."""
    return f"{{{','.join(map(str, numbers))}}}"


def columns(model: type[models.Model], table: str) -> str:
    """Return the columns of a model's rows, to be selected from a table by this name and read by `instance`."""
    return ", ".join([f"{table}.{field.column}" for field in model._meta.concrete_fields])


def instance(model: type[Model], row: Sequence[Any]) -> Model:
    """Return a row as an object of its model: a tenth of what a queryset takes. Not for fields that read otherwise."""
    return model.from_db(connection.alias, _names(model), row)


@cache
def _names(model: type[models.Model]) -> list[str]:
    fields = model._meta.concrete_fields
    assert not any(hasattr(field, "from_db_value") for field in fields)
    return [field.attname for field in fields]


def by_id(model: type[Model], ids: Iterable[int], condition: str = "TRUE") -> dict[int, Model]:
    """Return those objects of these ids that meet a condition over their columns, as `instance` makes them."""
    query = f"SELECT {columns(model, 'one')} FROM {model._meta.db_table} one WHERE id = ANY(%s) AND {condition}"
    found = [instance(model, row) for row in rows(query, [list(ids)])]
    return {one.pk: one for one in found}


@contextmanager
def _cursor(query: str, params: Sequence[Any]) -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
    """Open a cursor for a query, and note it where Django notes its own."""
    connection.ensure_connection()
    if connection.queries_logged:
        said = psycopg.ClientCursor(connection.connection).mogrify(query, params)
        connection.queries_log.append({"sql": said, "time": ""})
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


def _type(field: Any) -> str:
    """The type of a column without its measure: bigint, varchar, bigint[]."""
    return str(field.db_type(connection)).split("(")[0]
