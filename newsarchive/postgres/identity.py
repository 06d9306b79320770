"""As whom the server runs. PostgreSQL refuses root, so root starts it as somebody else."""

import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsarchive.postgres.errors import ServerNotStarted, user_name

NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@dataclass(frozen=True)
class Identity:
    """What to put before a command of PostgreSQL, and who owns the files it makes, seen from outside."""

    prefix: tuple[str, ...]
    owner: int


FOR_ROOT = (
    # Root of its own to the outside, an ordinary user to itself: needs user namespaces, which containers may forbid.
    Identity(("unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"), 0),
    # Else the user `nobody`, let into the folders above the archive (a checkout in root's home), as root itself is.
    Identity((*AS_NOBODY, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"), NOBODY),
    Identity((*AS_NOBODY, "--"), NOBODY),
)


def of_server(choices: Sequence[Identity] = FOR_ROOT) -> Identity:
    """Return the identity for a server started by this process: its own user, or for root the first that works."""
    if os.geteuid() != 0:
        return Identity((), os.geteuid())
    for identity in choices:
        if works(identity):
            return identity
    raise ServerNotStarted(
        "PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works here."
        " Run the archive as an ordinary user, or name a server in DATABASE_URL."
    )


def works(identity: Identity) -> bool:
    """Tell whether a command can be run under `identity` on this machine."""
    if shutil.which(identity.prefix[0]) is None:
        return False
    return subprocess.run([*identity.prefix, "true"], capture_output=True).returncode == 0


def give(path: Path, owner: int) -> None:
    """Make `owner` the owner of the tree at `path`; only root can change it. Raises ServerNotStarted."""
    if path.lstat().st_uid == owner:
        return
    if os.geteuid() != 0:
        raise ServerNotStarted(f"{path} belongs to {user_name(path.lstat().st_uid)}: run the archive as that user.")
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(os.path.join(folder, name), owner, -1, follow_symlinks=False)  # noqa: PTH118 - bytes of any kind
    os.chown(path, owner, -1, follow_symlinks=False)  # the top last: it says that the rest is done


def private_folder(path: Path, owner: int) -> None:
    """Make an empty folder that only `owner` can enter. Raises ServerNotStarted when somebody else's is there."""
    path.mkdir(mode=0o700, exist_ok=True)
    if not any(is_private(path, one) for one in possible_owners()):
        raise ServerNotStarted(f"{path} is not a private folder of {user_name(os.geteuid())}: remove it.")
    for old in path.iterdir():
        old.unlink()
    give(path, owner)


def possible_owners() -> set[int]:
    """Return who may own a socket's folder when this user uses it: root may have served as either identity before."""
    return {0, NOBODY} if os.geteuid() == 0 else {os.geteuid()}


def is_private(path: Path, owner: int) -> bool:
    """Tell whether `path` is a real folder of `owner` that nobody else can enter."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not found.st_mode & 0o077
