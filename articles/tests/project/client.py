"""A process that uses the embedded server, for tests that kill: `python -m articles.tests.project.client HOME`.

Each line of input is a statement, run on a connection of its own; the answer is a line of JSON: the rows.
"""

import json
import os
import sys

import psycopg

from newsarchive.postgres.place import DATABASE, PORT, ROLE
from newsarchive.postgres.server import ensure_running


def answer(home: str, statement: str) -> list[list[object]]:
    """Run one statement as the site would: look after the server, connect, commit."""
    host = os.fspath(ensure_running(home))
    with psycopg.connect(host=host, port=PORT, user=ROLE, dbname=DATABASE) as connection:
        cursor = connection.execute(statement)
        return [list(row) for row in cursor.fetchall()] if cursor.description else []


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(sys.argv[1], line)), flush=True)
