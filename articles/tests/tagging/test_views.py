"""The editor's pages and posts: what they show, store and refuse, with and without script."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Entity, Mention
from articles.tagging import mentions, suggestions
from articles.tagging.reanchor import change_paragraph

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]
SCRIPT = {"accept": "application/json"}
TEXT = "שר החוץ ביקר 😀 בסוריה <b>&amp; ובירדן"


@pytest.fixture
def article(make_article: MakeArticle) -> Article:
    return make_article(TEXT, "פסקה שנייה")


@pytest.fixture
def syria(make_entity: MakeEntity) -> Entity:
    return make_entity("סוריה", "place", "ארם")


@pytest.fixture
def suggested(article: Article, syria: Entity) -> Mention:
    suggestions.suggest([article.pk])
    return Mention.objects.get()


@pytest.fixture
def as_editor(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def _selection(article: Article, quote: str, **more: object) -> dict[str, object]:
    paragraph = article.paragraphs.get(position=1)
    start = paragraph.text.index(quote)
    return {"paragraph": paragraph.pk, "start": start, "end": start + len(quote), "quote": quote, **more}


def _decide(mention: Mention, act: str) -> str:
    return reverse("tag_decide", args=[mention.pk, act])


def test_the_page_draws_paragraphs_exactly_and_escapes_them(as_editor: Client, suggested: Mention) -> None:
    page = as_editor.get(reverse("tag", args=[suggested.article_id])).content.decode()
    assert f'data-suggested="{suggested.pk}">סוריה</span> &lt;b&gt;&amp;amp; ובירדן</p>' in page
    assert f'action="{_decide(suggested, "accept")}"' in page
    assert 'data-words="0-2 3-7 8-12 15-21 ' in page


def test_the_page_asks_few_questions_however_many_tags(
    as_editor: Client, make_article: MakeArticle, syria: Entity, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    article = make_article(*["ביקר בסוריה וחזר מסוריה"] * 20)
    suggestions.suggest([article.pk])
    with django_assert_max_num_queries(11):
        assert as_editor.get(reverse("tag", args=[article.pk])).status_code == 200
    with django_assert_max_num_queries(9):
        assert as_editor.get(reverse("review")).content.decode().count("data-suggestion=") == 20


def test_a_selection_is_tagged_and_the_paragraph_redrawn(as_editor: Client, article: Article, syria: Entity) -> None:
    fields = _selection(article, "סוריה", entity=syria.pk) | {"article": article.pk}
    answer = as_editor.post(reverse("tag_add", args=[article.pk]), fields, headers=SCRIPT)
    mention = Mention.objects.get()
    body = answer.json()
    assert (answer.status_code, mention.status) == (200, "accepted")
    assert f'data-accepted="{mention.pk}">סוריה</span>' in body["paragraphs"][str(mention.paragraph_id)]
    assert body["undo"] == {"url": _decide(mention, "undo"), "version": 1}
    assert "סוריה (מקום)" in body["said"]


def test_a_new_entity_is_made_inline_and_a_known_name_asks_first(
    as_editor: Client, article: Article, syria: Entity
) -> None:
    url = reverse("tag_add", args=[article.pk])
    fields = _selection(article, "סוריה", name="סוריה", kind="work")
    asked = as_editor.post(url, fields, headers=SCRIPT)
    assert (asked.status_code, asked.json()["alike"]) == (409, [syria.pk])
    assert not Mention.objects.exists()
    assert as_editor.post(url, {**fields, "confirmed": "on"}, headers=SCRIPT).status_code == 200
    assert Mention.objects.get().entity.kind == "work"


def test_a_refused_tag_leaves_no_entity_behind(as_editor: Client, article: Article, syria: Entity, other: User) -> None:
    mentions.add(article.paragraphs.get(position=1), 16, 21, "סוריה", syria, other)
    fields = _selection(article, "סוריה", name="חדשה", kind="place")
    answer = as_editor.post(reverse("tag_add", args=[article.pk]), fields, headers=SCRIPT)
    assert answer.status_code == 409 and "בידי יואב" in answer.json()["said"]
    assert not Entity.objects.filter(name="חדשה").exists()


MALFORMED: list[dict[str, object]] = [
    {"quote": "ירדן"}, {"start": "x"}, {"end": -1}, {"start": 99_999_999}, {"entity": 0}, {"paragraph": 0},
    {"quote": "\0"},
]  # fmt: skip


@pytest.mark.parametrize("change", MALFORMED)
def test_malformed_selections_are_refused_in_hebrew(
    as_editor: Client, article: Article, syria: Entity, change: dict[str, object]
) -> None:
    fields = {**_selection(article, "סוריה", entity=syria.pk), **change}
    answer = as_editor.post(reverse("tag_add", args=[article.pk]), fields, headers=SCRIPT)
    assert answer.status_code == 400 and answer.json()["said"]
    assert not Mention.objects.exists()


def test_decisions_work_without_script(as_editor: Client, suggested: Mention) -> None:
    page = reverse("tag", args=[suggested.article_id])
    answer = as_editor.post(_decide(suggested, "accept"), {"version": 1, "next": page}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "אושר: ״סוריה״ – סוריה (מקום)" in answer.content.decode()
    again = as_editor.post(_decide(suggested, "undo"), {"version": 2, "next": "https://evil.example/"})
    assert again["Location"] == page
    assert Mention.objects.get().status == "suggested"


def test_a_stale_version_is_409_and_names_who_decided(as_editor: Client, suggested: Mention, other: User) -> None:
    mentions.reject(suggested, other, 1)
    fields = {"version": 1, "article": suggested.article_id}
    answer = as_editor.post(_decide(suggested, "accept"), fields, headers=SCRIPT)
    assert answer.status_code == 409 and "כבר נדחתה בידי יואב" in answer.json()["said"]
    assert "data-suggestion" not in answer.json()["side"]
    plain = as_editor.post(_decide(suggested, "accept"), {"version": 1})
    assert plain.status_code == 409 and "כבר נדחתה בידי יואב" in plain.content.decode()
    assert Mention.objects.get().status == "rejected"


def test_a_decision_without_a_version_is_refused(as_editor: Client, suggested: Mention) -> None:
    assert as_editor.post(_decide(suggested, "accept"), headers=SCRIPT).status_code == 400
    assert as_editor.post(_decide(suggested, "guess"), {"version": 1}).status_code == 404
    assert as_editor.get(_decide(suggested, "accept")).status_code == 405


def test_the_best_guess_leaves_the_prefix_out(as_editor: Client, syria: Entity, make_entity: MakeEntity) -> None:
    make_entity("הרפובליקה של סוריה", "place")
    page = as_editor.get(reverse("tag_entities"), {"q": "בסוריה"}).content.decode()
    assert page.index(f'data-entity="{syria.pk}"') < page.index('data-skipped="1" data-exact')
    assert "שם נרדף: ארם" in as_editor.get(reverse("tag_entities"), {"q": "אר"}).content.decode()
    for query in ("", "?!", "\0", "א" * 5000, "%_'\""):
        assert as_editor.get(reverse("tag_entities"), {"q": query}).status_code == 200


def test_the_archive_is_searched_for_known_names_on_request(as_editor: Client, article: Article, syria: Entity) -> None:
    answer = as_editor.post(reverse("tag_suggest", args=[article.pk]), follow=True)
    assert "נמצאה הצעה חדשה אחת." in answer.content.decode()
    assert Mention.objects.get().status == "suggested"


def test_the_queue_filters_and_pages(as_editor: Client, make_article: MakeArticle, make_entity: MakeEntity) -> None:
    make_entity("סוריה", "place")
    make_entity("פוטין")
    suggestions.suggest([make_article(*["פוטין בסוריה"] * 15).pk])
    first = as_editor.get(reverse("review"))
    queue = first.context["queue"]
    assert (queue.count, len(queue.items)) == (30, 20)
    rest = as_editor.get(f"{reverse('review')}?{first.context['next_page']}").context["queue"]
    assert (len(rest.items), rest.following) == (10, None)
    places = as_editor.get(reverse("review"), {"kind": "place"}).context["queue"]
    assert {item.mention.entity.kind for item in places.items} == {"place"}
    assert as_editor.get(reverse("review"), {"kind": "?", "after": "x", "status": "y"}).status_code == 200


def test_a_broken_tag_is_placed_anew_from_the_queue(
    as_editor: Client, article: Article, syria: Entity, editor: User
) -> None:
    paragraph = article.paragraphs.get(position=1)
    mentions.add(paragraph, 16, 21, "סוריה", syria, editor)
    change_paragraph(paragraph, "סוריה אחת, סוריה שתיים", editor)
    page = as_editor.get(reverse("review"), {"status": "broken"})
    (waiting,) = page.context["queue"].items
    assert [place.start for place in waiting.places] == [0, 11]
    fields = {"version": waiting.mention.version, "start": 11, "end": 16, "quote": "סוריה"}
    assert as_editor.post(reverse("tag_move", args=[waiting.mention.pk]), fields).status_code == 302
    assert Mention.objects.get(status="accepted").start == 11


def test_a_broken_tag_is_given_up_from_the_queue(
    as_editor: Client, article: Article, syria: Entity, editor: User
) -> None:
    paragraph = article.paragraphs.get(position=1)
    mention = mentions.add(paragraph, 16, 21, "סוריה", syria, editor)
    change_paragraph(paragraph, "אין", editor)
    assert "אינן עוד בפסקה" in as_editor.get(reverse("review"), {"status": "broken"}).content.decode()
    as_editor.post(reverse("tag_discard", args=[mention.pk]), {"version": 2})
    assert not Mention.objects.exists()


ROLES = [("", 404), ("archivist", 404), ("editor", 200), ("admin", 200)]


@pytest.mark.parametrize(("role", "status"), ROLES)
def test_who_may_open_the_editors_pages(
    client: Client, make_user: Callable[..., User], article: Article, role: str, status: int
) -> None:
    client.force_login(make_user(role))
    for url in (reverse("tag", args=[article.pk]), reverse("review"), reverse("tag_entities")):
        assert client.get(url).status_code == status, url


@pytest.mark.parametrize("role", ["", "archivist"])
def test_nobody_else_decides(
    client: Client, make_user: Callable[..., User], suggested: Mention, article: Article, role: str
) -> None:
    client.force_login(make_user(role))
    urls = [reverse(name, args=[article.pk]) for name in ("tag_add", "tag_suggest")]
    urls += [reverse(name, args=[suggested.pk]) for name in ("tag_move", "tag_discard")]
    for url in (*urls, _decide(suggested, "accept")):
        assert client.post(url, {"version": 1}).status_code == 404
    assert Mention.objects.get().status == "suggested"


def test_the_signed_out_are_asked_to_sign_in(client: Client, suggested: Mention) -> None:
    answer = client.get(reverse("tag", args=[suggested.article_id]))
    assert answer.status_code == 302 and reverse("login") in answer["Location"]
    assert client.post(_decide(suggested, "accept"), {"version": 1}).status_code == 302
    assert Mention.objects.get().status == "suggested"


@pytest.mark.parametrize(("role", "draft", "withheld"), [("editor", 200, 404), ("admin", 200, 200)])
def test_drafts_are_tagged_and_withheld_articles_hidden(
    client: Client,
    make_user: Callable[..., User],
    make_article: MakeArticle,
    syria: Entity,
    role: str,
    draft: int,
    withheld: int,
) -> None:
    client.force_login(make_user(role))
    for state, expected in (("draft", draft), ("withheld", withheld)):
        article = make_article("בסוריה", status=state)
        suggestions.suggest([article.pk])
        mention = Mention.objects.get(article=article)
        assert client.get(reverse("tag", args=[article.pk])).status_code == expected
        answer = client.post(_decide(mention, "accept"), {"version": 1})
        assert answer.status_code == (302 if expected == 200 else 404)


def test_a_post_without_a_token_is_refused(editor: User, suggested: Mention) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(_decide(suggested, "accept"), {"version": 1}).status_code == 403
