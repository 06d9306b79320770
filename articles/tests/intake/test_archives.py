"""ZIP, TAR and compressed files: members named, bombs refused, the rest read."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from articles.intake import limits, reading
from articles.intake.confined import reader
from articles.intake.readers import members, zips
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.tests.intake.conftest import WriteFile, records, rejections

TEXT = "כותרת {}\nכותרת משנה\nגוף הכתבה.\nועוד פסקה."


def zipped(*files: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def read(path: Path) -> list[Read]:
    """Read a file, and check that each item says where it stands."""
    items = list(reading.read(path, path.name))
    assert all(item.place for item in items)
    return items


def titles(items: Iterable[Read]) -> list[str]:
    """Return the titles of the articles."""
    return [record.title for record in records(items)]


def why(items: Iterable[Read]) -> str:
    """Return the reasons of the rejections."""
    return " ".join(one.reason for one in rejections(items))


def test_the_kind_of_each_member_is_told_by_what_it_holds(write_file: WriteFile) -> None:
    data = zipped(("a", TEXT.format(1)), ("b.dat", '{"title": "כותרת 2"}\n'), ("c/", ""), ("__MACOSX/d", "x"))
    items = read(write_file("a.zip", data))
    assert titles(items) == ["כותרת 1", "כותרת 2"]
    assert [item.place for item in items] == ["\u2068a\u2069", "\u2068b.dat\u2069, שורה 1"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp862", "cp1255"])
def test_hebrew_names_without_a_flag(write_file: WriteFile, encoding: str) -> None:
    name = "ידיעות/שלום.txt"
    data = zipped(("x" * len(name.encode(encoding)), TEXT.format(1)))
    data = data.replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    assert read(write_file("a.zip", data))[0].place == f"\u2068{name}\u2069"


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "C:\\..\\a.txt", "..", "a\u202e\x00.txt", "א" * 400])
def test_no_name_leads_out_or_deceives(write_file: WriteFile, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    path = write_file("a.zip", zipped((name, TEXT.format(1))))
    (item,) = reading.read(path, "a.zip", folder=folder)
    assert ".." not in item.place and "\u202e" not in item.place and len(item.place) <= limits.PLACE
    assert isinstance(item, ArticleRecord)
    assert list(folder.iterdir()) == [] and {one.name for one in tmp_path.iterdir()} <= {
        "unpacked",
        "a.zip",
        "originals",
    }


def test_links_are_refused_and_the_rest_is_read(write_file: WriteFile) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", TEXT.format(1))
    items = read(write_file("a.zip", made.getvalue()))
    assert titles(items) == ["כותרת 1"] and why(items) == members.LINK


def test_encrypted_members_are_refused(write_file: WriteFile) -> None:
    data = bytearray(zipped(("a.txt", TEXT.format(1)), ("b.txt", TEXT.format(2))))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    items = read(write_file("a.zip", bytes(data)))
    assert titles(items) == ["כותרת 2"] and why(items) == zips.LOCKED


def test_a_bomb_is_refused_before_it_is_unpacked(write_file: WriteFile) -> None:
    items = read(write_file("a.zip", zipped(("zeros.txt", bytes(100 * 2**20)), ("a.txt", TEXT.format(1)))))
    assert titles(items) == ["כותרת 1"]
    assert why(items) == members.SWOLLEN.format(limits.ARCHIVE_RATIO)


def test_a_bomb_of_many_members_is_stopped(write_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_FREE", 2**20)
    monkeypatch.setattr(limits, "ARCHIVE_RATIO", 5)
    files = [(f"{n}.txt", TEXT.format(n) + " מילה" * 20_000) for n in range(20)]
    items = read(write_file("a.zip", zipped(*files)))
    assert 0 < len(titles(items)) < 20
    assert "נפרש ליותר" in why(items) or "עולה פי" in why(items)


def test_members_that_overlap_are_a_bomb(write_file: WriteFile) -> None:
    """Two entries of the directory that share one body, as the quoted bombs do."""
    data = zipped(("a.txt", TEXT.format(1)))
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    struct.pack_into("<HHL", tail, 8, 2, 2, 2 * len(entry))
    items = read(write_file("a.zip", data[:start] + entry + entry + bytes(tail)))
    assert why(items) == zips.OVERLAPPING and not titles(items)


def test_archives_nest_once(write_file: WriteFile) -> None:
    deep = zipped(("עמוק.txt", TEXT.format(3)))
    inner = zipped(("ב.txt", TEXT.format(2)), ("עוד.zip", deep))
    items = read(
        write_file("a.zip", zipped(("א.txt", TEXT.format(1)), ("פנימי.zip", inner), ("ג.txt", TEXT.format(4))))
    )
    assert titles(items) == ["כותרת 1", "כותרת 2", "כותרת 4"]
    assert rejections(items)[0].place == "\u2068פנימי.zip\u2069, \u2068עוד.zip\u2069"
    assert "בתוך ארכיון בתוך" in why(items)


def test_a_zip_that_holds_itself_many_times_ends(write_file: WriteFile) -> None:
    data = zipped(("a.txt", TEXT.format(1)))
    for _ in range(6):
        data = zipped(*((f"{n}.zip", data) for n in range(8)))
    assert len(read(write_file("a.zip", data))) == 64


@pytest.mark.parametrize("cut", [5, 40, 120, -30])
def test_archives_cut_short(write_file: WriteFile, cut: int) -> None:
    data = zipped(("a.txt", TEXT.format(1)))
    assert rejections(read(write_file("a.zip", data[:cut])))


def test_a_damaged_member_does_not_stop_the_rest(write_file: WriteFile) -> None:
    data = bytearray(zipped(("a.txt", TEXT.format(1) * 50), ("b.txt", TEXT.format(2)), method=zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    items = read(write_file("a.zip", bytes(data)))
    assert titles(items) == ["כותרת 2"] and why(items) == zips.DAMAGED


def test_too_many_members(write_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 3)
    items = read(write_file("a.zip", zipped(*((f"{n}.txt", TEXT.format(n)) for n in range(4)))))
    assert why(items) == members.CROWDED.format(3) and not titles(items)


def test_an_empty_archive(write_file: WriteFile) -> None:
    assert why(read(write_file("a.zip", zipped()))) == zips.EMPTY


def tarred(*files: tuple[tarfile.TarInfo | str, bytes], mode: str = "w") -> bytes:
    """Return a TAR of these members."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for given, data in files:
            info = given if isinstance(given, tarfile.TarInfo) else tarfile.TarInfo(given)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(write_file: WriteFile, mode: str) -> None:
    device, link = tarfile.TarInfo("dev"), tarfile.TarInfo("link.txt")
    device.type, link.type, link.linkname = tarfile.CHRTYPE, tarfile.SYMTYPE, "../../x"
    first, last = TEXT.format(1).encode(), TEXT.format(2).encode()
    data = tarred(("../א.txt", first), (link, b""), (device, b""), ("ב/ג.txt", last), mode=mode)
    items = read(write_file("a.tar", data))
    assert titles(items) == ["כותרת 1", "כותרת 2"]
    assert why(items) == f"{members.LINK} {members.SPECIAL}"
    assert [item.place for item in records(items)] == ["\u2068א.txt\u2069", "\u2068ב/ג.txt\u2069"]


def test_a_tar_cut_short_says_after_what(write_file: WriteFile) -> None:
    data = tarred(("a.txt", TEXT.format(1).encode()), ("b.txt", b"x" * 5000))
    items = read(write_file("a.tar", data[:3000]))
    assert titles(items) == ["כותרת 1"]
    assert rejections(items)[0].place == "\u2068אחרי b.txt\u2069" and "קטוע" in why(items)


def test_a_tar_that_declares_a_giant_is_not_unpacked(write_file: WriteFile) -> None:
    giant = tarfile.TarInfo("giant.txt")
    giant.size = 4 * 2**30
    made = giant.tobuf() + bytes(1024)
    assert "נפרש ליותר" in why(read(write_file("a.tar", made)))


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "a.txt.gz"), (bz2.compress, "a.txt.bz2"), (lzma.compress, "a.xz")]
)
def test_one_compressed_file(write_file: WriteFile, pack: object, name: str) -> None:
    items = read(write_file(name, pack(TEXT.format(1).encode())))  # type: ignore[operator]
    assert titles(items) == ["כותרת 1"]


def test_a_compressed_file_that_swells_is_stopped(write_file: WriteFile) -> None:
    path = write_file("a.txt.gz", gzip.compress(bytes(200 * 2**20)))
    (item,) = reader.read(path, path.name)
    assert isinstance(item, Rejection) and "נפרש ליותר" in item.reason


def test_a_compressed_file_cut_short(write_file: WriteFile) -> None:
    assert "פגום" in why(read(write_file("a.txt.gz", gzip.compress(TEXT.encode() * 50)[:-20])))
