"""Golden pairs: each file of tests/data/in is read as tests/data/out says, to the letter.

All files are our own. After a deliberate change: `python -m articles.tests.intake.test_golden`, and read the diff.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from articles.intake import reading
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.text.visual import is_visual

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = sorted((DATA / "in").iterdir())


def as_json(items: Iterable[Read]) -> list[dict[str, Any]]:
    """Return what was read without what is empty and without the raw items."""
    told = []
    for item in items:
        fields = asdict(item)
        fields.pop("raw")
        told.append({name: _plain(value) for name, value in fields.items() if value})
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(member) for member in value]
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items() if member or member == 0}
    return value.isoformat() if hasattr(value, "isoformat") else value


def written(items: Iterable[Read]) -> str:
    """Return what was read as the golden file has it."""
    return json.dumps(as_json(items), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_golden(path: Path) -> None:
    golden = DATA / "out" / f"{path.name}.json"
    assert written(reading.read(path, path.name)) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_reading_twice_is_reading_once(path: Path) -> None:
    """A job that was killed counts on it."""
    assert list(reading.read(path, path.name)) == list(reading.read(path, path.name))


def test_no_golden_text_is_garbage() -> None:
    for path in (DATA / "out").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "\ufffd" not in text and not is_visual(text), path.name


def test_each_golden_file_has_its_pair() -> None:
    assert {f"{path.name}.json" for path in FILES} == {path.name for path in (DATA / "out").iterdir()}


def test_names_marked_in_the_file_stand_in_their_lines() -> None:
    (record,) = reading.read(DATA / "in" / "nitf.xml", "nitf.xml")
    assert isinstance(record, ArticleRecord)
    named = [(line.text[one.start : one.end], one.kind) for line in record.paragraphs for one in line.named]
    assert named[0] == ("בנימין נתניהו", "person") and named[-1] == ("משרד החוץ", "organisation")
    assert all(text in record.tags for text, _ in named)


@pytest.mark.parametrize("name", ["visual-cp862.txt", "visual-iso-8859-8.txt", "dos-cp862.txt", "utf-16.txt"])
def test_every_encoding_says_the_same(name: str) -> None:
    (plain,) = reading.read(DATA / "in" / "windows-1255.txt", "a.txt")
    (other,) = reading.read(DATA / "in" / name, "a.txt")
    assert not isinstance(plain, Rejection) and not isinstance(other, Rejection)
    assert (other.title, other.deck, other.paragraphs) == (plain.title, plain.deck, plain.paragraphs)


def test_both_columns_are_read_after_each_other() -> None:
    (one,) = reading.read(DATA / "in" / "one-column.pdf", "a.pdf")
    (two,) = reading.read(DATA / "in" / "two-columns.pdf", "a.pdf")
    assert isinstance(one, ArticleRecord) and isinstance(two, ArticleRecord)
    assert [line.text for line in two.body] == [line.text for line in one.body] * 2


if __name__ == "__main__":
    for one in FILES:
        (DATA / "out" / f"{one.name}.json").write_text(written(reading.read(one, one.name)), encoding="utf-8")
