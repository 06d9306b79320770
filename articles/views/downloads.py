"""Uploaded files handed back as they came: to keep, never to display."""

from django.http import FileResponse, Http404

from articles.intake import originals
from articles.models import Original


def attachment(original: Original, name: str) -> FileResponse:
    """Return the file of `original` as a download called `name`; 404 when the server's disk no longer has it."""
    path = originals.path_of(original)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
