"""Result pages as readers get them, from gunicorn as `make run` starts it, at a steady rate of questions:

    python bench/search/serving.py --articles 100000 --folder FOLDER [--rate 50] [--seconds 30] [--mode flexible]

FOLDER is one that `run.py` has filled. Questions come at their times whether or not earlier ones are answered, and the
wait of each counts from when it was due. Every question is another one: words of all frequencies, one to three, drawn
as `queries.py` draws them. Prints percentiles of the wait in milliseconds, and what the machine spent on a page.
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
CALLERS = 64  # questions that may be under way
WARM = 5.0  # seconds that do not count
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Start the site, ask, print, stop the site."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--articles", type=int, required=True)
    cli.add_argument("--folder", type=Path, required=True)
    cli.add_argument("--rate", type=float, default=50)
    cli.add_argument("--seconds", type=float, default=30)
    cli.add_argument("--mode", default="flexible")
    given = cli.parse_args()
    os.environ |= {"ARCHIVE_HOME": str(given.folder.absolute() / "home"), "ENV_FILE": os.devnull, "LOAD_DEMO": "0",
                   "DJANGO_SETTINGS_MODULE": "newsarchive.settings"}  # fmt: skip
    sys.path[:0] = [str(ROOT)]
    paths = _paths(given.articles, int(given.rate * (given.seconds + WARM)), given.mode)
    with site() as port:
        _report(paths, port, given.rate)


@contextmanager
def site() -> Iterator[int]:
    """Run the site as `make run` starts it, on the archive of the environment; yield its port when it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serving = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT,
                               env={**os.environ, "PORT": str(port), "LOAD_DEMO": "0"})  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait()


def _paths(articles: int, count: int, mode: str) -> list[str]:
    import django

    django.setup()
    from queries import draw
    from run import shuffled

    columns = draw(articles, -(-count // 7))
    asked = [one for name, queries in columns.items() if "phrase" not in name for one in queries]
    return ["/search/?" + urlencode({"q": str(one), "mode": mode}) for one in shuffled(asked, 1)[:count]]


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            if get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz") == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the site does not answer")


def get(connection: http.client.HTTPConnection, path: str) -> int:
    """Ask a page; return the status of the answer when all of it is here."""
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _report(paths: list[str], port: int, rate: float) -> None:
    mine = threading.local()
    start = time.perf_counter() + 0.5
    waits: list[float] = []
    failed: list[int] = []

    def ask(number: int) -> None:
        due = start + number / rate
        status = 0
        for _ in range(2):  # gunicorn may close a connection just as it is used again, and browsers then ask anew
            if not hasattr(mine, "connection"):
                mine.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                status = get(mine.connection, paths[number])
                break
            except (OSError, http.client.HTTPException):
                del mine.connection
        if status != 200:
            failed.append(status)
        if due - start >= WARM:
            waits.append(1000 * (time.perf_counter() - due))

    warm = int(WARM * rate)
    with ThreadPoolExecutor(CALLERS) as callers:
        busy, own = 0.0, 0.0
        for number in range(len(paths)):
            time.sleep(max(0.0, start + number / rate - time.perf_counter()))
            if number == warm:
                busy, own = _busy(), time.process_time()
            callers.submit(ask, number)
    spent = 1000 * (_busy() - busy - (time.process_time() - own)) / (len(paths) - warm)
    parts = statistics.quantiles(waits, n=100)
    print(f"{len(waits)} pages at {rate:g} a second, {len(failed)} failed {sorted(set(failed)) or ''}: "
          f"p50 {parts[49]:.0f} ms, p95 {parts[94]:.0f}, p99 {parts[98]:.0f}, most {max(waits):.0f}; "
          f"the machine spent {spent:.1f} ms of CPU on a page, this client left out")  # fmt: skip


def _busy() -> float:
    """Return the seconds of CPU that all processes of the machine have spent."""
    user, nice, system, _idle, _waiting, *others = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + sum(others[:3])) / _TICKS


if __name__ == "__main__":
    main()
