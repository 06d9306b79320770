"""The queue: its filters, many decided at once, what became of suggestions."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Act, Article, Entity, Mention
from articles.tagging import mentions, performing, review, statistics, suggestions
from articles.tagging.review import Asked

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]


@pytest.fixture
def waiting(make_article: MakeArticle, make_entity: MakeEntity) -> list[Mention]:
    """Suggestions of two kinds, sources and days."""
    make_entity("סוריה", "place")
    make_entity("יאיר לפיד", "person", "לפיד")
    made = [
        make_article("בסוריה", day="2019-01-04", source="מגדלור"),
        make_article("לפיד", day="2019-01-05", source="הד"),
        make_article("מסוריה", day=None, source="הד"),
    ]
    suggestions.suggest([article.pk for article in made])
    return list(Mention.objects.order_by("pk"))


def test_each_filter_leaves_what_it_says(waiting: list[Mention]) -> None:
    source = waiting[1].article.source_id
    for asked, left in (
        (Asked(), [0, 1, 2]), (Asked(kind="person"), [1]), (Asked(entity=waiting[0].entity_id), [0, 2]),
        (Asked(origin="tagger"), []), (Asked(origin="gazetteer"), [0, 1, 2]), (Asked(source=source), [1, 2]),
        (Asked(least=0.8), [0, 2]), (Asked(since=date(2019, 1, 5)), [1]), (Asked(until=date(2019, 1, 4)), [0]),
        (Asked(until=date.max), [0, 1, 2]), (Asked(since=date(2019, 1, 4), until=date(2019, 1, 5), kind="place"), [0]),
    ):  # fmt: skip
        queue = review.queue(asked)
        assert [one.mention.pk for one in queue.items] == [waiting[at].pk for at in left], asked
        assert queue.count == len(left)


def test_the_ticked_are_decided_as_one_act_and_come_back(
    client: Client, waiting: list[Mention], editor: User, other: User, make_article: MakeArticle
) -> None:
    client.force_login(editor)
    mentions.reject(waiting[2], other, 1)
    url = reverse("decide_many")
    chosen = [f"{one.pk}-1" for one in waiting]
    page = client.post(url, {"chosen": [*chosen, "x", "1", "-"], "decision": "accept", "next": "/review/?kind=person"})
    assert page["Location"] == "/review/?kind=person"
    assert "2 הצעות אושרו. 1 הוכרעו בינתיים בידי אחרים." in client.get("/review/").content.decode()
    assert Mention.objects.accepted().filter(decided_by=editor).count() == 2
    act = Act.objects.get()
    performing.undo(act, editor)
    assert [one.status for one in Mention.objects.order_by("pk")] == ["suggested", "suggested", "rejected"]
    performing.redo(Act.objects.get(), editor)
    assert Mention.objects.accepted().count() == 2
    assert client.post(url, {"decision": "accept"}).status_code == 400
    assert client.post(url, {"chosen": chosen, "decision": "x"}).status_code == 400


def test_the_accepted_share_is_counted_by_origin_and_rule(client: Client, waiting: list[Mention], editor: User) -> None:
    mentions.accept(waiting[0], editor, 1)
    mentions.reject(waiting[2], editor, 1)
    told = {(one.origin, one.rule): (one.accepted, one.refused, one.waiting, one.share) for one in statistics.fates()}
    assert told == {
        ("רשימת השמות", "שם הישות"): (1, 1, 0, 0.5), ("רשימת השמות", "שם נרדף"): (0, 0, 1, None),
    }  # fmt: skip
    client.force_login(editor)
    assert "50.0%" in client.get(reverse("tagging_statistics")).content.decode()


def test_a_settled_conflict_is_mine_or_waits_over_http(
    client: Client, waiting: list[Mention], editor: User, other: User, make_entity: MakeEntity
) -> None:
    client.force_login(editor)
    script = {"accept": "application/json"}
    mentions.reject(waiting[0], other, 1)
    body = client.post(reverse("tag_decide", args=[waiting[0].pk, "accept"]), {"version": 1}, headers=script).json()
    choice = body["choice"]
    fields = {"version": choice["version"], "act": choice["act"], "choice": "mine"}
    assert client.post(choice["url"], fields, headers=script).status_code == 200
    assert Mention.objects.get(pk=waiting[0].pk).status == "accepted"
    film = make_entity("סוריה הסרט", "work")
    place = {"paragraph": waiting[0].paragraph_id, "start": 1, "end": 6, "quote": "סוריה", "entity": film.pk}
    asked = client.post(reverse("tag_add", args=[waiting[0].article_id]), place, headers=script)
    choice = asked.json()["choice"]
    assert asked.status_code == 409 and choice["act"] == "add"
    fields = place | {"version": choice["version"], "act": "add", "choice": "wait"}
    assert client.post(choice["url"], fields, headers=script).status_code == 200
    assert sorted(Mention.objects.filter(start=1, end=6, article=waiting[0].article_id).values_list("status")) == [
        ("suggested",), ("suggested",),
    ]  # fmt: skip
    assert client.post(choice["url"], fields, headers=script).status_code == 409
