"""Suggestions as they are stored, and the archive searched for a new name."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Alias, Article, Entity, Mention
from articles.search import index
from articles.tagging import entities, gazetteer, mentions, suggestions
from articles.tagging.errors import AliasTaken, HasMentions, OwnName, WikidataTaken

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]


def _quotes() -> list[str]:
    return [mention.quote for mention in Mention.objects.order_by("article", "paragraph__position", "start")]


def test_suggesting_twice_stores_once(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    make_entity("סוריה", "place")
    article = make_article("ביקר בסוריה", "וחזר מסוריה")
    assert suggestions.suggest([article.pk]) == 2
    assert suggestions.suggest([article.pk]) == 0
    assert _quotes() == ["סוריה", "סוריה"]


def test_nothing_is_suggested_over_an_accepted_tag(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    university = make_entity("אוניברסיטת תל אביב", "organisation")
    article = make_article("באוניברסיטת תל אביב ובתל אביב")
    paragraph = article.paragraphs.get()
    mentions.add(paragraph, 1, 19, "אוניברסיטת תל אביב", university, editor)
    make_entity("תל אביב", "place")
    assert suggestions.suggest([article.pk]) == 1
    assert Mention.objects.suggested().get().start == 22


def test_the_gazetteer_follows_every_change_of_aliases(make_entity: MakeEntity, editor: User) -> None:
    entity = make_entity("סוריה", "place")
    assert gazetteer.current().matches("ארם") == []
    alias = entities.add_alias(entity, "ארם", editor)
    assert gazetteer.current() is gazetteer.current()
    assert gazetteer.current().matches("ארם")[0].entities == (entity.pk,)
    entities.remove_alias(alias)
    assert gazetteer.current().matches("ארם") == []
    Alias.objects.filter(entity=entity).update(name="מצרים", key="מצרימ")
    assert gazetteer.current().matches("במצרים")


def test_a_new_name_is_suggested_over_published_articles_and_drafts(
    make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    make_entity("לטקיה", "place")
    published = make_article("כוחות בלטקיה", "דמשק")
    make_article("דרך דמשק ללטקיה", status="draft")
    make_article("אין כאן דבר")
    index.refresh([published.pk])
    entity = make_entity("דמשק", "place")
    assert suggestions.suggest_entity(entity.pk) == 2
    assert _quotes() == ["דמשק", "דמשק"]


def test_an_editor_who_makes_an_entity_leaves_a_job_and_an_import_does_not(editor: User) -> None:
    entities.create("דמשק", "place")
    assert not ProcrastinateJob.objects.exists()
    entity = entities.create("לטקיה", "place", ["אל-לאד'קיה"], user=editor)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("suggest_entity", {"entity_id": entity.pk})


def test_an_entity_is_called_by_its_own_name_and_renaming_keeps_the_old_one(editor: User) -> None:
    entity = entities.create("  צה״ל ", "organisation", ["הצבא", 'צה"ל'])
    assert (entity.name, entity.sort_key) == ("צה״ל", "צהל")
    assert set(entity.aliases.values_list("key", flat=True)) == {"צהל", "הצבא"}
    entities.rename(entity, "צבא ההגנה לישראל", editor)
    entity.refresh_from_db()
    assert entity.sort_key == "צבא ההגנה לישראל"
    assert entity.aliases.count() == 3


def test_writes_of_names_are_refused_with_a_reason(
    make_article: MakeArticle, make_entity: MakeEntity, editor: User
) -> None:
    entity = make_entity("סוריה", "place")
    with pytest.raises(AliasTaken):
        entities.add_alias(entity, "סוּרְיָה", editor)
    with pytest.raises(OwnName):
        entities.remove_alias(entity.aliases.get())
    entities.create("רוסיה", "place", wikidata="Q159")
    with pytest.raises(WikidataTaken):
        entities.create("רוסיה", "place", wikidata="Q159")
    mentions.add(make_article("סוריה").paragraphs.get(), 0, 5, "סוריה", entity, editor)
    with pytest.raises(HasMentions, match="אי אפשר למחוק"):
        entities.delete(entity)
    assert entities.lookalikes('"סוריה"').get() == entity
