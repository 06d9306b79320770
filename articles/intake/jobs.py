"""Intake that the worker does: survives its death, because what is stored is counted, not remembered."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.auth.models import User
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status

from articles.intake import batches, changed
from articles.models import Batch
from articles.models.intake import BatchStatus
from newsarchive.worker import fresh_connection

QUEUE = "intake"
_TO_RUN = (BatchStatus.QUEUED, BatchStatus.RUNNING, BatchStatus.FAILED)  # one that failed is tried again by the queue
STALLED_AFTER = 30  # seconds without a sign of life from the worker


def queue(batch: Batch) -> bool:
    """Hand a batch to the worker, unless it was handed over already; return whether it was done now."""
    waiting = Batch.objects.filter(pk=batch.pk, status__in=(BatchStatus.PREVIEW, *batches.RESUMABLE))
    with transaction.atomic():
        if not waiting.update(status=BatchStatus.QUEUED, error="", asked=""):
            return False
        _defer("run", batch.pk, batch_id=batch.pk)
    return True


def queue_publishing(batch: Batch, user: User) -> None:
    """Have the worker publish the drafts of a batch."""
    _defer("publish", batch.pk, batch_id=batch.pk, user_id=user.pk)


def queue_versions(batch: Batch, user: User) -> None:
    """Have the worker keep what waits in a batch as new versions."""
    _defer("versions", batch.pk, batch_id=batch.pk, user_id=user.pk)


def _defer(act: str, pk: int, **arguments: int) -> None:
    task: Any = {"run": run_batch, "publish": publish_batch, "versions": keep_versions, "suggest": suggest_tags}[act]
    try:
        with transaction.atomic():
            task.configure(queueing_lock=f"{act}-batch-{pk}", lock=f"batch-{pk}").defer(**arguments)
    except AlreadyEnqueued:
        return


@app.task(name="run_batch", queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=5))
@fresh_connection()
def run_batch(*, batch_id: int) -> int:
    """Store what the files of a batch hold; return how many items this run dealt with."""
    return run(batch_id)


def run(batch_id: int) -> int:
    """Store what a batch holds, unless nobody wants that any more; return how many items were dealt with."""
    batch = Batch.objects.select_related("source").filter(pk=batch_id).first()
    if batch is None or batch.status not in _TO_RUN:
        return 0
    with pghistory.context(user=batch.created_by_id, batch=batch_id):
        _defer("suggest", batch_id, batch_id=batch_id)  # waits for this job: they hold one lock
        return sum(1 for _ in batches.run(batch, suggest=False))


@app.task(name="publish_batch", queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=5))
@fresh_connection()
def publish_batch(*, batch_id: int, user_id: int) -> int:
    """Publish the drafts of a batch; return how many."""
    return _publish(batch_id, user_id)


def _publish(batch_id: int, user_id: int) -> int:
    batch = Batch.objects.filter(pk=batch_id).first()
    user = User.objects.filter(pk=user_id).first()
    if batch is None:
        return 0
    with pghistory.context(user=user_id, batch=batch_id):
        return batches.publish(batch, user)


@app.task(name="suggest_batch", queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=5))
@fresh_connection()
def suggest_tags(*, batch_id: int) -> int:
    """Suggest tags for what a batch has stored; return how many are new."""
    batch = Batch.objects.filter(pk=batch_id).first()
    return batches.suggest_tags(batch) if batch else 0


@app.task(name="keep_versions", queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=5))
@fresh_connection()
def keep_versions(*, batch_id: int, user_id: int) -> int:
    """Keep what waits in a batch as new versions; return how many."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        return 0
    with pghistory.context(user=user_id, batch=batch_id):
        return changed.decide_all(batch, user_id)


@app.periodic(cron="* * * * *")
@app.task(name="revive_stalled", queue=QUEUE, queueing_lock="revive_stalled", pass_context=False)
async def revive_stalled(timestamp: int) -> int:
    """Queue again the jobs whose worker has died; return how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER))
    return sum([await _revived(job) for job in stalled])


async def _revived(job: Job) -> bool:
    """Queue a stalled job again; one whose successor is queued already is let go."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        return False
    return True


@app.periodic(cron="* * * * *")
@app.task(name="take_up_left", queue=QUEUE, queueing_lock="take_up_left", pass_context=False)
@fresh_connection()
def take_up_left(timestamp: int) -> int:
    """Queue again the batches that stand as running though their job has failed for good; return how many.

    A batch whose database died could not be marked as stopped; without this it would stand still for ever.
    """
    left = [pk for pk in _unfinished() if _given_up(pk)]
    for pk in left:
        _defer("run", pk, batch_id=pk)
    return len(left)


def _unfinished() -> list[int]:
    standing = Batch.objects.filter(status__in=(BatchStatus.QUEUED, BatchStatus.RUNNING))
    return list(standing.order_by("pk").values_list("pk", flat=True))


def _given_up(batch_id: int) -> bool:
    """Tell whether the last job of a batch failed. One that no job ever ran is the command line's."""
    its = ProcrastinateJob.objects.filter(task_name="run_batch", args__batch_id=batch_id)
    return its.order_by("-pk").values_list("status", flat=True).first() == Status.FAILED.value
