"""What is written about the project covers what is in it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import URLResolver, get_resolver

ROOT: Path = settings.BASE_DIR
ADDRESSES = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")


def own_addresses() -> set[str]:
    """Return the first segments of the site's own addresses."""
    (own,) = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and not one.app_name]
    return {str(one.pattern).split("<")[0].split("/")[0] for one in own.url_patterns} - {""}


@pytest.mark.parametrize("address", sorted(own_addresses()))
def test_every_address_is_documented(address: str) -> None:
    assert f"/{address}" in ADDRESSES


@pytest.mark.parametrize("command", sorted(name for name, app in get_commands().items() if app == "articles"))
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in ADDRESSES


def test_every_setting_is_named_in_the_example() -> None:
    text = (ROOT / "newsarchive" / "settings.py").read_text(encoding="utf-8")
    named = set(re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', text))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert len(named) > 8
    assert {name for name in named if not re.search(rf"^#?\s*{name}=", example, re.M)} <= {"ENV_FILE"}


@pytest.mark.parametrize(
    "folder", sorted(p.name for p in (ROOT / "articles").iterdir() if (p / "__init__.py").exists())
)
def test_every_folder_is_on_the_map(folder: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known_elsewhere = {"migrations", "sql", "templatetags", "forms", "management"}
    assert folder in known_elsewhere or f"{folder}/" in readme


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_templates_never_trust_text() -> None:
    pages = [page for page in (ROOT / "templates").rglob("*.*") if page.suffix in (".html", ".jinja")]
    assert {page.suffix for page in pages} == {".html", ".jinja"}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape (off|false)|\sstyle=|\son\w+=", text), page


def test_styles_are_logical() -> None:
    physical = re.compile(
        r"\b(margin|padding|border)-(left|right|top|bottom)\b|[\s;{](left|right|top|bottom):|align: (left|right)"
    )
    for sheet in (ROOT / "static" / "css").rglob("*.css"):
        assert not physical.search(sheet.read_text(encoding="utf-8")), sheet
