"""Search vectors are kept as they are: read far more often than written, and compression saves little of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_said")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE articles_searchdocument ALTER COLUMN vector SET STORAGE EXTERNAL",
            "ALTER TABLE articles_searchdocument ALTER COLUMN vector SET STORAGE EXTENDED",
        )
    ]
