"""Texts analysed in a second process, while the first one stores: the analysis is half of the work of an index.

    with Helper() as helper:
        future = helper.ask([[("כותרת", "A"), ("פסקה", "D")], …])   # parts of articles, as `analyse` takes them
        made = future.result()                                       # as `analyse` returns them, in order

The second process is this module run by itself; it knows no database, and ends when its input does: with its parent,
however that ended. When it dies, the texts are analysed here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from articles.search.analysed import Analysed, Parts, analyse

_ROOT: Final = Path(__file__).resolve().parents[2]


def analyse_all(many: Sequence[Parts]) -> list[Analysed]:
    """Return what is stored of each article's words."""
    return [analyse(parts) for parts in many]


class Helper:
    """The second process. One conversation at a time, in a thread of its own: asking does not wait."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="analysing")

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._process:
            self._process.kill()
            self._process.wait()

    def ask(self, many: Sequence[Parts]) -> Future[list[Analysed]]:
        """Have articles analysed; the process is started with the first."""
        return self._thread.submit(self._asked, many)

    def _asked(self, many: Sequence[Parts]) -> list[Analysed]:
        try:
            process = self._started()
            assert process.stdin and process.stdout
            _send(process.stdin, many)
            return list(_receive(process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError):
            return analyse_all(many)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            command = [sys.executable, "-m", __name__]
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
            environment = {**os.environ, "PYTHONPATH": path}
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=_ROOT
            )
        return self._process


def _send(pipe: IO[bytes], thing: Any) -> None:
    pickle.dump(thing, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    return pickle.load(pipe)  # noqa: S301 - from our own process


def main() -> None:
    """Answer what comes in until nothing comes any more."""
    while True:
        try:
            _send(sys.stdout.buffer, analyse_all(_receive(sys.stdin.buffer)))
        except (EOFError, BrokenPipeError):
            return


if __name__ == "__main__":
    main()
