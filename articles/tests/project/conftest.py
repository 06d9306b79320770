"""Homes with a server of their own, and processes that use it and may be killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.postgres import cluster, identity, processes
from newsarchive.postgres.place import Place

ROOT = Path(__file__).resolve().parents[3]


def eventually(true: Callable[[], object], seconds: float = 15.0) -> bool:
    """Tell whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not (done := bool(true())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return done


@dataclass
class Client:
    """A process that uses the server of `home` until it is ended or killed."""

    home: Path
    process: "subprocess.Popen[str]"

    @classmethod
    def start(cls, home: Path) -> "Client":
        command = [sys.executable, "-m", "articles.tests.project.client", str(home)]
        pipe = subprocess.PIPE
        return cls(home, subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True))

    def ask(self, statement: str) -> None:
        """Send a statement without waiting for its rows."""
        assert self.process.stdin
        print(statement, file=self.process.stdin, flush=True)

    def rows(self) -> list[list[object]]:
        """Return the rows of the statement sent before; fails with what the process said when it ended instead."""
        assert self.process.stdout and self.process.stderr
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def run(self, statement: str) -> list[list[object]]:
        self.ask(statement)
        return self.rows()

    def end(self) -> None:
        """End as a process ends that has no more work."""
        self.process.communicate(timeout=90)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def servers(home: Path) -> list[int]:
    """Return the ids of the processes of the home's server."""
    return processes.members(Place.of(home).name)


def postmaster(home: Path) -> int:
    """Return the process id that the home's server wrote down, 0 when none did."""
    written = Place.of(home).data / "postmaster.pid"
    return int(written.read_text().split()[0]) if written.exists() else 0


def keepers(home: Path) -> list[int]:
    """Return the ids of the home's keepers."""
    wanted = f"newsarchive.postgres.keeper\0{Place.of(home).home}\0"
    found = [folder for folder in processes.PROC.iterdir() if folder.name.isdigit()]
    return [int(folder.name) for folder in found if wanted in processes._command(folder)]


@pytest.fixture(scope="session")
def new_cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose cluster was just made and never served: copied, as making one takes two seconds."""
    place = Place.of(tmp_path_factory.mktemp("new"))
    cluster.prepare(place, identity.of_server())
    return place.home


@pytest.fixture
def home(new_cluster: Path, tmp_path: Path) -> Iterator[Path]:
    """A home with an empty archive; when the test ends its keeper is told to, and its server must end too."""
    shutil.copytree(new_cluster / "postgres", tmp_path / "h" / "postgres")
    yield tmp_path / "h"
    for pid in keepers(tmp_path / "h"):
        os.kill(pid, signal.SIGTERM)
    assert eventually(lambda: not servers(tmp_path / "h") and not keepers(tmp_path / "h"))


@pytest.fixture
def client(home: Path) -> Iterator[Callable[[], Client]]:
    """Start clients of the home; those still alive at the end of the test are killed."""
    started: list[Client] = []

    def start() -> Client:
        started.append(Client.start(home))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()
