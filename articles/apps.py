"""The one application of the archive."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Articles, entities, uploads: everything the archive holds."""

    name = "articles"
    verbose_name = "ארכיון"
