"""Who may call what: every view says so, and what it says holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, path, resolve

from articles.tests.conftest import MakeArticle, MakeUser
from articles.views import access


def patterns(
    resolver: URLResolver, prefix: str = "", apps: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Yield the address, the view and the app names of every pattern below `resolver`."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, prefix + str(one.pattern), (*apps, one.app_name) if one.app_name else apps)
        else:
            yield prefix + str(one.pattern), one.callback, apps


def test_every_view_is_classified() -> None:
    found = list(patterns(get_resolver()))
    assert len(found) > 40
    assert [address for address, view, apps in found if not access.classified(view, apps)] == []


def unclassified(request: HttpRequest) -> HttpResponse:
    """Say nothing of who may call."""
    return HttpResponse("open")


def handled(request: HttpRequest) -> HttpResponse:
    """Say that anybody may call."""
    return HttpResponse("open")


urlpatterns = [path("unclassified/", unclassified), path("classified/", access.open_to_all(handled))]


@pytest.mark.urls("articles.tests.views.test_access")
def test_a_view_that_nobody_classified_is_refused(rf: RequestFactory) -> None:
    middleware = access.DenyByDefaultMiddleware(lambda request: HttpResponse())
    for address, view in (("/unclassified/", unclassified), ("/classified/", handled)):
        request = rf.get(address)
        request.resolver_match = resolve(address)
        if view is handled:
            middleware.process_view(request, view)
        else:
            with pytest.raises(Http404):
                middleware.process_view(request, view)


ROLES = ("", "reader", "editor", "archivist", "admin")


@pytest.fixture
def clients(make_user: MakeUser) -> dict[str, Client]:
    """Return a client of each role; "" is nobody's."""
    clients = {"": Client()}
    for role in ROLES[1:]:
        clients[role] = Client()
        clients[role].force_login(make_user("" if role == "reader" else role))
    return clients


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("/", (200, 200, 200, 200, 200)),
        ("/search/", (200, 200, 200, 200, 200)),
        ("/entities/", (200, 200, 200, 200, 200)),
        ("/compare/", (200, 200, 200, 200, 200)),
        ("/api/v1/articles", (200, 200, 200, 200, 200)),
        ("/api/v1/openapi.json", (200, 200, 200, 200, 200)),
        ("/api/v1/docs", (200, 200, 200, 200, 200)),
        ("/feeds/search.atom", (200, 200, 200, 200, 200)),
        ("/sitemap.xml", (200, 200, 200, 200, 200)),
        ("/sitemap-articles.xml", (200, 200, 200, 200, 200)),
        ("/opensearch.xml", (200, 200, 200, 200, 200)),
        ("/healthz", (200, 200, 200, 200, 200)),
        ("/metrics", (200, 200, 200, 200, 200)),
        ("/oai?verb=Identify", (200, 200, 200, 200, 200)),
        ("/readyz", (200, 200, 200, 200, 200)),
        ("/searches/", (302, 200, 200, 200, 200)),
        ("/searches/keep", (302, 200, 200, 200, 200)),
        ("/search/suggest", (200, 200, 200, 200, 200)),
        ("/search/export.csv", (200, 200, 200, 200, 200)),
        ("/unsubscribe/x", (404, 404, 404, 404, 404)),
        ("/uploads/", (302, 404, 404, 200, 200)),
        ("/review/", (302, 404, 200, 404, 200)),
        ("/admin/", (302, 302, 200, 200, 200)),
        ("/admin/auth/user/", (302, 302, 403, 403, 200)),
    ],
)
def test_pages_by_role(clients: dict[str, Client], address: str, answers: tuple[int, ...]) -> None:
    assert tuple(clients[role].get(address).status_code for role in ROLES) == answers


@pytest.mark.parametrize(
    ("status", "answers"),
    [
        ("published", (200, 200, 200, 200, 200)),
        ("draft", (404, 404, 200, 404, 200)),
        ("withheld", (410, 410, 410, 410, 200)),
    ],
)
def test_articles_by_role(
    clients: dict[str, Client], make_article: MakeArticle, status: str, answers: tuple[int, ...]
) -> None:
    address = make_article("סוד", status=status).get_absolute_url()
    assert tuple(clients[role].get(address).status_code for role in ROLES) == answers


def test_an_archivist_sees_own_drafts(clients: dict[str, Client], make_article: MakeArticle) -> None:
    mine = make_article("סוד", status="draft", created_by=User.objects.get(username="archivist"))
    assert clients["archivist"].get(mine.get_absolute_url()).status_code == 200


def test_what_is_hidden_is_hidden_everywhere(clients: dict[str, Client], make_article: MakeArticle) -> None:
    for status in ("draft", "withheld"):
        hidden = make_article("מילהסודית", title="מילהסודית", status=status)
        for address in (
            "/search/?q=מילהסודית", "/api/v1/articles?q=מילהסודית", "/feeds/search.atom?q=מילהסודית",
            "/sitemap-articles.xml",
            "/oai?verb=ListRecords&metadataPrefix=oai_dc",
        ):  # fmt: skip
            answer = clients[""].get(address)
            assert answer.status_code == 200 and f"/articles/{hidden.pk}/" not in answer.content.decode(), address
        for address in (
            f"/api/v1/articles/{hidden.pk}",
            f"/articles/{hidden.pk}.ris",
            f"/articles/{hidden.pk}/original",
        ):
            assert clients[""].get(address).status_code in (302, 404), address
    assert "מילהסודית" not in clients[""].get(hidden.get_absolute_url()).content.decode()


def test_reading_a_withheld_article_is_logged(clients: dict[str, Client], make_article: MakeArticle) -> None:
    article = make_article("סוד", status="withheld")
    clients["admin"].get(article.get_absolute_url())
    entry = User.objects.get(username="admin").logentry_set.get()
    assert entry.object_id == str(article.pk)


def test_signing_in_is_throttled(make_user: MakeUser) -> None:
    make_user("editor")
    client = Client()
    wrong = {"username": "editor", "password": "wrong"}
    answers = [client.post("/login/", wrong).status_code for _ in range(7)]
    assert answers[0] == 200 and answers[-1] == 429
    assert client.post("/login/", wrong | {"password": "x"}).status_code == 429


def test_pages_are_guarded_by_headers(client: Client, db: None) -> None:
    answer = client.get("/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
