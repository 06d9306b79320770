"""Files are read in processes of their own: what a file breaks is its reader, and the next file finds another."""

import os
import time
from itertools import islice
from pathlib import Path

import psutil
import pytest

from articles.intake import limits, reading
from articles.intake.confined import forker, reader, wire
from articles.intake.mapping import TableMapping
from articles.intake.records import ArticleRecord, Line, Link, Named, Read, Rejection
from articles.tests.intake.conftest import MakeBatch, WriteFile, ran
from articles.tests.intake.test_golden import FILES

TEXT = "כותרת\nכותרת משנה\nגוף הכתבה.\nועוד פסקה."


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_other_process_reads_the_same(path: Path) -> None:
    assert list(reader.read(path, path.name)) == list(reading.read(path, path.name))


def test_tables_are_read_by_their_mapping(write_file: WriteFile) -> None:
    path = write_file("a.csv", "x,y\nגוף,כותרת\n")
    told, here = reader.table_head(path, "a.csv"), reading.table_head(path, "a.csv")
    assert told and here and told.mapping == here.mapping and told.header == here.header
    assert told.rows == (("גוף", "כותרת"),)
    (record,) = reader.read(path, "a.csv", TableMapping({0: "body", 1: "title"}))
    assert record.title == "כותרת"
    assert record.raw == {"x": "גוף", "y": "כותרת"}
    assert reader.table_head(write_file("a.txt", TEXT), "a.txt") is None


EVERYTHING = [
    ArticleRecord("א", paragraphs=(Line("text", "פוטין\n", (Named(0, 5, "פוטין", "person"),)), Line("note", "ב"))),
    ArticleRecord(
        "א", related=(Link("ק", "https://a.example"),), tags=("ת",), tag_kinds=(("ת", "place"),), notes=("ה",)
    ),
    Rejection("שורה 1", "סיבה", "כותרת", {"a": [1, None, "\ud800"]}),
    Rejection("", "סיבה"),
]


@pytest.mark.parametrize("item", EVERYTHING)
def test_items_survive_the_wire(item: Read) -> None:
    assert wire.loads(wire.dumps(item)) == item
    assert b"\n" not in wire.dumps(item)[:-1]
    assert item.raw is None or wire.loads(wire.dumps(item)).raw == item.raw  # type: ignore[union-attr]


def _processes() -> set[int]:
    """The processes of readers that this one started."""
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_one_reader_reads_many_files(write_file: WriteFile) -> None:
    path = write_file("a.txt", TEXT)
    list(reader.read(path, "a.txt"))
    before = _processes()
    for _ in range(5):
        list(reader.read(path, "a.txt"))
    assert _processes() == before


def test_a_file_left_early_ends_its_reader_and_its_folder(
    write_file: WriteFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = write_file("a.jsonl", '{"title": "א"}\n' * 50_000)
    before = _processes()
    items = reader.read(path, "a.jsonl")
    assert len(list(islice(items, 3))) == 3
    items.close()  # type: ignore[attr-defined]
    time.sleep(0.2)
    assert len(_processes() - before) <= 1
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_reader_that_is_killed_is_a_rejection_and_the_next_file_is_read(write_file: WriteFile) -> None:
    long = write_file("a.jsonl", '{"title": "א"}\n' * 50_000)
    items = reader.read(long, "a.jsonl")
    next(items)
    idle = {child.pid for child in psutil.Process().children(recursive=True) if "forker" in " ".join(child.cmdline())}
    for pid in idle:
        if psutil.Process(pid).ppid() != os.getpid():
            psutil.Process(pid).kill()
    *_, last = items
    assert isinstance(last, Rejection) and last.reason == reader.TOO_HARD
    assert len(list(reader.read(write_file("b.txt", TEXT), "b.txt"))) == 1


def test_a_file_that_takes_too_long_is_a_rejection(write_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READER_SECONDS", 1)
    monkeypatch.setattr(reader, "_WAIT", 0.05)
    started = time.monotonic()
    path = write_file("a.html", "<html><body>" + "<p>שלום וברכה</p>" * 14_000)
    assert [item.reason for item in reader.read(path, "a.html") if isinstance(item, Rejection)] == [reader.TOO_HARD]
    assert time.monotonic() - started < 20


def test_the_memory_of_a_reader_is_bounded() -> None:
    """In a process of its own, as the forker does it."""
    pid = os.fork()
    if not pid:
        forker._bound_memory()
        try:
            bytearray(2 * limits.READER_BYTES)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


@pytest.mark.django_db
def test_a_batch_goes_on_after_a_file_that_is_too_much(make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reader._lines

    def broken(path: Path, name: str, ask: dict[str, object]) -> object:
        return iter([None]) if name == "bad.txt" else whole(path, name, ask)

    monkeypatch.setattr(reader, "_lines", broken)
    results = ran(make_batch(("bad.txt", "x"), ("good.txt", TEXT)))
    assert [result.outcome.value for result in results] == ["refused", "stored"]
