"""Jobs: handed over once, run by a real worker, revived when their worker dies."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from articles.intake import batches, jobs
from articles.models import Article, Batch, Item, Mention
from articles.models.intake import BatchStatus
from articles.tests.conftest import MakeEntity, MakeUser
from articles.tests.intake.conftest import ROOT, MakeBatch

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def no_jobs(db: None) -> None:
    """Start with an empty queue: Django's flush does not know its tables."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def archivist(make_user: MakeUser) -> User:
    """Return a user; a flush between tests leaves no groups."""
    return make_user("", "archivist")


def jsonl(count: int) -> str:
    """Return JSON lines of so many articles."""
    return "".join(json.dumps({"title": f"כותרת {n}", "body": f"גוף {n}. " * 30}) + "\n" for n in range(count))


def work() -> None:
    """Do all that is queued, and stop."""
    with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def queued(name: str) -> list[str]:
    """Return how each job of this name stands."""
    return list(ProcrastinateJob.objects.filter(task_name=name).values_list("status", flat=True))


def test_a_batch_is_queued_once_and_run(make_batch: MakeBatch, archivist: User) -> None:
    batch = make_batch(("a.jsonl", jsonl(3)), user=archivist)
    assert jobs.queue(batch)
    assert not jobs.queue(batch)
    assert queued("run_batch") == ["todo"]
    work()
    batch.refresh_from_db()
    assert (batch.status, Article.objects.count()) == (BatchStatus.DONE, 3)
    assert not jobs.queue(batch)


def test_tags_are_suggested_after_the_articles_are_in(make_batch: MakeBatch, make_entity: MakeEntity) -> None:
    make_entity("סוריה", "place")
    batch = make_batch(("a.jsonl", json.dumps({"title": "א", "body": "הכוחות יצאו מסוריה אתמול."})))
    jobs.queue(batch)
    work()
    assert queued("suggest_batch") == ["succeeded"]
    assert Mention.objects.get().quote == "סוריה"


def test_drafts_are_published_by_a_job(make_batch: MakeBatch, archivist: User) -> None:
    batch = make_batch(("a.jsonl", jsonl(3)), user=archivist)
    list(batches.run(batch))
    jobs.queue_publishing(batch, archivist)
    jobs.queue_publishing(batch, archivist)
    assert queued("publish_batch") == ["todo"]
    work()
    assert Article.objects.published().count() == 3


def test_a_batch_that_was_dropped_meanwhile_is_no_error(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.jsonl", jsonl(1)))
    jobs.queue(batch)
    batch.delete()
    work()
    assert queued("run_batch") == ["succeeded"]


def test_a_stalled_job_whose_successor_waits_is_let_go(
    make_batch: MakeBatch, archivist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_batch(("a.jsonl", jsonl(1)), user=archivist)
    list(batches.run(batch))
    jobs.queue_publishing(batch, archivist)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.queue_publishing(batch, archivist)
    assert sorted(queued("publish_batch")) == ["doing", "todo"]
    monkeypatch.setattr(jobs, "STALLED_AFTER", 0)
    jobs.revive_stalled.configure().defer(timestamp=0)
    work()
    work()
    assert queued("publish_batch") == ["succeeded"]


def fail_in_silence(batch: Batch) -> None:
    """Make as if the database had died in the last attempt of a batch, so that nobody could mark it as stopped."""
    jobs.queue(batch)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', queueing_lock = NULL")
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.RUNNING)


def test_a_batch_left_running_by_a_failed_job_is_taken_up(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.jsonl", jsonl(3)))
    fail_in_silence(batch)
    assert jobs.take_up_left(timestamp=0) == 1
    assert jobs.take_up_left(timestamp=0) == 0
    work()
    batch.refresh_from_db()
    assert (batch.status, Article.objects.count()) == (BatchStatus.DONE, 3)
    assert jobs.take_up_left(timestamp=0) == 0


def test_a_batch_that_the_command_line_runs_is_left_to_it(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.jsonl", jsonl(1)))
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.RUNNING)
    assert jobs.take_up_left(timestamp=0) == 0
    assert queued("run_batch") == []


def start_worker() -> "subprocess.Popen[bytes]":
    """Start a worker of its own process on the database of this test."""
    said = {**connection.settings_dict, "OPTIONS": {}}
    text = f"from newsarchive.settings import *\nDATABASES = {{'default': {said!r}}}\n"
    text += f"MEDIA_ROOT = {str(_media())!r}\nDATABASES['default']['ATOMIC_REQUESTS'] = False\n"
    (_media() / "worker_settings.py").write_text(text)
    path = os.pathsep.join([str(_media()), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "worker_settings"}
    command = [sys.executable, "manage.py", "procrastinate", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def _media() -> Path:
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    return Path(settings.MEDIA_ROOT)


def wait_for(batch: Batch, items: int, seconds: float = 60) -> int:
    """Wait until so many items of a batch have ended; return how many have."""
    deadline = time.monotonic() + seconds
    while (count := Item.objects.filter(batch=batch).count()) < items and time.monotonic() < deadline:
        time.sleep(0.05)
    return count


def test_a_killed_worker_loses_nothing(make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    total = 2_000
    batch = make_batch(("a.jsonl", jsonl(total)))
    jobs.queue(batch)
    worker = start_worker()
    try:
        assert 0 < wait_for(batch, 1) < total
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert 0 < Item.objects.filter(batch=batch).count() < total
    monkeypatch.setattr(jobs, "STALLED_AFTER", 0)
    with contextlib.suppress(AlreadyEnqueued):  # the worker may have queued it itself, as every minute
        jobs.revive_stalled.configure().defer(timestamp=0)
    work()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.DONE
    assert sorted(Item.objects.values_list("number", flat=True)) == list(range(1, total + 1))
    assert Article.objects.count() == total
