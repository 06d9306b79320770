"""Making a backup: a folder that appears whole, under its name, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from tqdm import tqdm

from newsarchive.backup import programs
from newsarchive.backup.errors import BackupError
from newsarchive.backup.manifest import DUMP, ORIGINALS, Entry, Manifest, entry_of


def take(folder: Path, link: bool = False) -> Manifest:
    """Back the archive up into `folder`, which must not exist; `link` the uploaded files instead of copying them.

    The site may run meanwhile. Raises BackupError.
    """
    if folder.exists():
        raise BackupError(f"{folder} exists already: name a new folder.")
    try:
        with _whole(folder) as draft:
            return _fill(draft, link)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}.") from error


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Yield a private folder that becomes `folder` in one step at the end, or is deleted."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        yield draft
        os.sync()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def migrations() -> list[str]:
    """Return the migrations that the database has gone through."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _fill(draft: Path, link: bool) -> Manifest:
    """Take the files before the database and again after it: one that goes or comes meanwhile is not missed."""
    files = dict(_originals(draft, link, {}))
    programs.dump(draft / DUMP)
    files |= _originals(draft, link, files)
    files[DUMP] = entry_of(draft / DUMP)
    manifest = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), programs.release(), migrations(), files)
    manifest.write(draft)
    return manifest


def _originals(draft: Path, link: bool, known: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Put the uploaded files that are not `known` into the draft; yield each with its path there."""
    home = Path(settings.MEDIA_ROOT)
    found = [path for path in sorted(home.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    named = {f"{ORIGINALS}/{path.relative_to(home).as_posix()}": path for path in found}
    coming = [name for name in named if name not in known]
    for name in tqdm(coming, desc="originals", unit=" files", disable=None):
        if _put(named[name], draft / name, link):
            yield name, entry_of(draft / name)


def _put(source: Path, target: Path, link: bool) -> bool:
    """Link or copy a file; return False when it is gone, its upload having been dropped this moment."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if link:
            target.hardlink_to(source)
        else:
            shutil.copy2(source, target)
    except FileNotFoundError:
        return False
    return True
