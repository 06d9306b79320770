"""`manage.py serve` from an empty home to its end, with real processes that are really killed."""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from articles.tests.project.conftest import eventually, keepers, postmaster, servers
from articles.tests.project.serving import Serving, command, free_port
from newsarchive.postgres import processes

pytestmark = pytest.mark.skipif(not processes.PROC.exists(), reason="looks at processes in /proc")


@pytest.fixture(scope="module")
def serving(new_cluster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A site on a home of its own."""
    home = tmp_path_factory.mktemp("serve") / "h"
    shutil.copytree(new_cluster / "postgres", home / "postgres")
    one = Serving.start(home, free_port())
    yield one
    one.process.kill()  # when a test did not end it
    one.process.wait()


def test_it_answers_and_tells_the_password_of_the_first_administrator(serving: Serving) -> None:
    assert serving.healthy()
    assert re.search(r"Administrator: admin, password: \S{12,} ", serving.said())
    assert f":{serving.address().rsplit(':')[-1]}" in serving.address()


def test_no_two_processes_share_a_connection(serving: Serving) -> None:
    assert eventually(lambda: len(serving.children("gunicorn")) >= 3)  # gunicorn pauses between one and the next
    web = serving.children("gunicorn")
    assert serving.healthy() and len(web) >= 3
    listening = set(_sockets(serving.process.pid))
    own = [name for pid in web for name in _sockets(pid) if name not in listening]
    assert own and len(own) == len(set(own))


def _sockets(pid: int) -> list[str]:
    names = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            names.append(str(descriptor.readlink()))
    return [name for name in names if name.startswith("socket:")]


@pytest.mark.parametrize(
    ("name", "word"), [("web server", "gunicorn"), ("worker", "procrastinate"), ("search worker", "--queues search")]
)
def test_a_killed_child_is_started_again(serving: Serving, name: str, word: str) -> None:
    first = serving.children(word)[0]
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: f"The {name} ended (SIGKILL)" in serving.said())
    assert eventually(lambda: (now := serving.children(word)) and now[0] != first)
    assert eventually(serving.healthy)


def test_the_workers_give_way_to_readers(serving: Serving) -> None:
    def nice(word: str) -> set[int]:
        return {os.getpriority(os.PRIO_PROCESS, pid) for pid in serving.children(word)}

    assert max(nice("gunicorn")) < min(nice("procrastinate"))


def test_a_killed_web_process_is_replaced(serving: Serving) -> None:
    before = serving.children("gunicorn")
    os.kill(before[-1], signal.SIGKILL)
    assert eventually(lambda: len(serving.children("gunicorn")) == len(before) and serving.healthy())


def test_it_outlives_its_database(serving: Serving) -> None:
    old = postmaster(serving.home)
    for pid in (*keepers(serving.home), *servers(serving.home)):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: postmaster(serving.home) != old and serving.healthy(), 30)


def test_a_second_one_takes_the_next_port_and_shares_the_database(serving: Serving) -> None:
    taken = int(serving.address().rstrip("/").rsplit(":")[-1])
    second = Serving.start(serving.home, taken)
    assert f"Port {taken} is taken." in second.said() and second.address() != serving.address()
    assert second.healthy() and "Administrator" not in second.said()
    assert len(keepers(serving.home)) == 1
    nothing_is_left_after(second, signal.SIGKILL)
    assert serving.healthy()


def test_all_of_it_stops(serving: Serving) -> None:
    nothing_is_left_after(serving, signal.SIGINT)
    assert eventually(lambda: not servers(serving.home) and not keepers(serving.home), 8)


def nothing_is_left_after(one: Serving, how: signal.Signals) -> None:
    """End `one` with a signal; what it started must end within seconds."""
    assert eventually(lambda: len(one.children("gunicorn")) >= 3 and one.children("procrastinate"))
    below = one.children()
    one.process.send_signal(how)
    assert one.process.wait(15) == (-signal.SIGKILL if how == signal.SIGKILL else 0)
    assert eventually(lambda: not any(command(pid) for pid in below), 15)


def test_it_ends_when_its_archive_is_deleted(serving: Serving) -> None:
    one = Serving.start(serving.home, free_port())
    assert eventually(lambda: one.children("procrastinate"))
    below = one.children()
    shutil.rmtree(one.home)
    os.kill(one.children("procrastinate")[0], signal.SIGKILL)  # started again, it would make an archive
    assert one.process.wait(30) == 1
    assert "was deleted" in one.said() and not one.home.exists()
    assert eventually(lambda: not any(command(pid) for pid in below), 15)
