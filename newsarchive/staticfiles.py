"""Static files under hashed names, the imports between ES modules and style sheets included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files; a missing one raises `ValueError` when a template names it."""

    support_js_module_import_aggregation = True
