"""The real site, started once by `manage.py serve` with its demonstration archive, and a real browser to use it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from articles.tests.browser.tagging_site import made, take  # noqa: F401 - fixtures
from articles.tests.project.conftest import ROOT, new_cluster  # noqa: F401 - a fixture
from articles.tests.project.serving import Serving, free_port

PASSWORD = "סיסמה-ארוכה-לבדיקות"  # noqa: S105 - of a site that lives as long as the tests
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
expect.set_options(timeout=20_000)  # milliseconds; a busy machine is slow, and what is promised is what comes, not when
MAKE_USERS = """
from django.contrib.auth.models import Group, User
for role in ("editor", "archivist", "admin"):
    user = User.objects.create_user(f"test-{role}", password=PASSWORD, is_superuser=role == "admin")
    user.groups.set(Group.objects.filter(name=role))
"""


@dataclass(frozen=True)
class LiveSite:
    """A running site; `shell` runs Python in it and returns what it printed."""

    url: str
    home: Path

    def shell(self, code: str) -> str:
        unset = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "STATIC_ROOT")}
        settings = {
            "ARCHIVE_HOME": str(self.home),
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        }
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=unset | settings, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def site(new_cluster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:  # noqa: F811
    """The demonstration archive, served, with a user of each role called test-<role>."""
    home = tmp_path_factory.mktemp("site") / "h"
    shutil.copytree(new_cluster / "postgres", home / "postgres")
    serving = Serving.start(home, free_port(), demo=True)
    live = LiveSite(serving.address().rstrip("/"), home)
    live.shell(f"PASSWORD = {json.dumps(PASSWORD)}\n{MAKE_USERS}")
    yield live
    serving.process.terminate()
    serving.process.wait(30)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return {**browser_type_launch_args, "executable_path": path, "args": OPTIONS}


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained of; a test that leaves something here fails."""
    return []


@pytest.fixture
def open_page(site: LiveSite, browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages of the site: address, role ("" for nobody), width in pixels, dark or not."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, role: str = "", width: int = 1280, *, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="he-IL",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if role:
            page.goto(f"/login/?next={address}")
            page.fill("#id_username", f"test-{role}")
            page.fill("#id_password", PASSWORD)
            page.click("main button.primary")
            page.wait_for_load_state()
        else:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def assert_accessible(complaints: list[str]) -> Callable[[Page], None]:
    """Fail on any violation of WCAG 2.2 A and AA that axe finds."""

    def check(page: Page) -> None:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        before = len(complaints)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}, "preload": False})
        del complaints[before:]  # axe sets styles while it looks, which our policy forbids and the browser reports
        assert found.violations_count == 0, found.generate_report()

    return check
