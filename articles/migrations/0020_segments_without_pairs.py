from django.db import migrations, models


class Migration(migrations.Migration):
    """A segment of articles that arrived in numbers has no pairs of words until there is time for them."""

    dependencies = [
        ("articles", "0019_counts_of_words"),
    ]

    operations = [
        migrations.AddField("searchsegment", "paired", models.BooleanField(default=True)),
    ]
