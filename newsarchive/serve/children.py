"""The processes that `serve` runs: started, started again when they die, and ended together."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsarchive.serve.parent import die_with_parent

LONGEST_PAUSE = 30.0
STEADY = 20.0
"""Seconds of life after which a child's earlier deaths are forgotten."""
PATIENCE = 10.0


@dataclass
class Child:
    """A command that should always run in `folder`, with the descriptors to `keep`, in a session of its own.

    The terminal's Ctrl-C reaches the parent only. What is `nice` gives way to the others: 0 not at all, 19 always.
    """

    name: str
    command: Sequence[str]
    folder: Path
    keep: Sequence[int] = ()
    nice: int = 0
    deaths: int = field(default=0, init=False)
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    changed: float = field(default=0.0, init=False)

    def tend(self) -> str:
        """Start the child when it is due; return what is worth telling, or nothing."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.changed + self.pause():
                self._start()
            return ""
        if self.process.poll() is None:
            if self.deaths and now > self.changed + STEADY:
                self.deaths = 0
            return ""
        return self._bury(self.process)

    def pause(self) -> float:
        """Return how many seconds to wait before the next start: 0 at first, then twice as long each time."""
        return min(0.25 * 2**self.deaths, LONGEST_PAUSE) if self.deaths > 1 else 0.0

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to the child (SIGKILL: and to its children)."""
        if self.process is None or self.process.poll() is not None:
            return
        if how == signal.SIGKILL:
            _signal_group(self.process.pid, how)
        else:
            self.process.send_signal(how)

    def _start(self) -> None:
        parent = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            pass_fds=self.keep,
            start_new_session=True,
            preexec_fn=lambda: self._begin(parent),
        )
        self.changed = time.monotonic()

    def _begin(self, parent: int) -> None:
        die_with_parent(parent)
        os.nice(self.nice)

    def _bury(self, dead: "subprocess.Popen[bytes]") -> str:
        _signal_group(dead.pid, signal.SIGTERM)  # what it left behind
        self.process, self.changed, self.deaths = None, time.monotonic(), self.deaths + 1
        return f"The {self.name} ended ({_how_it_ended(dead.returncode)}); starting it again."


def end(children: Sequence[Child], patience: float = PATIENCE) -> None:
    """End all children and wait until they are gone; those that do not obey are killed."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for child in children:
        if child.process is not None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(deadline - time.monotonic(), 0))
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def _signal_group(group: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, how)


def _how_it_ended(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
