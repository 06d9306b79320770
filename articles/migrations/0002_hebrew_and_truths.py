from django.db import migrations

from articles.sql import read


class Migration(migrations.Migration):
    """The text search configuration `hebrew`, and what the database itself checks of mentions."""

    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.RunSQL(read("hebrew_configuration"), read("drop_hebrew_configuration")),
        migrations.RunSQL(read("mention_truths"), read("drop_mention_truths")),
    ]
