"""`manage.py serve` from an empty home to its end, with real processes that are really killed."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from articles.tests.project.conftest import ROOT, eventually, keepers, postmaster, servers
from newsarchive.postgres import processes
from newsarchive.serve import port
from newsarchive.serve.parent import die_with_parent

pytestmark = pytest.mark.skipif(not processes.PROC.exists(), reason="looks at processes in /proc")


@dataclass
class Serving:
    """A running `manage.py serve`; what it prints goes to a file."""

    home: Path
    process: "subprocess.Popen[bytes]"
    output: Path

    @classmethod
    def start(cls, home: Path, wanted: int, demo: bool = False) -> "Serving":
        ours = ("DATABASE_URL", "STATIC_ROOT", "DJANGO_SETTINGS_MODULE")
        unset = {name: value for name, value in os.environ.items() if name not in ours}
        chosen = {"ARCHIVE_HOME": str(home), "PORT": str(wanted), "ENV_FILE": os.devnull}
        chosen["LOAD_DEMO"] = "on" if demo else "off"
        output = Path(tempfile.mkstemp(dir=home.parent, suffix=".out")[1])
        with output.open("wb") as out:
            command = [sys.executable, "manage.py", "serve"]
            us = os.getpid()
            started = subprocess.Popen(
                command, cwd=ROOT, env=unset | chosen, stdout=out, stderr=out, preexec_fn=lambda: die_with_parent(us)
            )
        serving = cls(home, started, output)
        assert eventually(lambda: "The archive is at" in serving.said(), 180), serving.said()
        return serving

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def address(self) -> str:
        found = re.search(r"The archive is at (\S+)", self.said())
        assert found
        return found[1]

    def healthy(self) -> bool:
        """Tell whether /healthz answers; ten times, so that each web process is asked."""
        try:
            return all(_status(self.address() + "healthz") == 200 for _ in range(10))
        except OSError:
            return False

    def children(self, *words: str) -> list[int]:
        """Return the processes below this one, at any depth, whose command holds all `words`."""
        below = _below(self.process.pid)
        return [pid for pid in below if all(word in _command(pid) for word in words)]


def _status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - http, ours
        return int(answer.status)


def _command(pid: int) -> str:
    return processes._command(processes.PROC / str(pid)).replace("\0", " ")


def _below(top: int) -> list[int]:
    try:
        direct = [int(pid) for pid in Path(f"/proc/{top}/task/{top}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return direct + [deeper for pid in direct for deeper in _below(pid)]


def free_port() -> int:
    with socket.create_server((port.ADDRESS, 0)) as door:
        return int(door.getsockname()[1])


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


@pytest.mark.parametrize(("name", "word"), [("web server", "gunicorn"), ("worker", "procrastinate")])
def test_a_killed_child_is_started_again(serving: Serving, name: str, word: str) -> None:
    first = serving.children(word)[0]
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: f"The {name} ended (SIGKILL)" in serving.said())
    assert eventually(lambda: (now := serving.children(word)) and now[0] != first)
    assert eventually(serving.healthy)


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
    assert eventually(lambda: not any(_command(pid) for pid in below), 15)


def test_it_ends_when_its_archive_is_deleted(serving: Serving) -> None:
    one = Serving.start(serving.home, free_port())
    below = one.children()
    shutil.rmtree(one.home)
    assert one.process.wait(30) == 1
    assert "was deleted" in one.said() and not one.home.exists()
    assert eventually(lambda: not any(_command(pid) for pid in below), 15)
