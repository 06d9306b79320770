"""The site as a whole: its children, its address, and the word that it answers."""

import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

from newsarchive.postgres.errors import HomeIsGone, ServerNotStarted
from newsarchive.postgres.server import ensure_running
from newsarchive.serve.children import Child, end

TICK = 0.2
WORKER_OPTIONS = ("--shutdown-graceful-timeout", "5", "--delete-jobs", "successful")
HEALING = 5.0
HOPELESS = 2
"""Deaths in a row before the first answer, after which the site is not going to start."""


class NeverAnswered(Exception):
    """The web server died again and again before it answered once; its own words stand above."""


@dataclass
class Site:
    """Runs the web server on `door` and the workers until told to stop; `say` shows a line to whoever started it.

    A large upload keeps a worker busy for minutes: another one is for what searches wait for. Both give way to readers.
    """

    door: socket.socket
    say: Callable[[str], object]
    healed: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        here, python = settings.BASE_DIR, sys.executable
        work = [python, "manage.py", "procrastinate", "worker", *WORKER_OPTIONS]
        self.web = Child("web server", [python, "-m", "gunicorn", *self._web_options()], here, [self.door.fileno()])
        self.children = (
            self.web,
            Child("worker", work, here, nice=10),
            Child("search worker", [*work, "--queues", "search"], here, nice=5),
        )

    @property
    def address(self) -> str:
        host, port = self.door.getsockname()
        return f"http://{host}:{port}/"

    def run(self, answered: Callable[[], object]) -> None:
        """Run until Ctrl-C, SIGTERM or SIGHUP; call `answered` once, when the site is ready.

        Raises NeverAnswered, and HomeIsGone when the archive is deleted meanwhile.
        """
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, _stop)
        try:
            self._mind_until(self.answers)
            answered()
            self._mind_until(lambda: False)
        except KeyboardInterrupt:
            self.say("Stopping.")
        finally:
            end(self.children)

    def answers(self) -> bool:
        """Tell whether /healthz says that the site is ready. Raises NeverAnswered when it is not going to be."""
        if self.web.deaths >= HOPELESS:
            raise NeverAnswered
        known = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
        request = urllib.request.Request(self.address + "healthz", headers={"Host": known})  # noqa: S310 - http, ours
        try:
            with urllib.request.urlopen(request, timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False

    def _mind_until(self, done: Callable[[], bool]) -> None:
        while not done():
            self._heal_database()
            for child in self.children:
                if news := child.tend():
                    self.say(news)
                    self.healed = 0.0  # what it died of may be its database, or that its archive is gone
            time.sleep(TICK)

    def _heal_database(self) -> None:
        """Look after the embedded server now and then: its keeper may have been killed while all sat idle."""
        embedded = settings.DATABASES["default"]["ENGINE"] == "newsarchive.postgres"
        if embedded and time.monotonic() > self.healed + HEALING:
            try:
                ensure_running(settings.ARCHIVE_HOME)
            except HomeIsGone:
                raise
            except ServerNotStarted as error:
                self.say(str(error))
            self.healed = time.monotonic()

    def _web_options(self) -> list[str]:
        bind = f"fd://{self.door.fileno()}"
        return ["--config", "python:newsarchive.gunicorn_conf", "--bind", bind, "newsarchive.wsgi"]


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Raise once; whoever asks a second time wants it at once, and the children end with this process."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)
    raise KeyboardInterrupt
