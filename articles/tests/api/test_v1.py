"""The API: the shapes of SCREENS, pages read to the end, and a schema that holds against what is really answered."""

import pytest
from django.test import Client

from articles.models import Article
from articles.tests.conftest import MakeArticle, MakeEntity

API = "/api/v1"


@pytest.fixture
def article(make_article: MakeArticle, make_entity: MakeEntity) -> Article:
    syria = make_entity("סוריה", "place", "ארם")
    return make_article(
        "😀 נסיגה מסוריה", "עוד", title="שיחה", deck="משנה", entities=[syria], external_id="w-1", section="חוץ"
    )


def get(client: Client, address: str) -> dict:
    answer = client.get(API + address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_search(client: Client, article: Article) -> None:
    page = get(client, "/articles?q=סוריה")
    assert (page["count"], page["count_is_exact"], page["next"]) == (1, True, None)
    hit = page["results"][0]
    assert hit["external_id"] == "w-1" and hit["source"] == "מגדלור" and hit["url"] == article.get_absolute_url()
    assert hit["snippets"] == ["משנה"] or "מסוריה" in hit["snippets"][0]
    assert hit["why"] == [{"word": "סוריה", "form": "מסוריה", "rule": "prefix", "prefix": "מ"}]
    assert page["facets"]["sources"] == [{"value": "מגדלור", "label": "מגדלור", "count": 1}]
    assert page["facets"]["months"] == {"2019-01": 1}


def test_all_pages_hold_every_article_once(client: Client, make_article: MakeArticle) -> None:
    made = [make_article("סוריה", external_id=f"e{number}").external_id for number in range(7)]
    address, found = "/articles?q=סוריה&limit=3", []
    while address:
        page = get(client, address.removeprefix(API))
        found += [hit["external_id"] for hit in page["results"]]
        address = page["next"]
    assert sorted(found) == made and page["count"] == 7


def test_article(client: Client, article: Article) -> None:
    found = get(client, f"/articles/{article.pk}")
    assert found["paragraphs"] == [
        {"position": 1, "kind": "text", "text": "😀 נסיגה מסוריה"},
        {"position": 2, "kind": "text", "text": "עוד"},
    ]
    mention = found["mentions"][0]
    text = found["paragraphs"][mention["paragraph"] - 1]["text"]
    assert text[mention["start"] : mention["end"]] == mention["quote"] == "סוריה"
    assert found["date_known_from"] == "metadata" and found["published"].startswith("2019-01-0")


def test_entities(client: Client, article: Article) -> None:
    pk = article.mentions.get().entity_id
    assert [one["name"] for one in client.get(f"{API}/entities?q=ארם").json()] == ["סוריה"]
    assert get(client, f"/entities/{pk}")["aliases"] == ["ארם"]
    assert get(client, f"/entities/{pk}/timeline?unit=month")["points"] == [
        {"period": "2019-01", "articles": 1, "archive": 1}
    ]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/0", 404),
        ("/articles/99999999999999999999999", 404),
        ("/entities/99999999999999999999999/timeline", 404),
        ("/articles?limit=0", 422),
        ("/articles?limit=201", 422),
        ("/articles?cursor=forged", 404),
        ("/articles?mode=wide", 200),
        ("/entities?q=%00", 200),
    ],
)
def test_what_cannot_be_answered(client: Client, db: None, address: str, status: int) -> None:
    assert client.get(API + address).status_code == status
