"""The server process of one cluster: start it, adopt it, stop it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from psycopg import pq

from newsarchive.postgres import binaries, processes
from newsarchive.postgres.identity import Identity, private_folder
from newsarchive.postgres.place import PORT, Place

TUNING = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
ESCALATION = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
"""How a server is stopped: fast (sessions end, everything is written), at once (recovery at the next start), dead."""


@dataclass
class Postmaster:
    """The server of `place`; it may have been started by an earlier keeper."""

    place: Place
    who: Identity
    child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def pid(self) -> int | None:
        """Return the id of the running postmaster, None when there is none (whatever postmaster.pid says)."""
        if self.child is not None and self.child.poll() is None:
            return self.child.pid
        try:
            written = int((self.place.data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return written if processes.belongs(written, self.place.name) else None

    def start(self) -> None:
        """Start the server and return at once. Call only when `pid()` is None."""
        self._end_orphans()
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        private_folder(self.place.sockets, self.who.owner)
        with self.place.log.open("ab") as log:
            self.child = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
            )

    def stop(self) -> None:
        """Stop the server and wait until it is gone; harsher by steps when it does not obey."""
        for how, patience in ESCALATION:
            if (pid := self.pid()) is None:
                return
            _send(pid, how)
            _wait_until(lambda: self.pid() is None, patience)

    def ready(self) -> bool:
        """Tell whether the server takes connections."""
        return accepts(self.place)

    def _end_orphans(self) -> None:
        """End what a killed postmaster left behind: its shared memory cannot be had before they are gone."""
        for how, patience in ESCALATION[1:]:
            orphans = processes.members(self.place.name)
            for pid in orphans:
                _send(pid, how)
            if not orphans or _wait_until(lambda: not processes.members(self.place.name), patience):
                return

    def _command(self) -> list[str]:
        program = binaries.folder_for(self.place.major) / "postgres"
        settings = TUNING | {
            "cluster_name": self.place.name,
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": '"{}"'.format(str(self.place.sockets).replace('"', '""')),
            "log_line_prefix": "%m [%p] ",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [*self.who.prefix, str(program), "-D", str(self.place.data), *options]


def accepts(place: Place) -> bool:
    """Tell whether the server of `place` takes connections; some 3 ms."""
    address = f"host='{_quoted(os.fspath(place.sockets))}' port={PORT} dbname=postgres user=postgres"
    return pq.PGconn.ping(os.fsencode(address)) == pq.Ping.OK


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _send(pid: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, how)


def _wait_until(true: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return done
