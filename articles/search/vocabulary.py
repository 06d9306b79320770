"""The archive's own words and the weight of its entities, counted anew now and then for suggestions and corrections."""

from django.db import connection, transaction

from articles.hebrew.normalise import finished
from articles.models import ArchiveWord
from articles.search.postgres import words_of_the_archive
from articles.sql import read

_WEIGHTS = read("refresh_entity_weights")


def refresh() -> int:
    """Count everything anew; return how many words the archive has."""
    refresh_weights()
    return refresh_words()


def refresh_weights() -> None:
    """Count the articles of every entity."""
    with connection.cursor() as cursor:
        cursor.execute(_WEIGHTS)


@transaction.atomic
def refresh_words() -> int:
    """Count the articles of every word of `SHORTEST` to `LONGEST` letters that stands in two or more."""
    ArchiveWord.objects.all().delete()
    sql = f"INSERT INTO articles_archiveword (key, articles) {words_of_the_archive(SHORTEST, LONGEST)}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def frequent(most: int) -> list[str]:
    """Return as they are written the words that stand in most articles, when last counted."""
    keys = ArchiveWord.objects.order_by("-articles", "key").values_list("key", flat=True)[:most]
    return [finished(key) for key in keys]


SHORTEST, LONGEST = 3, 40
