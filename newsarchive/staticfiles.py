"""Static files under hashed names, the imports between ES modules and style sheets included."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Django's static files without what no page uses: htmx's extensions (they name modules not shipped) and ReDoc."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "django_htmx/*4*", "ninja/redoc*"]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files; a missing one raises `ValueError` when a template names it."""

    support_js_module_import_aggregation = True
