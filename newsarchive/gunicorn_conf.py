"""How gunicorn serves the archive: `gunicorn --config python:newsarchive.gunicorn_conf newsarchive.wsgi`."""

import gc
import os
from pathlib import Path
from typing import Any

from newsarchive.serve.parent import die_with_parent

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", min(3, max(2, os.cpu_count() or 2))))
threads = 4
preload_app = True  # the Hebrew lexicon is loaded once and shared
timeout = 60
graceful_timeout = 5
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 - the workers' heartbeat should not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def when_ready(server: Any) -> None:
    """Read the archive's frequent words, and put what was loaded out of the collector's sight: the workers share it.

    A page makes some hundred thousand objects, nearly all of which die without the collector: it comes seldom.
    """
    from django.db import DatabaseError

    from articles.search import met, vocabulary

    try:
        met.meet_first(vocabulary.frequent(met.FIRST))
    except DatabaseError as error:
        server.log.warning("the workers begin without the archive's words: %s", error)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 20)  # by default it takes 2 of the 23 ms of a page of results


def pre_fork(server: Any, worker: Any) -> None:
    """Close what loading the site opened to the database: a connection must not be shared by two processes."""
    from newsarchive.serve.prepare import leave_database

    leave_database()


def post_fork(server: Any, worker: Any) -> None:
    """Let no worker outlive its server."""
    die_with_parent(worker.ppid)
