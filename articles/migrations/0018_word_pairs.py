import django.db.models.deletion
from django.db import migrations, models

# Segments made before have no pairs: they are made anew by the job that settles, and PostgreSQL answers until then.
_ANEW = """
    ALTER TABLE articles_searchblock ALTER COLUMN entries SET STORAGE EXTERNAL;
    UPDATE articles_searchsegment SET retired = now() WHERE retired IS NULL;
    INSERT INTO articles_searchchange (article) SELECT article_id FROM articles_searchdocument;
"""


class Migration(migrations.Migration):
    """Segments keep the pairs of neighbouring words, which answer phrases."""

    dependencies = [
        ("articles", "0017_one_signature"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.IntegerField()),
                ("entries", models.BinaryField()),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="articles.searchsegment",
                    ),
                ),
            ],
            options={
                "verbose_name": "צמדי מילים",
                "verbose_name_plural": "צמדי מילים",
                "constraints": [models.UniqueConstraint(fields=("segment", "name"), name="search_block_once")],
            },
        ),
        migrations.RunSQL(_ANEW, migrations.RunSQL.noop),
    ]
