"""Pause, resume, cancel and retry of a batch: between two handfuls, nothing lost, nothing twice."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.intake import batches, handfuls, jobs, originals
from articles.models import Article, Batch, Item
from articles.models.intake import Asked, BatchStatus
from articles.tests.intake.conftest import MakeBatch, ran

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(make_batch: MakeBatch, archivist: User, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Return a batch of nine articles, stored two at a time."""
    monkeypatch.setattr(handfuls, "CHUNK", 2)
    text = "".join(json.dumps({"title": f"כותרת {n}", "body": "גוף"}) + "\n" for n in range(9))
    return make_batch(("a.jsonl", text), user=archivist)


def status(batch: Batch) -> tuple[str, str]:
    """Return how a batch stands and what is asked of it."""
    batch.refresh_from_db()
    return batch.status, batch.asked


def stored() -> list[int]:
    """Return the numbers of the items that have ended, in order."""
    return list(Item.objects.order_by("number").values_list("number", flat=True))


@pytest.mark.parametrize(("what", "after"), [(Asked.PAUSE, "paused"), (Asked.CANCEL, "cancelled")])
def test_work_stops_between_two_handfuls(batch: Batch, what: Asked, after: str) -> None:
    running: Iterator[object] = batches.run(batch)
    list(islice(running, 3))
    assert batches.ask(batch, what) and status(batch) == ("running", what)
    list(running)
    assert status(batch) == (after, "") and stored() == [1, 2, 3, 4]
    assert batch.finished


def test_a_paused_batch_goes_on(batch: Batch) -> None:
    running: Iterator[object] = batches.run(batch)
    list(islice(running, 1))
    batches.ask(batch, Asked.PAUSE)
    list(running)
    assert jobs.queue(batch) and status(batch) == ("queued", "")
    ran(batch)
    assert status(batch) == ("done", "") and stored() == list(range(1, 10)) and Article.objects.count() == 9


def test_what_nobody_works_on_stops_at_once(batch: Batch) -> None:
    assert not batches.ask(batch, Asked.PAUSE)  # it is in preview
    jobs.queue(batch)
    assert batches.ask(batch, Asked.PAUSE) and status(batch) == ("paused", "")
    assert jobs.run(batch.pk) == 0 and stored() == []
    assert batches.ask(batch, Asked.CANCEL) and status(batch) == ("cancelled", "")
    assert not batches.ask(batch, Asked.CANCEL) and not jobs.queue(batch)


def test_a_batch_whose_worker_died_obeys_the_next(batch: Batch) -> None:
    list(islice(batches.run(batch), 1))
    batches.ask(batch, Asked.CANCEL)
    assert jobs.run(batch.pk) == 0
    assert status(batch) == ("cancelled", "") and stored() == [1, 2]


def test_what_was_refused_is_tried_again(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.txt", "א\nב\nג"), ("b.jsonl", '{"title": "ד"}\n{\n{"title": "ה"}\n'))
    path = originals.path_of(batch.files.order_by("pk")[0].original)
    path.rename(path.with_suffix(".away"))
    assert [result.outcome.value for result in ran(batch)] == ["refused", "stored", "refused", "stored"]
    Path(path.with_suffix(".away")).rename(path)
    assert batches.reopen(batch) == 2 and status(batch)[0] == BatchStatus.PAUSED
    assert [result.outcome.value for result in ran(batch)] == ["stored", "refused"]
    assert batches.counts(batch) == {"stored": 3, "refused": 1} and Article.objects.count() == 3


def test_the_page_asks_and_tells(batch: Batch, archivist_client: Client) -> None:
    jobs.queue(batch)
    page = archivist_client.get(batch.get_absolute_url()).content.decode()
    assert 'aria-live="polite"' in page and "השהיה" in page and "ביטול ההעלאה" in page
    archivist_client.post(reverse("upload_pause", args=[batch.pk]))
    page = archivist_client.get(batch.get_absolute_url()).content.decode()
    assert "מושהית אחרי" in page and "המשך הקליטה" in page
    archivist_client.post(reverse("upload_resume", args=[batch.pk]))
    running: Iterator[object] = batches.run(batch)
    list(islice(running, 3))
    progress = archivist_client.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "טופלו" in progress and "שורה 4" in progress
    archivist_client.post(reverse("upload_cancel", args=[batch.pk]))
    assert "הביטול התבקש" in archivist_client.get(batch.get_absolute_url()).content.decode()
    list(running)
    page = archivist_client.get(batch.get_absolute_url()).content.decode()
    assert "בוטלה אחרי" in page and "נשאר בארכיון" in page and "פרסום 4 הטיוטות" in page
    answer = archivist_client.post(reverse("upload_pause", args=[batch.pk]), follow=True)
    assert "כבר הסתיימה" in answer.content.decode()


def test_retry_on_the_page(make_batch: MakeBatch, archivist: User, archivist_client: Client) -> None:
    batch = make_batch(("a.jsonl", "{\n"), user=archivist)
    ran(batch)
    assert "ניסיון חוזר לנדחים" in archivist_client.get(batch.get_absolute_url()).content.decode()
    archivist_client.post(reverse("upload_retry", args=[batch.pk]))
    assert status(batch) == ("queued", "")
    answer = archivist_client.post(reverse("upload_retry", args=[batch.pk]), follow=True)
    assert "אין מה לנסות שוב" in answer.content.decode()
