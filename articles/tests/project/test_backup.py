"""`backup` and `restore`, with real servers, programs and files."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from articles.intake import originals
from articles.models import Article
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.tests.project.conftest import ROOT
from newsarchive.backup import programs, taking
from newsarchive.backup.errors import BackupError
from newsarchive.postgres import processes

pytestmark = pytest.mark.skipif(not processes.PROC.exists(), reason="looks at processes in /proc")
WHOLE = ("articles", "auth.user", "auth.group")
FIRST, SECOND = b"first\x00\xff", "שני".encode() * 100_000


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Keep originals in a folder of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "source" / "originals")
    return Path(settings.MEDIA_ROOT)


def backed_up(folder: Path, *options: str) -> str:
    """Call `backup` and return what it says."""
    said = io.StringIO()
    call_command("backup", str(folder), *options, stdout=said, stderr=said)
    return said.getvalue()


def manage(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run `manage.py` on the archive at `home`, which has a server of its own."""
    ours = ("DATABASE_URL", "STATIC_ROOT", "DJANGO_SETTINGS_MODULE")
    unset = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env={**unset, "ARCHIVE_HOME": str(home), "ENV_FILE": os.devnull}, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("before", ["nothing", "migrate"])
def test_an_archive_comes_back_whole_in_another_home(
    before: str, tmp_path: Path, home: Path, media: Path, make_article: MakeArticle, make_entity: MakeEntity
) -> None:
    kept = originals.keep([FIRST])
    originals.keep([SECOND])
    article = make_article("על סוריה", entities=[make_entity("סוריה", "place")], original=kept)
    make_article("סוד", status="draft", created_by=User.objects.create_user("דנה", password="x"))  # noqa: S106
    Article.objects.filter(pk=article.pk).update(title="תוקנה")
    held = io.StringIO()
    call_command("dumpdata", *WHOLE, stdout=held)
    assert "2 articles, 2 originals" in backed_up(tmp_path / "backup")

    if before == "migrate":
        assert manage(home, "migrate").returncode == 0
    restored = manage(home, "restore", str(tmp_path / "backup"))
    assert "2 articles, 1 entities, 1 mentions, 2 originals" in restored.stdout, restored.stderr
    assert json.loads(manage(home, "dumpdata", *WHOLE).stdout) == json.loads(held.getvalue())
    assert files(home / "originals") == files(media) and len(files(media)) == 2
    again = manage(home, "restore", str(tmp_path / "backup"))
    assert again.returncode == 1 and "not empty" in again.stderr and "Article" in again.stderr


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an archive that has two files and nothing else."""
    home = tmp_path_factory.mktemp("made")
    for name in ("originals/aa/first", "originals/bb/second"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_bytes(FIRST if name.endswith("first") else SECOND)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(home / "originals")):
        taking.take(home / "backup")
        connection.close()
    return home / "backup"


@pytest.fixture
def backup(db: None, made: Path, tmp_path: Path) -> Path:
    """A backup that a test may damage."""
    return shutil.copytree(made, tmp_path / "backup")


def refusal(folder: Path) -> str:
    """Return why a backup is not restored."""
    with pytest.raises(CommandError) as error:
        call_command("restore", str(folder))
    return str(error.value)


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("path", ["database.dump", "originals/aa/first", "originals/bb/second"])
@pytest.mark.parametrize("harm", [flip, Path.unlink, lambda path: os.truncate(path, 1)])
def test_a_damaged_or_missing_file_is_detected(
    backup: Path, media: Path, path: str, harm: Callable[[Path], None]
) -> None:
    harm(backup / path)
    said = refusal(backup)
    assert "damaged, 1 of its 3 files" in said and path in said
    assert not media.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "no manifest.json"),
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"format": 1}', "cannot be read"),
        ('{"format": 2}', "later release"),
    ],
)
def test_a_broken_manifest_is_detected(backup: Path, text: str | None, why: str) -> None:
    (backup / "manifest.json").unlink()
    if text is not None:
        (backup / "manifest.json").write_text(text)
    assert why in refusal(backup)


@pytest.mark.parametrize("path", ["originals/../../elsewhere", "/etc/hostname", "originals", "manifest.json"])
def test_a_manifest_leads_nowhere_else(backup: Path, path: str) -> None:
    text = (backup / "manifest.json").read_text()
    data = json.loads(text)
    data["files"][path] = next(iter(data["files"].values()))
    (backup / "manifest.json").write_text(json.dumps(data))
    assert "no file of a backup" in refusal(backup)


@pytest.mark.parametrize(
    ("later", "why"), [({"migrations": ["articles.9999_later"]}, "articles.9999_later"), ({"postgresql": 99}, "SQL 99")]
)
def test_a_backup_of_a_later_release_is_refused(backup: Path, later: dict[str, object], why: str) -> None:
    data = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(data | later))
    assert why in refusal(backup)


def test_a_restore_never_touches_an_archive_that_holds_anything(backup: Path, make_article: MakeArticle) -> None:
    article = make_article("א")
    assert "not empty" in refusal(backup)
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_backup_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backup: Path) -> None:
    with pytest.raises(CommandError, match="exists already"):
        backed_up(backup)

    def fails(path: Path) -> None:
        path.write_bytes(b"half")
        raise BackupError("pg_dump failed")

    monkeypatch.setattr(programs, "dump", fails)
    with pytest.raises(CommandError, match="pg_dump failed"):
        backed_up(tmp_path / "second")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "source") == ["backup"]
    assert backup.stat().st_mode & 0o777 == 0o700


def test_originals_can_be_linked_and_lost_ones_are_told(db: None, tmp_path: Path) -> None:
    kept, lost = originals.keep([FIRST]), originals.keep([SECOND])
    originals.path_of(lost).unlink()
    said = backed_up(tmp_path / "backup", "--link")
    assert "1 originals are not on the disk" in said and lost.sha256 in said
    linked = tmp_path / "backup" / "originals" / str(kept.file)
    assert linked.samefile(originals.path_of(kept))


def test_what_a_program_says_is_told(db: None, tmp_path: Path) -> None:
    (tmp_path / "x.dump").write_bytes(b"no dump")
    with pytest.raises(BackupError, match=r"pg_restore failed:\n.*input file"):
        programs.restore(tmp_path / "x.dump", replace=False)
