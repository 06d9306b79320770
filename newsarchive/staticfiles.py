"""Static files under hashed names, the imports between ES modules and style sheets included."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Django's static files without the extensions of htmx: no page uses them, and they name modules not shipped."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files; a missing one raises `ValueError` when a template names it."""

    support_js_module_import_aggregation = True
