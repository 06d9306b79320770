"""The admin by role: what opens, what is saved through the domain, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Alias, Appearance, Article, Correction, Entity, Mention, SearchDocument, Source
from articles.tagging import mentions

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]
MakeUser = Callable[..., User]
TEXT = "שר החוץ ביקר בסוריה וחזר לירושלים"
LISTS = ("article", "entity", "source", "mention", "batch")


@pytest.fixture
def sign_in(client: Client, make_user: MakeUser) -> Callable[[str], User]:
    """Return a function that signs the client in as a user of a role."""

    def enter(role: str) -> User:
        user = make_user(role)
        client.force_login(user)
        return user

    return enter


def _url(name: str, *args: object) -> str:
    return reverse(f"admin:articles_{name}", args=args)


def _fields(client: Client, url: str) -> dict[str, Any]:
    """Return what the browser would send back from the form at `url`, unchanged."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            parts = widget.decompress(value) if hasattr(widget, "decompress") else [value]
            names = [f"{bound.html_name}_{at}" for at in range(len(parts))] if len(parts) > 1 else [bound.html_name]
            sent.update(
                {name: part for name, part in zip(names, parts, strict=True) if part is not None and part is not False}
            )
    return sent


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("", ()),
        ("editor", ("article", "entity", "source", "mention")),
        ("archivist", ("article", "entity", "source", "batch")),
        ("admin", LISTS),
    ],
)
def test_which_lists_open(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, role: str, opened: tuple[str, ...]
) -> None:
    make_article(TEXT)
    sign_in(role)
    assert client.get(reverse("admin:index"), follow=True).status_code == (200 if opened else 404)
    for name in LISTS:
        answer = client.get(_url(f"{name}_changelist"), {"q": "א"}, follow=True)
        assert answer.status_code == (200 if name in opened else 403 if opened else 404), name


def test_the_signed_out_come_to_the_sites_own_page(client: Client, db: None) -> None:
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("login"))


def test_only_administrators_reach_users(client: Client, sign_in: Callable[[str], User]) -> None:
    sign_in("editor")
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403
    client.logout()
    sign_in("admin")
    page = client.get(reverse("admin:auth_user_changelist"))
    assert page.status_code == 200 and "ניהול הארכיון" in page.content.decode()


def test_every_form_opens_for_an_administrator(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    user = sign_in("admin")
    article, entity = make_article(TEXT), make_entity("סוריה", "place")
    mention = mentions.add(article.paragraphs.get(), 14, 19, "סוריה", entity, user)
    ours = (("article", article), ("entity", entity), ("source", article.source), ("mention", mention))
    pages = [_url(f"{name}_change", row.pk) for name, row in ours]
    pages += [_url("entity_add"), _url("source_add"), _url("article_history", article.pk)]
    pages += [reverse("admin:auth_group_changelist"), reverse("admin:auth_user_change", args=[user.pk])]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_editor_corrects_and_tags_search_and_history_follow(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    editor = sign_in("editor")
    article = make_article(TEXT)
    paragraph = article.paragraphs.get()
    entity = make_entity("סוריה", "place")
    mentions.add(paragraph, 14, 19, "סוריה", entity, editor)
    url = _url("article_change", article.pk)
    sent = _fields(client, url) | {
        "title": "כותרת מתוקנת", "paragraphs-0-text": "אתמול " + TEXT, "corrections-TOTAL_FORMS": "1",
        "corrections-0-text": "תוקן היום שבו ביקר",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.status) == ("כותרת מתוקנת", "published")
    assert article.paragraphs.get().text == "אתמול " + TEXT
    assert (Mention.objects.get().start, Mention.objects.get().status) == (20, "accepted")
    assert "מתוקנ" in SearchDocument.objects.get(article=article).vector
    assert Correction.objects.get().created_by == editor
    assert LogEntry.objects.filter(user=editor, object_id=str(article.pk)).exists()


def test_readers_see_what_an_editor_changed_in_a_published_article(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    sign_in("editor")
    article = make_article(TEXT)
    url, page = _url("article_change", article.pk), article.get_absolute_url()
    client.post(url, _fields(client, url) | {"section": "חוץ"})
    assert not article.versions.exists()  # nothing that readers read has changed
    client.post(url, _fields(client, url) | {"paragraphs-0-text": TEXT + " אמש"})
    version = article.versions.get()
    assert version.paragraphs == [{"kind": "text", "text": TEXT}]
    assert "הכתבה תוקנה בידי המערכת." in client.get(page).content.decode()
    written = {"corrections-TOTAL_FORMS": "2", "corrections-1-text": "השר לא חזר"}
    client.post(url, _fields(client, url) | {"title": "כותרת אחרת"} | written)
    second = article.versions.get(number=2)
    assert second.correction and second.correction.text == "השר לא חזר"
    shown = client.get(page, follow=True).content.decode()
    assert "השר לא חזר" in shown and "<ins> אחרת</ins>" in shown
    assert article.corrections.count() == 2


def test_changes_of_a_draft_make_no_version(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    sign_in("admin")
    article = make_article(TEXT, status="draft")
    url = _url("article_change", article.pk)
    assert client.post(url, _fields(client, url) | {"paragraphs-0-text": TEXT + " אמש"}).status_code == 302
    assert article.paragraphs.get().text == TEXT + " אמש"
    assert not article.versions.exists() and not article.corrections.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_tag_that_lost_its_place_is_told_of(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    editor = sign_in("editor")
    article = make_article(TEXT)
    mentions.add(article.paragraphs.get(), 14, 19, "סוריה", make_entity("סוריה", "place"), editor)
    url = _url("article_change", article.pk)
    page = client.post(url, _fields(client, url) | {"paragraphs-0-text": "טקסט אחר"}, follow=True)
    assert "איבדו את מקומם" in page.content.decode()
    assert Mention.objects.get().status == "broken"
    assert not Appearance.objects.exists()


def test_an_empty_paragraph_is_refused_beside_its_field(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    sign_in("editor")
    article = make_article(TEXT)
    url = _url("article_change", article.pk)
    page = client.post(url, _fields(client, url) | {"paragraphs-0-text": "\u200f \u200f"})
    assert page.status_code == 200 and "פסקה צריכה טקסט." in page.content.decode()
    assert article.paragraphs.get().text == TEXT


def test_an_editor_cannot_decide_who_sees_an_article(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    sign_in("editor")
    article = make_article(TEXT)
    url = _url("article_change", article.pk)
    client.post(url, _fields(client, url) | {"status": "withheld", "withheld_reason": "כך"})
    article.refresh_from_db()
    assert article.status == "published"
    assert client.get(_url("article_delete", article.pk)).status_code == 403
    assert client.get(_url("article_add")).status_code == 403


def test_an_administrator_withholds_with_a_reason_and_is_logged_reading(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    admin = sign_in("admin")
    article = make_article(TEXT)
    url = _url("article_change", article.pk)
    sent = _fields(client, url)
    refused = client.post(url, sent | {"status": "withheld"})
    assert refused.status_code == 200 and "מחייבת סיבה" in refused.content.decode()
    assert client.post(url, sent | {"status": "withheld", "withheld_reason": "צו בית משפט"}).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.withheld_reason) == ("withheld", "צו בית משפט")
    assert not SearchDocument.objects.filter(article=article).exists()
    assert client.get(url).status_code == 200
    assert LogEntry.objects.filter(user=admin, change_message__contains="עיון").count() == 1
    assert client.post(url, sent | {"status": "published", "withheld_reason": "צו בית משפט"}).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.withheld_reason) == ("published", "")
    assert SearchDocument.objects.filter(article=article).exists()


@pytest.mark.parametrize("role", ["editor", "archivist"])
def test_withheld_articles_are_hidden_from_others(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, role: str
) -> None:
    sign_in(role)
    article = make_article(TEXT, status="withheld", title="סודי")
    assert "סודי" not in client.get(_url("article_changelist")).content.decode()
    assert "סודי" not in client.get(_url("article_change", article.pk), follow=True).content.decode()


def test_an_archivist_edits_own_drafts_only(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    archivist = sign_in("archivist")
    own = make_article(TEXT, status="draft", title="שלי", created_by=archivist)
    theirs = make_article(TEXT, status="draft", title="לא שלי")
    published = make_article(TEXT, title="פורסמה")
    listed = client.get(_url("article_changelist")).content.decode()
    assert "שלי</a>" in listed and "פורסמה" in listed and "לא שלי" not in listed
    assert reverse("tag", args=[own.pk]) not in listed
    url = _url("article_change", own.pk)
    assert client.post(url, _fields(client, url) | {"title": "שלי ומתוקנת"}).status_code == 302
    own.refresh_from_db()
    assert own.title == "שלי ומתוקנת"
    assert client.get(_url("article_change", theirs.pk), follow=True).redirect_chain
    assert client.get(_url("article_change", published.pk)).status_code == 200
    assert client.post(_url("article_change", published.pk), {"title": "x"}).status_code == 403


def test_an_archivist_publishes_own_drafts_from_the_list(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    archivist = sign_in("archivist")
    own = make_article(TEXT, status="draft", created_by=archivist)
    client.post(_url("article_changelist"), {"action": "publish", "_selected_action": [own.pk]})
    own.refresh_from_db()
    assert own.status == "published" and SearchDocument.objects.filter(article=own).exists()


def test_only_drafts_are_deleted_and_only_by_an_administrator(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    admin = sign_in("admin")
    draft, published = make_article(TEXT, status="draft"), make_article(TEXT)
    mentions.add(draft.paragraphs.get(), 14, 19, "סוריה", make_entity("סוריה", "place"), admin)
    assert client.post(_url("article_delete", published.pk), {"post": "yes"}).status_code == 403
    assert client.post(_url("article_delete", draft.pk), {"post": "yes"}).status_code == 302
    assert list(Article.objects.all()) == [published]
    assert "delete_selected" not in client.get(_url("article_changelist")).content.decode()


def test_an_entity_is_made_renamed_and_called_otherwise_with_keys_folded(
    client: Client, sign_in: Callable[[str], User]
) -> None:
    sign_in("editor")
    empty = {"aliases-INITIAL_FORMS": "0", "aliases-MIN_NUM_FORMS": "0", "aliases-MAX_NUM_FORMS": "1000"}
    names = {"aliases-TOTAL_FORMS": "2", "aliases-0-name": "הצבא", "aliases-1-name": 'צה"ל'}
    given = {"name": " צה״ל ", "kind": "organisation"}
    assert client.post(_url("entity_add"), empty | names | given).status_code == 302
    entity = Entity.objects.get()
    assert (entity.name, entity.sort_key) == ("צה״ל", "צהל")
    assert set(Alias.objects.values_list("key", flat=True)) == {"צהל", "הצבא"}
    url = _url("entity_change", entity.pk)
    assert client.post(url, _fields(client, url) | {"name": "צבא ההגנה לישראל"}).status_code == 302
    entity.refresh_from_db()
    assert entity.sort_key == "צבא ההגנה לישראל"
    assert entity.aliases.filter(key="צבא ההגנה לישראל").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "?!"}, "שם צריך אות"),
        ({"wikidata": "801"}, "מזהה ויקינתונים נראה כך"),
        ({"aliases-1-name": "סוּרְיָה"}, "כבר רשום"),
        ({"aliases-0-DELETE": "on"}, "שמה של הישות"),
        ({"aliases-0-name": "מצרים"}, "שמה של הישות"),
    ],
)
def test_entity_forms_refuse_in_words(
    client: Client, sign_in: Callable[[str], User], make_entity: MakeEntity, change: dict[str, str], said: str
) -> None:
    sign_in("editor")
    entity = make_entity("סוריה", "place")
    url = _url("entity_change", entity.pk)
    page = client.post(url, _fields(client, url) | change)
    assert page.status_code == 200 and said in page.content.decode()
    assert Alias.objects.get().name == "סוריה"


def test_an_entity_with_tags_is_not_deleted_and_one_without_is(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    admin = sign_in("admin")
    tagged, free = make_entity("סוריה", "place"), make_entity("ירדן", "place")
    mentions.add(make_article(TEXT).paragraphs.get(), 14, 19, "סוריה", tagged, admin)
    refused = client.post(_url("entity_delete", tagged.pk), {"post": "yes"}, follow=True)
    assert "אי אפשר למחוק את ״סוריה״" in refused.content.decode()
    assert client.post(_url("entity_delete", free.pk), {"post": "yes"}).status_code == 302
    assert list(Entity.objects.all()) == [tagged]


def test_editors_neither_delete_entities_nor_change_mentions(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    editor = sign_in("editor")
    entity = make_entity("סוריה", "place")
    mention = mentions.add(make_article(TEXT).paragraphs.get(), 14, 19, "סוריה", entity, editor)
    assert client.post(_url("entity_delete", entity.pk), {"post": "yes"}).status_code == 403
    assert client.post(_url("mention_change", mention.pk), {"status": "rejected"}).status_code == 403
    assert client.post(_url("mention_delete", mention.pk), {"post": "yes"}).status_code == 403
    assert Mention.objects.get().status == "accepted"


def test_moving_an_article_to_a_source_that_has_it_is_refused(
    client: Client, sign_in: Callable[[str], User], make_article: MakeArticle
) -> None:
    sign_in("editor")
    article = make_article(TEXT, source="א")
    twin = make_article(TEXT, source="ב")
    Article.objects.filter(pk=twin.pk).update(fingerprint=article.fingerprint)
    url = _url("article_change", article.pk)
    page = client.post(url, _fields(client, url) | {"source": Source.objects.get(name="ב").pk})
    assert page.status_code == 200 and "כבר שמורה אצל המקור" in page.content.decode()
