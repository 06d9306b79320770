"""Who may call a view. A view that says nothing is refused to everybody, and fails the test suite."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Mark `view` as one for anybody; what a reader may not see it hides itself."""
    view.access = "all"  # type: ignore[attr-defined]
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Mark a view as one for holders of `permission`: others get 404, and the signed-out a page to sign in."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def signed_in(view: View) -> View:
    """Mark a view as one for whoever has an account; others get a page to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def who(request: HttpRequest) -> User:
    """Return the account that a guarded view is called by."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


GUARDED_ELSEWHERE = frozenset({"admin", "ninja"})


def classified(view: Callable[..., Any], app_names: Collection[str]) -> bool:
    """Tell whether somebody said who may call `view`; the admin and the API, known by app name, guard theirs."""
    return hasattr(view, "access") or not GUARDED_ELSEWHERE.isdisjoint(app_names)


class DenyByDefaultMiddleware:
    """Answer 404 for every view that nobody classified."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *args: Any) -> None:
        match = request.resolver_match
        if not classified(view, match.app_names if match else ()):
            raise Http404
