"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the name of the site."""
    return {"SITE_NAME": settings.SITE_NAME}
