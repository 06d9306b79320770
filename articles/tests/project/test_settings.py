"""The settings: each is named in `.env.example`."""

import re

import pytest

from articles.tests.project.conftest import ROOT

SOURCES = ("newsarchive/settings.py", "newsarchive/gunicorn_conf.py")
READS = re.compile(r"""(?:\benv(?:\.\w+)?\(|environ\.get\(|\benviron\[)\s*["']([A-Z][A-Z_]+)["']""")


def names() -> list[str]:
    return sorted({name for source in SOURCES for name in READS.findall((ROOT / source).read_text(encoding="utf-8"))})


@pytest.mark.parametrize("name", names())
def test_every_setting_is_in_the_example(name: str) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.search(rf"^#{name}=", example, re.MULTILINE) or (name == "ENV_FILE" and name in example)


def test_the_example_names_no_setting_that_is_not_read() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) <= set(names())
    assert "DATABASE_URL" in names() and len(names()) > 10
