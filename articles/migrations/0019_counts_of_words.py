from django.db import migrations, models

# Segments made before have no counts: they are made anew by the job that settles, and PostgreSQL answers until then.
_ANEW = """
    ALTER TABLE articles_searchposting ALTER COLUMN counts SET STORAGE EXTERNAL;
    UPDATE articles_searchsegment SET retired = now() WHERE retired IS NULL;
    INSERT INTO articles_searchchange (article) SELECT article_id FROM articles_searchdocument;
"""


class Migration(migrations.Migration):
    """Segments keep how much each word weighs in each article, by which hits are ranked."""

    dependencies = [
        ("articles", "0018_word_pairs"),
    ]

    operations = [
        migrations.AddField("searchposting", "counts", models.BinaryField(db_default=b"", default=b"")),
        migrations.AddField("searchsegment", "lengths", models.BinaryField(default=b"")),
        migrations.RunSQL(_ANEW, migrations.RunSQL.noop),
    ]
