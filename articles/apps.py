"""The one application of the archive."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ArticlesConfig(AppConfig):
    """Articles, entities, uploads: everything the archive holds."""

    name = "articles"
    verbose_name = "ארכיון"


class ArchiveAdminConfig(AdminConfig):
    """Django's admin, on the site of `articles.admin`."""

    default_site = "articles.admin.site.ArchiveAdminSite"

    def ready(self) -> None:
        """Register what the admin shows, once its site exists."""
        super().ready()
        import_module("articles.admin.registered")
