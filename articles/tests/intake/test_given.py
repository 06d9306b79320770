"""Names that files give: found in the text, suggested or accepted; the unknown offered only when they come again."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Entity, GivenTag, Mention
from articles.tagging import given
from articles.tests.conftest import MakeEntity
from articles.tests.intake.conftest import MakeBatch, ran

BODY = "הנשיא ולדימיר פוטין הגיע לדמשק, ופוטין אמר שלום."


def jsonl(*tags: list[object], body: str = BODY) -> str:
    """Return JSON lines of an article for each list of tags."""
    things = ({"title": f"כותרת {n}", "body": body, "tags": given} for n, given in enumerate(tags))
    return "".join(json.dumps(thing) + "\n" for thing in things)


def told() -> list[tuple[str, str, str, str]]:
    """Return quote, entity, status and origin of every mention by an import, in order."""
    rows = Mention.objects.filter(origin="import").order_by("start", "entity")
    return [(one.quote, one.entity.name, one.status, one.origin) for one in rows]


@pytest.mark.parametrize(("on_tags", "status"), [("suggest", "suggested"), ("accept", "accepted")])
def test_known_names_are_found_in_the_text(
    make_batch: MakeBatch, make_entity: MakeEntity, on_tags: str, status: str
) -> None:
    make_entity("ולדימיר פוטין", "person", "פוטין")
    make_entity("דמשק", "place")
    ran(make_batch(("a.jsonl", jsonl(["פוטין"])), on_tags=on_tags, publish=True))
    assert told() == [
        ("ולדימיר פוטין", "ולדימיר פוטין", status, "import"),
        ("פוטין", "ולדימיר פוטין", status, "import"),
    ]
    article = Article.objects.get()
    assert article.appearances.count() == (1 if on_tags == "accept" else 0)
    assert Mention.objects.exclude(origin="import").get().quote == "דמשק"


def test_tags_can_be_left_out(make_batch: MakeBatch, make_entity: MakeEntity) -> None:
    make_entity("דמשק", "place")
    ran(make_batch(("a.jsonl", jsonl(["דמשק"])), on_tags="ignore"))
    assert told() == [] and not GivenTag.objects.exists()


def test_a_name_of_two_entities_is_only_suggested(make_batch: MakeBatch, make_entity: MakeEntity) -> None:
    make_entity("דמשק", "place")
    make_entity("דמשק", "organisation")
    ran(make_batch(("a.jsonl", jsonl(["דמשק"])), on_tags="accept"))
    assert [(quote, status) for quote, _, status, _ in told()] == [("דמשק", "suggested")] * 2


def test_unknown_names_wait_until_they_come_again(make_batch: MakeBatch, editor: User) -> None:
    ran(make_batch(("a.jsonl", jsonl(["דמשק", "פעם אחת"], [{"name": "דמשק", "type": "place"}]))))
    assert not Entity.objects.exists() and told() == []
    (waiting,) = given.waiting()
    assert (waiting.name, waiting.articles, waiting.kind in ("", "place")) == ("דמשק", 2, True)
    given.make_entity(waiting.key, "place", editor)
    assert given.waiting() == [] and Entity.objects.get().name == "דמשק"


def test_the_page_of_names(make_batch: MakeBatch, editor: User, client: Client) -> None:
    ran(make_batch(("a.jsonl", jsonl(["דמשק", "חדשות"], ["דמשק", "חדשות"])), publish=True))
    client.force_login(editor)
    address = reverse("given_names")
    assert "דמשק" in client.get(address).content.decode()
    asked = client.post(address, {"key": "דמשק", "kind": ""}, follow=True).content.decode()
    assert "בחרו מה השם" in asked and not Entity.objects.exists()
    assert "נוצרה הישות" in client.post(address, {"key": "דמשק", "kind": "place"}, follow=True).content.decode()
    assert "לא יוצע עוד" in client.post(address, {"key": "חדשות", "refuse": "1"}, follow=True).content.decode()
    assert "אין שמות שמחכים" in client.get(address).content.decode()
    assert "כבר אינו מחכה" in client.post(address, {"key": "אין", "kind": "place"}, follow=True).content.decode()
    assert Entity.objects.get().kind == "place"


def test_archivists_make_no_entities(archivist_client: Client) -> None:
    assert archivist_client.get(reverse("given_names")).status_code == 404


def test_a_refused_name_is_not_offered_again(make_batch: MakeBatch, editor: User) -> None:
    ran(make_batch(("a.jsonl", jsonl(["חדשות"], ["חדשות"]))))
    given.refuse("חדשות", editor)
    given.refuse("חדשות", editor)
    assert given.waiting() == []
    with pytest.raises(GivenTag.DoesNotExist):
        given.make_entity("אין", "place", editor)
