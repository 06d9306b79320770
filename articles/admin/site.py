"""The admin site: open to whoever holds a permission of the archive, through the site's own page of signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., Any])


def guarded_by_admin(view: View) -> View:
    """Mark a view of ours that the admin itself guards, for `DenyByDefaultMiddleware`."""
    view.access = "admin"  # type: ignore[attr-defined]
    return view


class ArchiveAdminSite(AdminSite):
    """The admin of the archive."""

    site_header = "ניהול הארכיון"
    site_title = "ניהול הארכיון"
    index_title = "מה יש כאן"

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether the user holds any permission of the archive; `is_staff` plays no part."""
        user: User | AnonymousUser = request.user
        return user.is_active and user.has_module_perms("articles")

    @guarded_by_admin
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send the signed-out to sign in; to others without a permission this place does not exist."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))
