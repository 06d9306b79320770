"""Restoring a backup into an empty archive, all or nothing."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tqdm import tqdm

from newsarchive.backup import manifest as manifests
from newsarchive.backup import programs
from newsarchive.backup.errors import BackupError
from newsarchive.backup.manifest import DUMP, ORIGINALS, Manifest
from newsarchive.backup.taking import migrations


def restore(folder: Path) -> Manifest:
    """Verify the backup in `folder`, then put it into the archive of the settings, which must be empty.

    The files go first and the database after them in one transaction: what is interrupted leaves the archive empty, and
    may be run again. Raises BackupError.
    """
    manifest = manifests.read(folder)
    _known(manifest)
    replace = _must_replace(manifest)
    manifests.verify(folder, manifest)
    _put_back(folder, manifest.originals)
    programs.restore(folder / DUMP, replace)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return manifest


def _known(manifest: Manifest) -> None:
    """Raise BackupError for a database that this release or its server does not know."""
    if (release := programs.release()) < manifest.postgresql:
        raise BackupError(f"The backup is of PostgreSQL {manifest.postgresql}, and the server is PostgreSQL {release}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    if later := sorted(set(manifest.migrations) - known):
        raise BackupError(f"The backup was made by another release of the archive, which has also: {', '.join(later)}.")


def _must_replace(manifest: Manifest) -> bool:
    """Return whether the database has empty tables to replace. Raises BackupError when the archive is not empty."""
    tables = set(connection.introspection.table_names())
    if not tables:
        return False
    if held := _held(tables):
        raise BackupError(
            f"The archive is not empty, it has: {', '.join(held[:5])}. A backup is restored into a new archive: point"
            " ARCHIVE_HOME at a new folder, or DATABASE_URL at a new database."
        )
    if migrations() != manifest.migrations:
        raise BackupError("The tables of the database are of another release: make a new database, without tables.")
    return True


def _held(tables: set[str]) -> list[str]:
    """Return what of the archive has rows: all that it holds, and its users."""
    models = [get_user_model(), *apps.get_app_config("articles").get_models()]
    there = [model for model in models if model._meta.db_table in tables]
    return [model.__name__ for model in there if model._base_manager.exists()]


def _put_back(folder: Path, paths: Iterable[str]) -> None:
    """Copy the uploaded files to their places; each appears there whole."""
    home = Path(settings.MEDIA_ROOT)
    try:
        for path in tqdm(list(paths), desc="originals", unit=" files", disable=None):
            _copy(folder / path, home / Path(path).relative_to(ORIGINALS))
        os.sync()
    except OSError as error:
        raise BackupError(f"The uploaded files could not be put into {home}: {error}.") from error


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".incoming-{target.name}")
    shutil.copyfile(source, draft)
    draft.chmod(0o440)
    draft.replace(target)
