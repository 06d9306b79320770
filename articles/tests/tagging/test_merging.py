"""Entities merged, split and changed in kind; everything comes back exactly; who may do it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Act, Alias, Appearance, Article, Entity, Mention
from articles.models.act import ActStatus
from articles.tagging import entities, labels, mentions, merging, performing, splitting
from articles.tagging.errors import Impossible

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]
MakeUser = Callable[..., User]


def _row(article: Article, entity: Entity, start: int, quote: str, status: str) -> Mention:
    return Mention.objects.create(
        article=article, paragraph=article.paragraphs.get(), entity=entity, start=start, end=start + len(quote),
        quote=quote, status=status, origin="editor",
    )  # fmt: skip


def _all() -> tuple[object, ...]:
    fields = [field.attname for field in Mention._meta.concrete_fields if field.attname != "version"]
    aliases = Alias.objects.order_by("entity", "key").values_list("entity", "name", "key", "kind", "since", "until")
    kept = Entity.all_objects.order_by("pk").values_list("pk", "name", "kind", "description", "wikidata", "merged_into")
    appearances = Appearance.objects.order_by("entity", "article").values_list("entity", "article", "mentions")
    return list(Mention.objects.order_by("pk").values_list(*fields)), list(aliases), list(kept), list(appearances)


@pytest.fixture
def pair(make_entity: MakeEntity, make_article: MakeArticle, editor: User) -> tuple[Entity, Entity]:
    """Two entities that are one, with names, fields and rows that meet."""
    source, target = make_entity("ביבי", "organisation", "נתניהו"), make_entity("בנימין נתניהו", "person", "נתניהו")
    Entity.objects.filter(pk=source.pk).update(wikidata="Q43723", description="ישן")
    Entity.objects.filter(pk=target.pk).update(description="חדש")
    entities.add_alias(source, "ראש הממשלה", editor, entities.Sort("office", date(2009, 3, 31), date(2021, 6, 13)))
    article = make_article("נתניהו נתניהו נתניהו נתניהו")
    _row(article, source, 0, "נתניהו", "accepted")
    _row(article, target, 0, "נתניהו", "rejected")
    _row(article, source, 7, "נתניהו", "suggested")
    _row(article, target, 7, "נתניהו", "accepted")
    _row(article, source, 14, "נתניהו", "removed")
    _row(article, target, 21, "נתניהו", "accepted")
    other = make_article("ביבי")
    mentions.add(other.paragraphs.get(), 0, 4, "ביבי", source, editor)
    mentions.undo(mention := _row(article, source, 15, "תניהו", "accepted"), editor, mention.version)
    return Entity.objects.get(pk=source.pk), Entity.objects.get(pk=target.pk)


def test_the_rehearsal_tells_what_moves_meets_and_differs(pair: tuple[Entity, Entity]) -> None:
    told = merging.rehearse(*pair)
    assert told.moving == {"מאושר": 2, "מוצע": 1, "בוטל": 2}
    assert (told.articles, told.meeting, told.names_of_both) == (2, 2, ["נתניהו"])
    assert sorted(told.names) == ["ביבי", "ראש הממשלה"]
    assert [(one.field, one.of_source, one.of_target) for one in told.differences] == [
        ("kind", "ארגון", "אדם"), ("description", "ישן", "חדש"),
    ]  # fmt: skip


def test_a_merge_moves_all_and_taking_it_apart_restores_every_tag(pair: tuple[Entity, Entity], editor: User) -> None:
    source, target = pair
    before = _all()
    act = merging.merge(source, target, {"description": "source"}, editor)
    target.refresh_from_db()
    assert (act.status, act.done) == (ActStatus.DONE, 4)
    assert (target.kind, target.description, target.wikidata) == ("person", "ישן", "Q43723")
    assert not Entity.objects.filter(pk=source.pk).exists()
    assert sorted(Mention.objects.accepted().filter(entity=target).values_list("start", flat=True)) == [0, 0, 7, 21]
    assert not source.mentions.exists() and not source.aliases.exists()
    assert sum(Appearance.objects.filter(entity=target).values_list("mentions", flat=True)) == 4
    performing.undo(act, editor)
    assert _all() == before
    performing.redo(Act.objects.get(), editor)
    assert not source.mentions.exists()
    with pytest.raises(merging.NotTwo):
        merging.rehearse(Entity.all_objects.get(pk=source.pk), target)


def test_what_was_decided_and_tagged_after_a_merge_is_kept(
    pair: tuple[Entity, Entity], make_article: MakeArticle, editor: User, other: User
) -> None:
    source, target = pair
    act = merging.merge(source, target, {}, editor)
    moved = Mention.objects.get(quote="ביבי")
    mentions.remove(moved, other, moved.version)
    new = mentions.add(make_article("ביבי").paragraphs.get(), 0, 4, "ביבי", target, other)
    Entity.objects.filter(pk=target.pk).update(wikidata="Q1")
    performing.undo(act, editor)
    moved.refresh_from_db()
    new.refresh_from_db()
    assert (moved.entity_id, moved.status, new.entity_id) == (source.pk, "removed", target.pk)
    assert Entity.objects.get(pk=target.pk).wikidata == "Q1"


def test_editors_propose_and_administrators_do(
    client: Client, pair: tuple[Entity, Entity], editor: User, make_user: MakeUser
) -> None:
    source, target = pair
    client.force_login(editor)
    url = reverse("entity_merge", args=[source.pk])
    page = client.get(url, {"into": target.pk}).content.decode()
    assert "תיעלם" in page and "הצעה למזג" in page and "תגים במצב ״מאושר״: 2" in page
    assert client.post(url, {"into": source.pk}).status_code == 400
    client.post(url, {"into": target.pk, "kind": "source"})
    act = Act.objects.get()
    assert act.status == ActStatus.PROPOSED and Entity.objects.filter(pk=source.pk).exists()
    done = reverse("proposal", args=[act.pk, "do"])
    assert client.post(done).status_code == 404
    client.force_login(make_user("admin"))
    assert source.name in client.get(reverse("proposals")).content.decode()
    client.post(done)
    target.refresh_from_db()
    assert target.kind == "organisation" and not Entity.objects.filter(pk=source.pk).exists()
    assert client.post(done).status_code == 400
    client.force_login(editor)
    assert client.post(reverse("tag_act_undo", args=[act.pk])).status_code == 400
    act.refresh_from_db()
    assert act.status == ActStatus.DONE


def test_the_old_address_leads_on_with_a_note(client: Client, pair: tuple[Entity, Entity], editor: User) -> None:
    source, target = pair
    merging.merge(source, target, {}, editor)
    for url in (source.get_absolute_url(), reverse("entity_redirect", args=[source.pk])):
        page = client.get(url, follow=True)
        assert page.redirect_chain[-1][0] == target.get_absolute_url()
        assert "״ביבי״ מוזגה אל ״בנימין נתניהו״" in page.content.decode()
    assert "ביבי" not in client.get(reverse("entities"), {"kind": "organisation"}).content.decode()


def test_a_split_moves_what_is_ticked_and_comes_back(
    client: Client, make_entity: MakeEntity, make_article: MakeArticle, make_user: MakeUser
) -> None:
    admin = make_user("admin")
    client.force_login(admin)
    levy = make_entity("דוד לוי", "person")
    made = [make_article("דוד לוי", entities=[levy]) for _ in range(3)]
    page = reverse("entity_split", args=[levy.pk])
    rows = list(Mention.objects.order_by("pk"))
    assert client.get(page).content.decode().count('name="mention"') == 3
    assert client.post(page, {"mention": [rows[0].pk]}).status_code == 400
    assert client.post(page, {"name": "דוד לוי (זמר)", "kind": "person"}).status_code == 400
    assert not Entity.objects.filter(name="דוד לוי (זמר)").exists()
    client.post(page, {"mention": [rows[0].pk, rows[1].pk, "x"], "name": "דוד לוי (זמר)", "kind": "person"})
    singer = Entity.objects.get(name="דוד לוי (זמר)")
    assert [one.entity_id for one in Mention.objects.order_by("pk")] == [singer.pk, singer.pk, levy.pk]
    assert Appearance.objects.filter(entity=singer).count() == 2
    act = Act.objects.get()
    performing.undo(act, admin)
    assert Appearance.objects.filter(entity=levy).count() == len(made)
    with pytest.raises(Impossible):
        performing.undo(act, admin)


def test_the_kind_of_many_is_changed_in_the_admin_and_back(
    client: Client, make_entity: MakeEntity, editor: User
) -> None:
    client.force_login(editor)
    made = [make_entity("צה״ל", "person"), make_entity("משטרה", "place"), make_entity("כנסת", "organisation")]
    fields = {"action": "to_organisation", "_selected_action": [one.pk for one in made]}
    client.post(reverse("admin:articles_entity_changelist"), fields)
    assert {one.kind for one in Entity.objects.all()} == {"organisation"}
    performing.undo(Act.objects.get(), editor)
    assert [one.kind for one in Entity.objects.order_by("pk")] == ["person", "place", "organisation"]
    act = splitting.change_kind(made, "work", editor)
    assert act.done == 3


def test_identifiers_come_from_a_file(client: Client, make_entity: MakeEntity, editor: User) -> None:
    client.force_login(editor)
    israel, city = make_entity("ישראל", "place"), make_entity("חיפה", "place")
    make_entity("חיפה", "organisation")
    taken = entities.create("רוסיה", "place", wikidata="Q159")
    content = "id,label\nQ801,ישראל\nQ41621,חיפה\nQ159,רוסיה\nx,ישראל\nQ5,\n".encode()
    url = reverse("wikidata")
    page = client.post(url, {"file": SimpleUploadedFile("l.csv", content)}).content.decode()
    assert page.count("checked") == 1 and page.count('name="pair"') == 3
    client.post(url, {"pair": [f"{israel.pk}-Q801", f"{city.pk}-Q159", f"{taken.pk}-Q2", "x"]})
    assert Entity.objects.get(pk=israel.pk).wikidata == "Q801"
    assert Entity.objects.get(pk=city.pk).wikidata == ""
    for bad in (b"\xff\xfe", b"name\nx\n", b""):
        answer = client.post(url, {"file": SimpleUploadedFile("l.csv", bad)})
        assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    with pytest.raises(labels.Unreadable):
        labels.read(b"a,b\n1,2\n")
