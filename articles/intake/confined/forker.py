"""The process that readers are forked from: everything is loaded once, and each reader is a copy with limits.

`python -m articles.intake.confined.forker DESCRIPTOR` serves the other end of a socket: it is sent the descriptor of
another socket, forks a reader for it, and answers with the reader's process id. It ends when the socket does, or when
nobody asked for anything in a while. A reader answers requests (lines of JSON), one after the other, until it has
grown, nobody asks any more, or a file breaks it.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from articles.hebrew import analyzer
from articles.intake import dates, limits, reading
from articles.intake.confined import wire
from articles.intake.fitting import fit
from articles.intake.readers import html

_IDLE: Final = 600  # seconds
_IDLE_READER: Final = 60
_GROWN: Final = 200 * limits.MEBIBYTE  # a reader that has grown so much makes room for a fresh one
_SPARE: Final = limits.MEMBER_BYTES + 64 * limits.MEBIBYTE  # of one file that a reader writes

Ask = dict[str, Any]


def main(descriptor: int) -> None:
    """Fork readers until the other side is gone."""
    logging.basicConfig(level=logging.WARNING)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the readers: their sockets tell when they end
    _warm()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as control:
        control.settimeout(_IDLE)
        with suppress(TimeoutError, ConnectionError):
            for line in _handed(control):
                reader = os.fork()
                if not reader:
                    control.close()
                    _serve(line)
                os.close(line)
                control.sendall(reader.to_bytes(8, "big"))


def _handed(control: socket.socket) -> Iterator[int]:
    while True:
        data, lines, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        yield lines[0]


def _warm() -> None:
    """Build now what is built at first use (tables, patterns, calendars), so that no reader does it again."""
    analyzer.load()
    fit(html.from_bytes(_PAGE.encode()))
    for text in ("4 January 2019", 'כ"ח בטבת תשע"ט'):
        dates.parse(text)


_PAGE: Final = (
    '<html><head><link rel="canonical" href="https://archive.example/2019/01/04/a"></head><body><article><h1>כותרת</h1>'
    f"<p>{'פסקה ובה משפט אחד ועוד משפט אחריו. ' * 20}</p><p>עוד בנושא: כותרת</p></article></body></html>"
)


def _serve(descriptor: int) -> NoReturn:
    """Answer requests, and end this process whatever happens."""
    code = 1
    try:
        with socket.socket(fileno=descriptor) as line, line.makefile("rb") as asked, line.makefile("wb") as out:
            line.settimeout(_IDLE_READER)
            _bound_memory()
            small = _size()
            while (ask := asked.readline()) and _size() - small < _GROWN:
                line.settimeout(None)
                _answer(json.loads(ask), out)
                out.flush()
                line.settimeout(_IDLE_READER)
            code = 0
    except (BrokenPipeError, TimeoutError, ConnectionError):
        code = 0  # whoever asked has seen enough
    except BaseException:
        logging.exception("a file broke the process of its reader")
    finally:
        os._exit(code)


def _answer(ask: Ask, out: BinaryIO) -> None:
    path, name = Path(ask["path"]), ask["name"]
    more_time = _clock(ask["seconds"])
    more_time()
    if ask["what"] == "head":
        out.write(wire.dumps_head(reading.table_head(path, name)))
        out.write(wire.END)
        return
    items = reading.read(path, name, wire.mapping_of(ask["mapping"]), ask["most_rows"], Path(ask["folder"]))
    for item in items:
        out.write(wire.dumps(item))
        out.flush()
        more_time()
    out.write(wire.END)


def _size() -> int:
    """Return the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _bound_memory() -> None:
    """Let this process take so much more memory than it has, write no large files, and leave no core."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_SPARE, _SPARE))
    with suppress(OSError, ValueError):  # no /proc, or a system that knows no such limit
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + limits.READER_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _clock(seconds: int) -> Callable[[], None]:
    """Return what gives this process so many more seconds of processor time; when they are over, the system ends it."""

    def more_time() -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))

    return more_time


if __name__ == "__main__":
    main(int(sys.argv[1]))
