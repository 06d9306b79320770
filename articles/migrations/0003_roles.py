from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.roles import ROLES


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups `editor` and `archivist` with their permissions."""
    config = apps.get_app_config("articles")
    config.models_module = True  # without it, create_permissions takes the application for one that has no models
    create_permissions(config, apps=apps, verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        role, _ = group.objects.get_or_create(name=name)
        found = permission.objects.filter(content_type__app_label="articles", codename__in=codenames)
        assert len(found) == len(codenames), set(codenames) - {one.codename for one in found}
        role.permissions.set(found)


class Migration(migrations.Migration):
    """The roles of the archive."""

    dependencies = [
        ("articles", "0002_hebrew_and_truths"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
