"""Keeping the ledgers of counts short, and writing them anew."""

from django.db import connection, transaction

from articles.sql import read

_ONE_AT_A_TIME = 7_370_001  # the key of an advisory lock


@transaction.atomic
def fold() -> bool:
    """Fold the rows of each key that changed into one; False when somebody else is at it. The sums stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(read("fold_days"))
        cursor.execute(read("fold_pairs"))
    return True


@transaction.atomic
def recount() -> None:
    """Write the ledgers anew from the appearances and the search documents; writers wait meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(read("recount"))
