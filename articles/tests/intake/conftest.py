"""Originals that last as long as a test, files to read, and the samples where they stand beside the repository."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings as DjangoSettings

from articles.intake import batches, originals, reading
from articles.intake.batches import Settings
from articles.intake.endings import ItemResult
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.models import Batch

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT.parent / "shared" / "samples"

WriteFile = Callable[[str, bytes | str], Path]
ReadFile = Callable[[str, bytes | str], list[Read]]
MakeBatch = Callable[..., Batch]


def worked() -> float:
    """Seconds of a core that this process and its ended children have used: a busy machine does not change them."""
    return sum(os.times()[:4])


@pytest.fixture(autouse=True)
def media(settings: DjangoSettings, tmp_path: Path) -> Path:
    """Keep originals in a folder of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "originals")
    return tmp_path / "originals"


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Return a writer of files: name, bytes or text (as UTF-8)."""

    def write(name: str, data: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


@pytest.fixture
def read_file(write_file: WriteFile) -> ReadFile:
    """Return a function that writes a file and reads what is in it."""
    return lambda name, data: list(reading.read(write_file(name, data), name))


@pytest.fixture
def make_batch(db: None) -> MakeBatch:
    """Return a maker of batches in preview: (name, data) of each file, and settings."""

    def make(*files: tuple[str, bytes | str], user: User | None = None, **said: object) -> Batch:
        kept = [(name, originals.keep([data.encode() if isinstance(data, str) else data])) for name, data in files]
        return batches.create(user, kept, Settings(**said))  # type: ignore[arg-type]

    return make


@pytest.fixture
def archivist(make_user: Callable[..., User]) -> User:
    """Return an archivist."""
    return make_user("archivist")


@pytest.fixture
def archivist_client(archivist: User) -> Client:
    """Return the browser of an archivist."""
    client = Client()
    client.force_login(archivist)
    return client


def sample(name: str) -> Path:
    """Return a real file, or skip the test where they are not at hand."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"the shared sample {name} is not beside the repository")
    return path


def records(items: Iterable[Read]) -> list[ArticleRecord]:
    """Return the articles among what was read."""
    return [item for item in items if isinstance(item, ArticleRecord)]


def rejections(items: Iterable[Read]) -> list[Rejection]:
    """Return the rejections among what was read."""
    return [item for item in items if isinstance(item, Rejection)]


def ran(batch: Batch) -> list[ItemResult]:
    """Run a batch to its end."""
    return list(batches.run(batch))


def workbook(path: Path, *sheets: Iterable[Iterable[object]]) -> Path:
    """Write a workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
