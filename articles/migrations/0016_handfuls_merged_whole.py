import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    """Let the words of a whole handful wait outside of the search index, to be merged once and not in the midst of it."""

    dependencies = [
        ("articles", "0015_vectors_uncompressed"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX search_vector SET (gin_pending_list_limit = 32768)",
                    "ALTER INDEX search_vector RESET (gin_pending_list_limit)",
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="searchdocument", name="search_vector"),
                migrations.AddIndex(
                    model_name="searchdocument",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True, fields=["vector"], gin_pending_list_limit=32768, name="search_vector"
                    ),
                ),
            ],
        ),
    ]
