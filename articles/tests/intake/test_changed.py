"""The same article again with another text: found, shown side by side, kept as a version or left, by whom may."""

import json
from collections.abc import Callable, Mapping

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.intake import changed, sketch
from articles.intake.duplicates import EARLIER, SAME, SAME_ID, SAME_URL
from articles.intake.keeping import as_json, from_json
from articles.intake.records import ArticleRecord, Line, Link, Named
from articles.models import Article, Batch, Item, Version
from articles.tests.conftest import MakeUser
from articles.tests.intake.conftest import MakeBatch, ran

BODY = "\n".join(
    f"פסקה {n}: ראש הממשלה אמר בישיבת הממשלה כי הצעד ה{n} יובא להצבעה בשבוע הבא ויידון בוועדה מספר {n}."
    for n in "אבגדהוזח"
)


def jsonl(*things: Mapping[str, object]) -> str:
    """Return JSON lines of one source and day."""
    said = {"source": "מגדלור", "published": "2019-01-04"}
    return "".join(json.dumps({**said, **thing}) + "\n" for thing in things)


def outcomes(batch: Batch) -> list[tuple[str, str]]:
    """Run a batch and return the outcome and reason of each item."""
    return [(result.outcome.value, result.reason) for result in ran(batch)]


FIRST = {"title": "כותרת", "body": BODY, "id": "7", "url": "https://example.org/7"}
AGAIN = {
    "id": {"title": "כותרת אחרת", "body": "גוף אחר.", "id": "7"},
    "url": {"title": "כותרת אחרת", "body": "גוף אחר.", "url": "https://example.org/7"},
    "near": {"title": "כותרת אחרת", "body": BODY.replace("בשבוע הבא", "בחודש הבא", 1)},
}


@pytest.mark.parametrize("how", AGAIN)
def test_changed_text_waits_or_becomes_a_version_as_was_said(make_batch: MakeBatch, how: str) -> None:
    (stored,) = ran(make_batch(("a.jsonl", jsonl(FIRST)), publish=True))
    waits = make_batch(("b.jsonl", jsonl(AGAIN[how])))
    ((outcome, reason),) = outcomes(waits)
    assert outcome == "duplicate" and {"id": SAME_ID, "url": SAME_URL}.get(how, "דומה מאוד (9") in reason[:80]
    assert Item.objects.get(batch=waits).article_id == stored.article_id
    assert list(changed.waiting(waits)) == list(waits.items.all())
    assert Article.objects.get().title == "כותרת"
    again = make_batch(("b.jsonl", jsonl(AGAIN[how])), on_changed="version")
    assert outcomes(again) == [("version", changed.KEPT)]
    assert Article.objects.get().title == "כותרת אחרת" and Version.objects.get().title == "כותרת"
    assert outcomes(make_batch(("c.jsonl", jsonl(AGAIN[how])))) == [("duplicate", SAME)]
    assert outcomes(make_batch(("d.jsonl", jsonl(FIRST)), on_changed="version")) == [("duplicate", EARLIER)]


def test_what_is_no_change(make_batch: MakeBatch) -> None:
    """Other sources, the address of the whole site, another week, and short texts make no twins."""
    front = "https://example.org/"
    ran(make_batch(("a.jsonl", jsonl(FIRST, {"title": "קצרה", "body": "אותו גוף קצר.", "url": front}))))
    others = jsonl(
        {**AGAIN["near"], "source": "מראה"},
        {**AGAIN["near"], "published": "2019-02-04"},
        {"title": "קצרה אחרת", "body": "אותו גוף קצר.", "url": front},
    )
    assert [outcome for outcome, _ in outcomes(make_batch(("b.jsonl", others)))] == ["stored"] * 3


def test_versions_within_one_handful(make_batch: MakeBatch) -> None:
    three = jsonl(FIRST, AGAIN["id"], {**AGAIN["id"], "body": "גוף שלישי."}, AGAIN["id"])
    told = outcomes(make_batch(("a.jsonl", three), publish=True, on_changed="version"))
    assert [outcome for outcome, _ in told] == ["stored", "version", "version", "version"]
    article = Article.objects.get()
    assert [one.text for one in article.paragraphs.all()] == ["גוף אחר."] and article.versions.count() == 3


def test_a_record_is_kept_as_json() -> None:
    record = ArticleRecord(
        "כותרת", paragraphs=(Line("text", "דמשק", (Named(0, 4, "דמשק", "place"),)),), related=(Link("א", "u"),),
        tags=("ב",), tag_kinds=(("ב", "place"),), notes=("הערה",),
    )  # fmt: skip
    assert from_json(json.loads(json.dumps(as_json(record)))) == record
    assert from_json({**as_json(record), "unknown": 1}) == record


def test_sketches() -> None:
    one = sketch.runs([BODY])
    near, far = sketch.runs([BODY.replace("בשבוע", "בחודש", 1)]), sketch.runs([BODY[::-1]])
    assert sketch.share(one, near) > 0.8 and sketch.share(one, far) == 0
    assert sketch.runs(["קצר"]) == frozenset()


# --- in the report ------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(make_batch: MakeBatch, archivist: User) -> Item:
    """Return an item that waits, of a published article."""
    ran(make_batch(("a.jsonl", jsonl(FIRST)), user=archivist, publish=True))
    batch = make_batch(("b.jsonl", jsonl(AGAIN["near"])), user=archivist)
    ran(batch)
    return batch.items.get()


def url(name: str, item: Item) -> str:
    """Return the address of a page of an item."""
    return reverse(name, args=[item.batch_id, item.pk])


def test_the_two_texts_are_shown_and_one_is_chosen(archivist_client: Client, waiting: Item) -> None:
    page = archivist_client.get(url("upload_item", waiting)).content.decode()
    assert "<del>בשבוע</del>" in page and "<ins>בחודש</ins>" in page and "7 פסקאות" in page
    report = archivist_client.get(waiting.batch.get_absolute_url()).content.decode()
    assert url("upload_item", waiting) in report
    archivist_client.post(url("upload_item_decide", waiting), {"choice": "version"})
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.record, waiting.reason) == ("version", None, changed.KEPT)
    assert Article.objects.get().title == "כותרת אחרת"
    again = archivist_client.post(url("upload_item_decide", waiting), {"choice": "version"}, follow=True)
    assert "כבר הוחלט" in again.content.decode() and Version.objects.count() == 1


def test_the_article_is_left_as_it_is(archivist_client: Client, waiting: Item) -> None:
    archivist_client.post(url("upload_item_decide", waiting), {"choice": "leave"})
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.record) == ("duplicate", None) and changed.LEFT in waiting.reason
    assert not Version.objects.exists()


def test_everything_that_waits_at_once(archivist_client: Client, waiting: Item) -> None:
    answer = archivist_client.post(reverse("upload_versions", args=[waiting.batch_id]), follow=True)
    assert "נשמרו 1 גרסאות" in answer.content.decode()
    assert not changed.waiting(waiting.batch) and Version.objects.count() == 1


def test_drafts_of_others_are_neither_shown_nor_changed(
    make_batch: MakeBatch, make_user: MakeUser, archivist: User, archivist_client: Client
) -> None:
    ran(make_batch(("a.jsonl", jsonl(FIRST)), user=make_user("archivist", "אחרת")))
    batch = make_batch(("b.jsonl", jsonl(AGAIN["id"])), user=archivist)
    ran(batch)
    item = batch.items.get()
    page = archivist_client.get(url("upload_item", item)).content.decode()
    assert "אינה גלויה" in page and "פסקה א" not in page
    archivist_client.post(url("upload_item_decide", item), {"choice": "version"})
    assert not Version.objects.exists()
    item.refresh_from_db()
    assert item.reason == changed.NOT_YOURS


def test_an_article_that_was_deleted_meanwhile(archivist_client: Client, waiting: Item) -> None:
    Article.objects.all().delete()
    assert archivist_client.get(url("upload_item", waiting)).status_code == 200
    archivist_client.post(url("upload_item_decide", waiting), {"choice": "version"})
    waiting.refresh_from_db()
    assert waiting.reason == changed.IS_GONE


def test_what_was_set_apart_is_put_back(
    make_batch: MakeBatch, archivist: User, archivist_client: Client, make_article: Callable[..., Article]
) -> None:
    text = "גוף ראשון של הכתבה.\nצילום: דן כהן\nגוף שני של הכתבה.\nעוד בנושא:\nכותרת של כתבה אחרת"
    batch = make_batch(("a.jsonl", jsonl({"title": "כותרת", "body": text})), user=archivist)
    ran(batch)
    item, article = batch.items.get(), Article.objects.get()
    credit, link = article.paragraphs.get(kind="credit"), article.related_links.get()
    page = archivist_client.get(url("upload_item", item)).content.decode()
    assert "צילום: דן כהן" in page and "כותרת של כתבה אחרת" in page
    archivist_client.post(url("upload_item_put_back", item), {"line": credit.pk})
    archivist_client.post(url("upload_item_put_back", item), {"link": link.pk})
    body = list(article.paragraphs.filter(kind="text").order_by("position").values_list("text", flat=True))
    assert body == ["גוף ראשון של הכתבה.", "צילום: דן כהן", "גוף שני של הכתבה.", "כותרת של כתבה אחרת"]
    foreign = make_article("הערה").paragraphs.get()
    for chosen in (credit.pk, foreign.pk, "x", 10**30):
        answer = archivist_client.post(url("upload_item_put_back", item), {"line": chosen}, follow=True)
        assert "כבר אינה מופרדת" in answer.content.decode()
    assert outcomes(make_batch(("b.jsonl", jsonl({"title": "כותרת", "body": text})))) == [("duplicate", SAME)]


def test_items_of_others_are_hidden(make_user: MakeUser, waiting: Item) -> None:
    client = Client()
    client.force_login(make_user("archivist", "זר"))
    assert client.get(url("upload_item", waiting)).status_code == 404
    assert client.post(url("upload_item_decide", waiting), {"choice": "version"}).status_code == 404
    assert not Version.objects.exists()
