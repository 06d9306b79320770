"""The upload pages through Django's test client: who may, what is shown, what is done, how many queries it takes."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.intake import batches, limits, reading, refused
from articles.models import Article, Batch, Source
from articles.models.intake import BatchStatus
from articles.tests.conftest import MakeUser
from articles.tests.intake.conftest import MakeBatch, ran, records, sample

pytestmark = pytest.mark.django_db


def file(name: str, data: str | bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def send(client: Client, *files: SimpleUploadedFile, **said: str) -> Batch:
    """Upload, and return the batch whose preview the answer leads to."""
    answer = client.post("/uploads/", {"file": list(files), **said})
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.get(pk=int(answer["Location"].strip("/").split("/")[-1]))


def html(client: Client, address: str, status: int = 200) -> str:
    """Return the text of a page."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


TEXT = "כותרת <b>הכתבה</b>\nכותרת משנה\nפסקה ראשונה .  \nפסקה שנייה."
TABLE = 'x,title,date,body\n1,"=1+1",4.1.2019,גוף\n2,ב,אתמול,"שורה\nשנייה"\n3,,,\n'


# --- who ------------------------------------------------------------------------------------------------------


@pytest.fixture
def batch(make_batch: MakeBatch, archivist: User) -> Batch:
    """A batch of the archivist's that has run."""
    made = make_batch(("a.txt", TEXT), ("b.csv", TABLE), user=archivist)
    ran(made)
    return made


GETS = ["", "?outcome=refused", "refused.csv", "refused.jsonl", "files/{file}"]
POSTS = ["settings", "resume", "cancel", "publish"]


def test_the_pages_are_for_archivists(client: Client, make_user: MakeUser, batch: Batch) -> None:
    addresses = ["/uploads/"] + [f"/uploads/{batch.pk}/{end.format(file=batch.files.all()[0].pk)}" for end in GETS]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(make_user("editor"))
    assert {client.get(address).status_code for address in addresses} == {404}
    assert {client.post(f"/uploads/{batch.pk}/{end}").status_code for end in POSTS} == {404}


def test_batches_of_others_are_as_if_they_were_not(client: Client, make_user: MakeUser, batch: Batch) -> None:
    addresses = [f"/uploads/{batch.pk}/{end.format(file=batch.files.all()[0].pk)}" for end in GETS]
    client.force_login(make_user("archivist", "אחרת"))
    assert {client.get(address).status_code for address in addresses} == {404}
    assert {client.post(f"/uploads/{batch.pk}/{end}").status_code for end in POSTS} == {404}
    assert str(batch) not in html(client, "/uploads/")
    client.force_login(make_user("admin"))
    assert {client.get(address).status_code for address in addresses} == {200}
    assert str(batch) in html(client, "/uploads/")


# --- upload ---------------------------------------------------------------------------------------------------


def test_upload_keeps_the_files_and_stores_no_article(archivist_client: Client, archivist: User) -> None:
    made = send(archivist_client, file("א.txt", TEXT), file("b.csv", TABLE), new_source="מגדלור", publish="on")
    assert (made.created_by, made.status, made.publish) == (archivist, BatchStatus.PREVIEW, True)
    assert (made.source and made.source.name) == "מגדלור"
    assert [one.name for one in made.files.all()] == ["א.txt", "b.csv"]
    assert made.files.all()[0].original.size == len(TEXT.encode())
    assert not Article.objects.exists()


def test_a_pasted_article(archivist_client: Client) -> None:
    made = send(archivist_client, text=TEXT, published="2019-01-04")
    page = html(archivist_client, made.get_absolute_url())
    assert "כותרת &lt;b&gt;הכתבה&lt;/b&gt;" in page and "4 בינואר 2019" in page and "נמסר בידי הארכיונאי" in page
    archivist_client.post(f"/uploads/{made.pk}/settings", {"published": "2019-01-04", "start": "1"})
    ran(Batch.objects.get(pk=made.pk))
    article = Article.objects.get()
    assert (article.deck, [one.text for one in article.paragraphs.all()]) == (
        "כותרת משנה",
        ["פסקה ראשונה.", "פסקה שנייה."],
    )
    assert article.date_known_from == "archivist"


BAD = [
    ({}, "בחרו קובץ אחד לפחות"),
    ({"text": "א\nב", "published": "0012-01-01"}, "אינו סביר"),
    ({"text": "א\nב", "published": "אתמול"}, "תאריך"),
    ({"text": "א\nב", "source": "999999"}, "מקור"),
    ({"text": "א\nב", "new_source": "x" * 201}, "200"),
    ({"text": "א\x00ב"}, "NULL|תווי"),
]


@pytest.mark.parametrize(("said", "why"), BAD)
def test_a_form_that_is_not_right_says_why(archivist_client: Client, said: dict[str, str], why: str) -> None:
    answer = archivist_client.post("/uploads/", said)
    assert answer.status_code == 422
    assert any(part in answer.content.decode() for part in why.split("|"))
    assert not Batch.objects.exists()


def test_a_file_too_large_is_refused(archivist_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    answer = archivist_client.post("/uploads/", {"file": file("גדול.txt", "x" * 11)})
    assert answer.status_code == 422 and "גדול מ־0 מ״ב" in answer.content.decode()


def test_the_limits_are_told(archivist_client: Client) -> None:
    page = html(archivist_client, "/uploads/")
    assert f"עד {limits.FILES} קבצים" in page
    assert f"{limits.FILE_BYTES // limits.MEBIBYTE} מ״ב לקובץ" in page
    assert f"{limits.LINE_CHARACTERS:,} תווים בשורה" in page


def test_names_of_files_are_text(archivist_client: Client) -> None:
    made = send(archivist_client, file('"><script>x.txt', TEXT))
    page = html(archivist_client, made.get_absolute_url())
    assert "<script>x" not in page and "&lt;script&gt;x.txt" in page


# --- preview --------------------------------------------------------------------------------------------------


def test_the_preview_shows_what_would_be_stored_and_what_not(archivist_client: Client) -> None:
    made = send(archivist_client, file("b.csv", TABLE), file("c.doc", b"\xd0\xcf\x11\xe0"))
    page = html(archivist_client, made.get_absolute_url())
    for text in ("=1+1", "4 בינואר 2019", "צוין בקובץ", "אינו קריא", "שורה 3", "קובצי Office", "לא נקלטת", "קליטה"):
        assert text in page
    assert '<option value="title" selected>' in page
    assert not Article.objects.exists()


def test_the_mapping_can_be_changed(archivist_client: Client) -> None:
    made = send(archivist_client, file("b.csv", "x,y,z\nגוף,שם הכתבה,מישהי\n"))
    one = made.files.get().pk
    assert "לא נמצאה עמודת כותרת" in html(archivist_client, made.get_absolute_url())
    chosen = {f"column-{one}-0": "body", f"column-{one}-1": "title", f"column-{one}-2": "evil", f"grouped-{one}": "on"}
    archivist_client.post(f"/uploads/{made.pk}/settings", chosen)
    made.refresh_from_db()
    assert made.mapping["files"][str(one)] == {"fields": {"0": "body", "1": "title"}, "grouped": True}
    assert "שם הכתבה</bdi></h3>" in html(archivist_client, made.get_absolute_url())
    ran(made)
    assert Article.objects.get().title == "שם הכתבה"


def test_settings_of_the_preview_hold(archivist_client: Client) -> None:
    made = send(archivist_client, file("a.txt", TEXT))
    source = Source.objects.create(name="מראה")
    archivist_client.post(f"/uploads/{made.pk}/settings", {"source": source.pk, "publish": "on", "start": "1"})
    made.refresh_from_db()
    assert (made.source, made.publish, made.status) == (source, True, BatchStatus.QUEUED)
    assert archivist_client.post(f"/uploads/{made.pk}/settings", {"start": "1"}).status_code == 404


def test_settings_that_are_not_right_start_nothing(archivist_client: Client) -> None:
    made = send(archivist_client, file("a.txt", TEXT))
    answer = archivist_client.post(f"/uploads/{made.pk}/settings", {"published": "9999-99-99", "start": "1"})
    made.refresh_from_db()
    assert (answer.status_code, made.status) == (422, BatchStatus.PREVIEW)


def test_a_preview_can_be_dropped(archivist_client: Client) -> None:
    made = send(archivist_client, file("a.txt", TEXT))
    answer = archivist_client.post(f"/uploads/{made.pk}/cancel", follow=True)
    assert "דבר ממנה לא נקלט" in answer.content.decode()
    assert not Batch.objects.exists()


def test_what_was_stored_cannot_be_dropped(archivist_client: Client, batch: Batch) -> None:
    answer = archivist_client.post(f"/uploads/{batch.pk}/cancel", follow=True)
    assert "כבר הסתיימה" in answer.content.decode()
    assert Batch.objects.get() == batch


def test_the_preview_of_a_long_table_reads_its_beginning_only(archivist_client: Client) -> None:
    table = "title,date,body\n" + "".join(f"כותרת {n // 5},1.1.2020,פסקה {n}\n" for n in range(5_000))
    made = send(archivist_client, file("b.csv", table))
    page = html(archivist_client, made.get_absolute_url())
    assert page.count('class="record"') == 10


def test_the_beginning_of_a_long_table_is_all_that_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read = []
    rows = reading._TABLES["csv"]
    monkeypatch.setitem(reading._TABLES, "csv", lambda path: (read.append(row) or row for row in rows(path)))  # type: ignore[func-returns-value]
    table = "title,date,body\n" + "".join(f"כותרת {n // 5},1.1.2020,פסקה {n}\n" for n in range(5_000))
    (tmp_path / "b.csv").write_text(table, encoding="utf-8")
    assert reading.table_head(tmp_path / "b.csv", "b.csv")
    assert len(list(reading.read(tmp_path / "b.csv", "b.csv", most_rows=400))) == 80
    assert len(read) < 1_500


def test_the_previews_of_real_files(archivist_client: Client) -> None:
    names = ("ynet-2019.xlsx", "headlines-2026.csv", "walla-netanyahu-putin.txt")
    made = send(archivist_client, *(file(name, sample(name).read_bytes()) for name in names))
    page = html(archivist_client, made.get_absolute_url())
    assert page.count('class="record"') == 7 and 'class="notice error"' not in page
    assert "checked> שורות" in page and "30 במאי 2019" in page and "8 פסקאות" in page


# --- report ---------------------------------------------------------------------------------------------------


def test_the_report_tells_of_every_item(archivist_client: Client, batch: Batch) -> None:
    page = html(archivist_client, batch.get_absolute_url())
    assert batches.counts(batch) == {"stored": 2, "refused": 2}
    for text in (
        "הקליטה הסתיימה",
        "כותרת &lt;b&gt;הכתבה",
        "אין כותרת",
        "אינו קריא",
        "תוקנו רווחים",
        "a.txt",
        "SHA-256",
        "פרסום 2 הטיוטות",
    ):
        assert text in page
    refused_only = html(archivist_client, f"{batch.get_absolute_url()}?outcome=refused")
    assert "אין כותרת" in refused_only and "כותרת &lt;b&gt;הכתבה" not in refused_only
    assert html(archivist_client, f"{batch.get_absolute_url()}?outcome=evil&page=zz")


def test_the_report_has_pages(archivist_client: Client, archivist: User, make_batch: MakeBatch) -> None:
    made = make_batch(
        ("a.jsonl", "".join(json.dumps({"title": f"כותרת {n}"}) + "\n" for n in range(120))), user=archivist
    )
    ran(made)
    page = html(archivist_client, made.get_absolute_url())
    assert "עמוד 1 מתוך 3" in page and 'rel="next" href="?page=2"' in page
    assert "כותרת 119<" in html(archivist_client, f"{made.get_absolute_url()}?page=99")


def test_progress_is_polled_until_the_end(archivist_client: Client, batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.RUNNING)
    page = html(archivist_client, batch.get_absolute_url())
    assert 'hx-trigger="every 1s"' in page and '<noscript><meta http-equiv="refresh"' in page
    part = archivist_client.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
    assert "טופלו" in part.content.decode() and "<html" not in part.content.decode() and "HX-Refresh" not in part
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.DONE)
    assert archivist_client.get(batch.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "every 1s" not in html(archivist_client, batch.get_absolute_url())


def test_a_stopped_batch_can_go_on(archivist_client: Client, batch: Batch) -> None:
    batches.stop(batch, "נעצרה באמצע")
    page = html(archivist_client, batch.get_absolute_url())
    assert "נעצרה באמצע" in page and "המשך הקליטה" in page
    archivist_client.post(f"/uploads/{batch.pk}/resume")
    batch.refresh_from_db()
    assert batch.status == BatchStatus.QUEUED


def test_drafts_are_published_from_the_report(
    archivist_client: Client, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = archivist_client.post(f"/uploads/{batch.pk}/publish", follow=True)
    assert "פורסמו 2 כתבות" in answer.content.decode()
    assert Article.objects.published().count() == 2
    Article.objects.update(status="draft")
    monkeypatch.setattr("articles.views.uploads.PUBLISHED_AT_ONCE", 1)
    answer = archivist_client.post(f"/uploads/{batch.pk}/publish", follow=True)
    assert "מתפרסמות ברקע" in answer.content.decode()


def test_originals_are_handed_back_never_shown(archivist_client: Client, batch: Batch) -> None:
    answer = archivist_client.get(f"/uploads/{batch.pk}/files/{batch.files.get(name='a.txt').pk}")
    assert b"".join(answer.streaming_content).decode() == TEXT  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_batch_is_not_handed_out(
    archivist_client: Client, batch: Batch, make_batch: MakeBatch
) -> None:
    other = make_batch(("a.txt", "סודי\nא\nב"))
    assert archivist_client.get(f"/uploads/{batch.pk}/files/{other.files.get().pk}").status_code == 404


def downloaded(client: Client, batch: Batch, extension: str) -> str:
    """Return the refused items as they are downloaded."""
    answer = client.get(f"/uploads/{batch.pk}/refused.{extension}")
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_refused_items_can_be_mended_and_sent_again(archivist_client: Client, batch: Batch, tmp_path: Path) -> None:
    text = downloaded(archivist_client, batch, "csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [row[refused.PLACE] for row in rows] == ["שורה 3", "שורה 5"]
    assert rows[0]["body"] == "שורה\nשנייה" and "אינו קריא" in rows[0][refused.REASON]
    (tmp_path / "mended.csv").write_text(text.replace("אתמול", "1.1.2020"))
    mended = records(reading.read(tmp_path / "mended.csv", "mended.csv"))
    assert [(one.title, one.published is not None) for one in mended] == [("ב", True)]


def test_refused_items_as_json_lines(archivist_client: Client, batch: Batch) -> None:
    first = json.loads(downloaded(archivist_client, batch, "jsonl").splitlines()[0])
    assert (first["title"], first["date"], first[refused.FILE]) == ("ב", "אתמול", "b.csv")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_formulas_are_disarmed_and_come_back(text: str) -> None:
    assert refused.disarm(text) == f"'{text}"
    assert refused.disarm(f" {text}") == f" {text}"


def test_rows_of_a_grouped_article_come_back_as_rows(
    archivist_client: Client, archivist: User, make_batch: MakeBatch
) -> None:
    rows = "".join(f"כותרת {n // 3},99.99.99,-פסקה {n}\n" for n in range(6))
    made = make_batch(("a.csv", "title,date,content\n" + rows), user=archivist)
    ran(made)
    back = list(csv.DictReader(io.StringIO(downloaded(archivist_client, made, "csv")[1:])))
    assert [row["content"] for row in back] == [f"'-פסקה {n}" for n in range(6)]


# --- queries --------------------------------------------------------------------------------------------------


def test_the_list_of_uploads(
    archivist_client: Client,
    archivist: User,
    make_batch: MakeBatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(12):
        make_batch((f"{n}.txt", f"כותרת {n}\nמשנה\nגוף"), user=archivist)
    with django_assert_max_num_queries(9):
        archivist_client.get("/uploads/")


def test_the_preview_and_the_report(
    archivist_client: Client, batch: Batch, make_batch: MakeBatch, archivist: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    made = make_batch(*((f"{n}.txt", f"כותרת {n}\nמשנה\nגוף") for n in range(12)), user=archivist)
    with django_assert_max_num_queries(9):
        archivist_client.get(made.get_absolute_url())
    with django_assert_max_num_queries(11):
        archivist_client.get(batch.get_absolute_url())
