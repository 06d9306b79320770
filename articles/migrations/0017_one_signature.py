from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from articles.hebrew.tokens import words
from articles.search.signature import bands, digest

# Published articles have a signature beside their search documents.
_MOVE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    DELETE FROM articles_sketch;
    INSERT INTO articles_sketch (article_id, digest, bands)
    SELECT article_id, digest, bands FROM articles_searchsketch WHERE digest <> '{}';
"""


def sign_drafts(apps: Any, _: object) -> None:
    """Make the signatures of the other articles."""
    sketch = apps.get_model("articles", "Sketch")
    for article in apps.get_model("articles", "Article").objects.filter(search_sketch=None).iterator(chunk_size=500):
        body = article.paragraphs.filter(kind__in=("text", "heading", "credit")).order_by("position")
        made = digest(word for text in body.values_list("text", flat=True) for word in words(text))
        if made:
            sketch.objects.create(article=article, digest=made, bands=bands(made))


class Migration(migrations.Migration):
    """One signature an article, for the intake and for the folding of versions, where each had its own."""

    dependencies = [
        ("articles", "0016_handfuls_merged_whole"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="sketch", name="sketch_bands"),
        migrations.AddField(
            model_name="sketch",
            name="digest",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
        migrations.RunPython(sign_drafts, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="searchsketch", name="search_sketch_bands"),
        migrations.RemoveField(model_name="searchsketch", name="digest"),
        migrations.RemoveField(model_name="searchsketch", name="bands"),
        migrations.AddIndex(
            model_name="sketch",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["bands"], name="sketch_bands"),
        ),
    ]
