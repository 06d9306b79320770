"""What a backup holds: its files with their sizes and SHA-256, and the migrations of its database."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from tqdm import tqdm

from newsarchive.backup.errors import BackupError

NAME = "manifest.json"
DUMP = "database.dump"
ORIGINALS = "originals"
FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """One file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A backup: when it was made (ISO), of which PostgreSQL release, at which migrations; its files by path."""

    created: str
    postgresql: int
    migrations: list[str]
    files: dict[str, Entry]

    @property
    def originals(self) -> list[str]:
        """The paths of the uploaded files."""
        return [path for path in self.files if path != DUMP]

    def write(self, folder: Path) -> None:
        """Write the manifest into the backup's folder."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises BackupError when there is none that can be read."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise BackupError(f"{folder} was made by a later release of the archive: restore it with that one.")
        files = {_inside(path): Entry(**entry) for path, entry in data.pop("files").items()}
        return Manifest(**data, files=files)
    except FileNotFoundError:
        raise BackupError(f"{folder} is no backup: it has no {NAME}.") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"{folder / NAME} cannot be read: {error}.") from error


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare every file with the manifest. Raises BackupError naming those that are missing or damaged."""
    wrong = list(_problems(folder, manifest))
    if wrong:
        shown = "\n".join(f"  {one}" for one in wrong[:20])
        raise BackupError(f"{folder} is damaged, {len(wrong)} of its {len(manifest.files)} files:\n{shown}")


def entry_of(path: Path) -> Entry:
    """Return the size and SHA-256 of a file, read in bounded pieces."""
    with path.open("rb") as file:
        return Entry(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    if DUMP not in manifest.files:
        yield f"{DUMP} is not in the manifest"
    for path, entry in tqdm(manifest.files.items(), desc="verifying", unit=" files", disable=None):
        try:
            if entry_of(folder / path) != entry:
                yield f"{path} is damaged"
        except OSError as error:
            yield f"{path}: {error.strerror}"


def _inside(path: str) -> str:
    """Return the path of a file of the backup; a manifest may lead nowhere else."""
    parts = PurePosixPath(path).parts
    if path != DUMP and (parts[:1] != (ORIGINALS,) or len(parts) < 2 or ".." in parts):
        raise ValueError(f"{path} is no file of a backup")
    return path
