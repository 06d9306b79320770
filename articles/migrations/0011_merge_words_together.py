import django.contrib.postgres.indexes
from django.db import migrations

from articles.sql import read


class Migration(migrations.Migration):
    """Let the words of a handful of articles enter the search index together."""

    dependencies = [
        ("articles", "0010_kept_by_readers"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(read("merge_words_together"), read("drop_merge_words_together")),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="searchdocument", name="search_vector"),
                migrations.AddIndex(
                    model_name="searchdocument",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True, fields=["vector"], name="search_vector"
                    ),
                ),
            ],
        ),
    ]
