"""A real `manage.py serve` for tests, and what it prints."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from articles.tests.project.conftest import ROOT, eventually
from newsarchive.postgres import processes
from newsarchive.serve import port
from newsarchive.serve.parent import die_with_parent


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
        return [pid for pid in below if all(word in command(pid) for word in words)]


def _status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - http, ours
        return int(answer.status)


def command(pid: int) -> str:
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
