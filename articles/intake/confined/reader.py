"""`reading`, in another process: the same functions, and no file can stop, starve or fill whoever calls them."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from articles.intake import limits
from articles.intake.confined import wire
from articles.intake.mapping import TableMapping
from articles.intake.readers.table import Head
from articles.intake.records import Read, Rejection

log = logging.getLogger(__name__)

_ROOT: Final = Path(__file__).resolve().parents[3]
_CHUNK: Final = 2**18
_WAIT: Final = 4  # times the processor time: the machine may be busy with others
_ATTEMPTS: Final = 3
_FIRST_ROWS: Final = 400
TOO_HARD: Final = (
    "קריאת הקובץ נעצרה: היא דרשה יותר זמן או זיכרון ממה שמוקצה לקובץ אחד. מה שלפני המקום הזה נקרא; המקור נשמר במלואו. "
    "חלקו את הקובץ, או שמרו אותו בתבנית פשוטה יותר והעלו שוב."
)


def read(path: Path, name: str, mapping: TableMapping | None = None, most_rows: int | None = None) -> Iterator[Read]:
    """Yield what `reading.read` yields; a file that is too much for its reader ends with a rejection."""
    with tempfile.TemporaryDirectory(prefix="intake-", ignore_cleanup_errors=True) as folder:
        ask = {"what": "read", "folder": folder, "most_rows": most_rows, "mapping": mapping and mapping.as_json()}
        for line in _lines(path, name, ask):
            if line is None:
                yield Rejection("הקובץ", TOO_HARD)
            elif item := wire.loads(line):
                yield item


def beginning(path: Path, name: str, mapping: TableMapping | None) -> Iterator[Read]:
    """Yield the first items of a file, for showing: of a table, those of its first rows."""
    return read(path, name, mapping, most_rows=_FIRST_ROWS)


def table_head(path: Path, name: str) -> Head | None:
    """Return what `reading.table_head` returns; None also when the file is too much for its reader."""
    line = next(iter(list(_lines(path, name, {"what": "head"}))), None)
    return wire.loads_head(line) if line else None


def _lines(path: Path, name: str, ask: dict[str, Any]) -> Iterator[bytes | None]:
    """Yield the lines that a reader answers with; None in the end when it broke, or was too slow."""
    seconds = limits.READER_SECONDS + path.stat().st_size // limits.READER_BYTES_A_SECOND
    request = json.dumps({**ask, "path": str(path.resolve()), "name": name, "seconds": seconds}).encode() + b"\n"
    reader = _READERS.take(request)
    try:
        for line in reader.lines(seconds * _WAIT):
            if line == wire.END:
                _READERS.give_back(reader)
                return
            yield line
        yield None
    finally:
        reader.end_unless(_READERS)


class _Reader:
    """A process that reads files, at the other end of a line."""

    def __init__(self, line: socket.socket, process: int) -> None:
        self._line, self._process = line, process
        self._rest = b""

    def ask(self, request: bytes) -> None:
        """Send a request. Raises OSError when the reader is gone."""
        self._line.sendall(request)

    def lines(self, seconds: float) -> Iterator[bytes]:
        """Yield whole lines, until the reader is gone or says nothing for so long."""
        self._line.settimeout(seconds)
        with suppress(TimeoutError, ConnectionError):
            while chunk := self._line.recv(_CHUNK):
                *whole, self._rest = (self._rest + chunk).split(b"\n")
                yield from (line + b"\n" for line in whole)

    def is_gone(self) -> bool:
        """Tell whether an idle reader has ended."""
        ready, _, _ = select.select([self._line], [], [], 0)
        return bool(ready)

    def end_unless(self, readers: _Readers) -> None:
        """End the process, whatever it is doing, unless it was given back."""
        if readers.has(self):
            return
        with suppress(ProcessLookupError):
            if not self._has_ended():
                os.kill(self._process, signal.SIGKILL)
        self._line.close()

    def _has_ended(self) -> bool:
        """Tell whether the process has closed its end: its number may be another's by now."""
        self._line.settimeout(0)
        try:
            while chunk := self._line.recv(_CHUNK):
                del chunk
        except (BlockingIOError, OSError):
            return False
        return True


class _Readers:
    """One idle reader at most, and the process that readers are forked from, started when it is needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._idle: _Reader | None = None
        self._control: socket.socket | None = None
        self._forker: subprocess.Popen[bytes] | None = None

    def take(self, request: bytes) -> _Reader:
        """Return a reader that was asked `request`: the idle one, or a new one."""
        with self._lock:
            idle, self._idle = self._idle, None
        if idle and not idle.is_gone():
            with suppress(OSError):
                idle.ask(request)
                return idle
        with self._lock:
            reader = self._forked()
        reader.ask(request)
        return reader

    def give_back(self, reader: _Reader) -> None:
        """Keep a reader that has answered for the next request."""
        with self._lock:
            if self._idle is None:
                self._idle = reader

    def has(self, reader: _Reader) -> bool:
        """Tell whether a reader was given back and kept."""
        with self._lock:
            return self._idle is reader

    def _forked(self) -> _Reader:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._fork()
            except (OSError, EOFError) as error:
                log.info("the forker of readers is gone (%r)", error)
                self._forget()
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError  # the loop returns or raises

    def _fork(self) -> _Reader:
        control = self._started()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(control, [b"f"], [theirs.fileno()])
                answer = control.recv(8, socket.MSG_WAITALL)
            if len(answer) < 8:
                raise EOFError
        except BaseException:
            ours.close()
            raise
        return _Reader(ours, int.from_bytes(answer, "big"))

    def _started(self) -> socket.socket:
        if self._control:
            return self._control
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "articles.intake.confined.forker", str(theirs.fileno())]
            self._forker = subprocess.Popen(
                command, cwd=_ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._control = ours
        return ours

    def _forget(self) -> None:
        if self._control:
            self._control.close()
        if self._forker:
            self._forker.kill()
            self._forker.wait()
        self._control = self._forker = None


def _start_anew() -> None:
    """A process forked from this one must not talk on its lines."""
    global _READERS
    _READERS = _Readers()


_READERS = _Readers()
os.register_at_fork(after_in_child=_start_anew)
