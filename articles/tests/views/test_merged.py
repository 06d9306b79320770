"""An entity that was merged is followed to the one that it became, wherever an address, a file or a search names it."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Entity
from articles.models.reader import Alert
from articles.search import alerts, asking, saved
from articles.search.arrivals import arrived
from articles.search.criteria import Criteria
from articles.search.exports import criteria_of
from articles.tagging import merging
from articles.tests.conftest import MakeArticle, MakeEntity

HERE = Path(__file__).parents[2]


@pytest.fixture
def merged(make_entity: MakeEntity, make_article: MakeArticle, editor: User) -> tuple[Entity, Entity]:
    """Return an entity merged into another that was merged into a third, and the third, which three articles name."""
    first, second, third = make_entity("ביבי"), make_entity("נתניהו"), make_entity("בנימין נתניהו")
    for number, one in enumerate((first, second, third)):
        make_article(f"{one.name} בירושלים", title=f"כתבה {number}", day=f"201{number}-05-01", entities=[one])
    merging.merge(first, second, {}, editor)
    merging.merge(second, Entity.objects.get(pk=third.pk), {}, editor)
    return Entity.all_objects.get(pk=first.pk), Entity.objects.get(pk=third.pk)


def test_each_number_stands_for_what_it_became(
    merged: tuple[Entity, Entity], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old, now = merged
    assert Entity.all_objects.standing_for([old.pk, now.pk, 10**6]) == {old.pk: now, now.pk: now}
    with django_assert_num_queries(1):
        Entity.all_objects.standing_for([now.pk])
    with django_assert_num_queries(0):
        asking.read(QueryDict("q=ירושלים"))


def test_a_search_reads_the_old_number_as_the_new(merged: tuple[Entity, Entity]) -> None:
    old, now = merged
    read = asking.read(QueryDict(f"q=ירושלים&entity={old.pk}&entity={now.pk}&not_entity=999999&page=2&from=x"))
    assert (read.entities, read.not_entities, read.page, len(read.problems)) == ((now.pk,), (999_999,), 2, 1)


@pytest.mark.parametrize("address", ["/search/?", "/feeds/search.atom?", "/search/export.csv?"])
def test_pages_feeds_and_files_of_a_search(client: Client, merged: tuple[Entity, Entity], address: str) -> None:
    answer = client.get(f"{address}entity={merged[0].pk}")
    said = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]
    assert all(f"כתבה {number}" in said for number in range(3))


def test_what_is_not_of_the_merged_is_left_out(client: Client, merged: tuple[Entity, Entity]) -> None:
    answer = client.get(f"/api/v1/articles?not_entity={merged[0].pk}").json()
    assert answer["count"] == 0
    assert client.get(f"/api/v1/articles?entity={merged[0].pk}").json()["count"] == 3


def test_the_sentence_names_the_entity_as_it_is_now(client: Client, merged: tuple[Entity, Entity]) -> None:
    page = client.get(f"/search/?entity={merged[0].pk}").content.decode()
    assert "בנימין נתניהו" in page and f"entity={merged[0].pk}&" not in page


def test_the_api_answers_for_the_entity_that_it_became(client: Client, merged: tuple[Entity, Entity]) -> None:
    old, now = merged
    found = client.get(f"/api/v1/entities/{old.pk}").json()
    assert (found["id"], found["name"], found["articles"]) == (now.pk, "בנימין נתניהו", 3)
    points = client.get(f"/api/v1/entities/{old.pk}/timeline?unit=year").json()["points"]
    assert [point["articles"] for point in points] == [1, 1, 1]


@pytest.mark.parametrize(
    "tail", ["card", "network", "network.csv", "quotes", "timeline.csv", "timeline.svg", "timeline.csv?in=2011"]
)
def test_everything_of_an_entity_is_that_of_the_one_it_became(
    client: Client, merged: tuple[Entity, Entity], tail: str
) -> None:
    old, now = (client.get(f"/entities/{one.pk}/{tail}") for one in merged)
    assert old.status_code == now.status_code == 200
    assert _plain(old.content) == _plain(now.content)


def _plain(content: bytes) -> str:
    """Return an answer without what differs from one request to another, and without the address that was asked."""
    return re.sub(r'nonce="[^"]*"|value="[A-Za-z0-9]{64}"|/entities/\d+/(card|network|quotes)\b', "", content.decode())


def test_the_feed_and_the_page_of_the_entity(client: Client, merged: tuple[Entity, Entity]) -> None:
    old, now = merged
    feed = client.get(f"/feeds/entities/{old.pk}.atom").content.decode()
    assert feed.count("<entry>") == 3 and "בנימין נתניהו" in feed
    assert client.get(f"/entities/{old.pk}/", follow=True).redirect_chain[-1][0] == now.get_absolute_url()


def test_comparing_by_old_numbers(client: Client, merged: tuple[Entity, Entity], make_entity: MakeEntity) -> None:
    old, now = merged
    page = client.get(f"/compare/?entity={old.pk}&entity={make_entity('סוריה', 'place').pk}").content.decode()
    assert page.count("<figure") == 2 and now.name in page
    assert now.name in client.get(f"/compare.csv?entity={old.pk}").content.decode("utf-8-sig")


def test_a_saved_search_and_its_alert_follow_the_merger(
    merged: tuple[Entity, Entity], editor: User, make_article: MakeArticle
) -> None:
    kept = saved.save(editor, Criteria(entities=(merged[0].pk,)), "", Alert.DAILY)
    new = make_article("בנימין נתניהו שב", title="חדשה", entities=[merged[1]])
    assert new.pk in arrived(criteria_of(kept.query), kept.since or kept.created)
    assert saved.lately(criteria_of(kept.query)) == 4 and alerts.PERIODS


def test_an_entity_that_never_was_is_not_found(client: Client, merged: tuple[Entity, Entity]) -> None:
    for address in ("/entities/{}/card", "/entities/{}/network", "/feeds/entities/{}.atom", "/api/v1/entities/{}"):
        for number in (999_999, 10**30):
            assert client.get(address.format(number)).status_code == 404


def test_nothing_reads_a_search_without_following() -> None:
    code = [path for path in HERE.rglob("*.py") if "tests" not in path.parts]
    assert [path.name for path in code if "Criteria.read(" in path.read_text()] == ["asking.py"]
