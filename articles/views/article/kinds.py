"""Which kinds of entities a reader wants marked in articles: said in the address, remembered in a cookie."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from articles.models.entity import Kind

PARAMETER = "kinds"
NONE = "none"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Switch:
    """A kind that occurs in the article, whether it is shown, and the query string that changes that."""

    kind: str
    label: str
    shown: bool
    query: str


def shown(request: HttpRequest) -> frozenset[str]:
    """Return the kinds to mark; all of them for a reader who never chose. What is no kind is passed over."""
    text = request.GET.get(PARAMETER) or request.COOKIES.get(PARAMETER, "")
    if text == NONE:
        return frozenset()
    return frozenset(text.split(",")) & frozenset(Kind.values) or frozenset(Kind.values)


def switches(request: HttpRequest, occurring: Collection[str], chosen: frozenset[str]) -> list[Switch]:
    """Return a switch for each kind that occurs, in the order of `Kind`."""
    return [
        Switch(kind, str(label), kind in chosen, _query(request, chosen ^ {kind}))
        for kind, label in Kind.choices
        if kind in occurring
    ]


def remember(request: HttpRequest, response: HttpResponse, chosen: Iterable[str]) -> None:
    """Keep a choice that the address makes for this reader's next articles."""
    if PARAMETER in request.GET:
        response.set_cookie(
            PARAMETER, _written(chosen), max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )


def _query(request: HttpRequest, chosen: Iterable[str]) -> str:
    query = request.GET.copy()
    query[PARAMETER] = _written(chosen)
    return f"?{query.urlencode(safe=',')}"


def _written(chosen: Iterable[str]) -> str:
    return ",".join(sorted(chosen)) or NONE
