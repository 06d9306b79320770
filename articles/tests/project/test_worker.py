"""The worker's jobs outlive the database server's connections."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from articles.models import Entity
from articles.tagging import jobs

app.perform_import_paths()
OUR_TASKS = sorted(
    (task for task in app.tasks.values() if task.func.__module__.startswith("articles.")), key=lambda task: task.name
)


@pytest.mark.parametrize("task", OUR_TASKS, ids=lambda task: task.name)
def test_every_task_opens_and_closes_its_connection(task: Task) -> None:
    # One that is asynchronous asks through the queue's own connection.
    assert hasattr(task.func, "__wrapped__") or asyncio.iscoroutinefunction(task.func)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_job_does_its_work_after_the_server_dropped_the_connection() -> None:
    entity = Entity.objects.create(kind="person", name="נעמה כפיר")
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"terminat|closed|lost"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert jobs.suggest_entity(entity_id=entity.pk) == 0
