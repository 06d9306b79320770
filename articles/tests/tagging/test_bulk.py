"""The rest of the article and of the archive: what is found, what is risky, one act and its undo."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Act, Appearance, Article, Entity, Mention
from articles.models.act import ActStatus
from articles.tagging import acts, bulk, mentions, occurrences, performing
from articles.tagging.archive import articles_speaking
from articles.tagging.errors import Impossible
from articles.tagging.jobs import run_act

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]
SCRIPT = {"accept": "application/json"}


def _add(article: Article, quote: str, entity: Entity, user: User, position: int = 1) -> Mention:
    paragraph = article.paragraphs.get(position=position)
    start = paragraph.text.index(quote)
    return mentions.add(paragraph, start, start + len(quote), quote, entity, user)


def _everywhere(mention: Mention) -> list[occurrences.Occurrence]:
    names = occurrences.names_of(mention.entity, mention.quote)
    return occurrences.find(mention.entity, mention.quote, articles_speaking(names))


def test_the_rest_is_found_by_every_name_and_by_the_words_just_tagged(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    lapid = make_entity("יאיר לפיד", "person", "יו״ר האופוזיציה")
    article = make_article("לפיד נאם. יאיר לפיד אמר ללפיד", "דברי יו״ר האופוזיציה")
    other = make_article("עם לפיד")
    mention = _add(article, "לפיד", lapid, editor)
    here = occurrences.find(lapid, mention.quote, [article.pk])
    assert [one.place.quote for one in here] == ["יאיר לפיד", "לפיד", "יו״ר האופוזיציה"]
    assert occurrences.elsewhere(lapid, mention.quote, article.pk) == 1
    assert [one.paragraph.article_id for one in _everywhere(mention)][-1] == other.pk
    assert [(group.form, len(group.items)) for group in occurrences.grouped(here)] == [
        ("יאיר לפיד", 1), ("יור האופוזיציה", 1), ("לפיד", 1),
    ]  # fmt: skip


def test_risky_places_say_why_and_settled_ones_are_left_out(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    barak, make = make_entity("אהוד ברק", "person", "ברק"), make_entity("אוניברסיטת ברק", "organisation")
    make_entity("ברק", "place")
    article = make_article("ברק אמר", "ברק ברק", "אוניברסיטת ברק", "אהוד ברק")
    mention = _add(article, "ברק", barak, editor)
    rejected = _add(article, "ברק", barak, editor, 2)
    mentions.remove(rejected, editor, rejected.version)
    _add(article, "אהוד ברק", make, editor, 4)
    found = occurrences.find(barak, mention.quote, [article.pk])
    assert [(one.paragraph.position, one.place.start, one.risks) for one in found] == [
        (2, 4, (occurrences.HOMONYM, occurrences.COMMON)), (4, 0, (occurrences.OVERLAP,)),
    ]  # fmt: skip


def test_a_form_that_editors_accept_again_and_again_is_no_risk(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    barak = make_entity("אהוד ברק", "person", "ברק")
    article = make_article("ברק", "ברק", "ברק", "ברק")
    for position in (1, 2, 3):
        assert occurrences.find(barak, "ברק", [article.pk])[0].risks == (occurrences.COMMON,)
        _add(article, "ברק", barak, editor, position)
    assert occurrences.find(barak, "ברק", [article.pk])[0].risks == ()


def _state() -> list[tuple[object, ...]]:
    fields = ("pk", "paragraph", "start", "end", "entity", "status", "origin", "decided_by", "decided")
    return sorted(Mention.objects.values_list(*fields))


def test_one_act_tags_all_and_one_undo_restores_exactly(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User, other: User
) -> None:
    syria = make_entity("סוריה", "place")
    made = [make_article("בסוריה ובסוריה") for _ in range(3)]
    first = _add(made[0], "סוריה", syria, other)
    suggested = Mention.objects.create(
        article=made[1], paragraph=made[1].paragraphs.get(), entity=syria, start=1, end=6, quote="סוריה",
        status="suggested", origin="gazetteer", confidence=0.5,
    )  # fmt: skip
    before = _state()
    act = bulk.tag(syria, [bulk.of(one) for one in _everywhere(first)], editor)
    assert (act.status, act.done, act.skipped) == (ActStatus.DONE, 5, 0)
    assert Mention.objects.accepted().count() == 6
    assert sum(Appearance.objects.values_list("mentions", flat=True)) == 6
    performing.undo(act, editor)
    assert _state() == before
    assert sum(Appearance.objects.values_list("mentions", flat=True)) == 1
    with pytest.raises(Impossible):
        performing.undo(act, editor)
    again = performing.redo(act, editor)
    assert (again.status, Mention.objects.accepted().count()) == (ActStatus.DONE, 6)
    suggested.refresh_from_db()
    assert suggested.status == "accepted"


def test_a_later_decision_survives_the_undo(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User, other: User
) -> None:
    syria = make_entity("סוריה", "place")
    article = make_article("בסוריה ובסוריה ומסוריה")
    first = _add(article, "סוריה", syria, editor)
    act = bulk.tag(syria, [bulk.of(one) for one in _everywhere(first)], editor)
    decided = Mention.objects.get(start=9)
    mentions.remove(decided, other, decided.version)
    done = performing.undo(act, editor)
    assert (done.status, done.done, done.skipped) == (ActStatus.UNDONE, 1, 1)
    assert sorted(Mention.objects.values_list("start", "status")) == [(1, "accepted"), (9, "removed")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_are_the_workers_and_an_interrupted_act_goes_on(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    syria = make_entity("סוריה", "place")
    made = [make_article(" ".join(["סוריה"] * 60)) for _ in range(2)]
    first = _add(made[0], "סוריה", syria, editor)
    found = _everywhere(first)
    act = bulk.tag(syria, [bulk.of(one) for one in found], editor)
    assert (act.status, len(found), Mention.objects.count()) == (ActStatus.WAITING, 119, 1)
    job = ProcrastinateJob.objects.get(task_name="run_act")
    bulk.tag(syria, [bulk.of(one) for one in found[:5]], editor)  # as if it were interrupted here
    run_act(**job.args)
    act.refresh_from_db()
    assert (act.status, act.done, Mention.objects.accepted().count()) == (ActStatus.DONE, 114, 120)
    performing.undo(act, editor)
    run_act(act_id=act.pk, what="undo")
    assert Mention.objects.accepted().count() == 6


def test_a_whole_form_is_tagged_wherever_it_is_safe(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    barak = make_entity("אהוד ברק", "person", "ברק")
    articles = [make_article("אהוד ברק וברק") for _ in range(3)]
    act = Act.objects.create(
        kind="tag", entity=barak, plan={"places": [], "whole": ["אהוד ברק", "ברק"], "quote": ""}, created_by=editor
    )
    run_act(act_id=act.pk, what="do")
    assert {mention.quote for mention in Mention.objects.accepted()} == {"אהוד ברק"}
    assert Mention.objects.accepted().count() == len(articles)


def test_over_http_the_list_is_shown_tagged_and_told_in_one_entry(
    client: Client, make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    client.force_login(editor)
    syria = make_entity("סוריה", "place")
    made = [make_article("בסוריה ובסוריה", "<b>מסוריה</b>") for _ in range(2)]
    hidden = make_article("סוריה", status="withheld")
    first = _add(made[0], "סוריה", syria, editor)
    told = client.get(reverse("tag_more", args=[first.pk])).content.decode()
    assert "עוד 2 בכתבה, כתבה אחת בארכיון" in told
    url = reverse("tag_rest", args=[first.pk])
    page = client.get(f"{url}?scope=archive").content.decode()
    assert page.count('name="place"') == 5 and "&lt;b&gt;" in page
    tokens = [f"{one.paragraph.pk}-{one.place.start}-{one.place.end}" for one in _everywhere(first)]
    secret = f"{hidden.paragraphs.get().pk}-0-5"
    fields = {"place": [*tokens, secret, "x", "1-2", "9999999999-0-1"], "article": made[0].pk}
    body = client.post(url, fields, headers=SCRIPT).json()
    assert "5 מקומות תויגו: סוריה." in body["said"] and body["paragraphs"]
    assert not Mention.objects.filter(article=hidden).exists()
    told = client.get(reverse("history")).content.decode()
    assert told.count("תיוג רבים") == 1 and told.count("<time") == 2
    act = Act.objects.get()
    assert client.get(reverse("tag_act", args=[act.pk])).content.decode().count("תג חדש") == 5
    assert client.post(body["undo"]["url"], headers=SCRIPT).status_code == 200
    assert client.post(body["undo"]["url"], headers=SCRIPT).status_code == 400
    assert Mention.objects.accepted().count() == 1
    assert client.post(url, {}, headers=SCRIPT).status_code == 400


def test_snapshots_say_all_of_a_row_but_its_id() -> None:
    names = {field.attname for field in Mention._meta.concrete_fields} - {"id"}
    assert {*acts._KEPT, *acts._TIMES} == names
