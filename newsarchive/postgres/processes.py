"""Which processes are those of one server: the cluster's name stands in their command lines.

A process id alone proves nothing: after a kill the file that names it may speak of a zombie or of a stranger.
"""

import subprocess
from pathlib import Path

PROC = Path("/proc")


def members(name: str) -> list[int]:
    """Return the ids of the living processes of the server called `name`."""
    return [pid for pid, command in _commands().items() if is_server(command, name)]


def belongs(pid: int, name: str) -> bool:
    """Tell whether `pid` is a living process of the server called `name`."""
    if (PROC / "self").exists():
        return is_server(_command(PROC / str(pid)), name)
    return pid in members(name)


def is_server(command: str, name: str) -> bool:
    """Tell whether a command line (arguments parted by NUL or blanks) is that of a process of the server."""
    program = command.partition("\0")[0]
    return name in command and (program.startswith("postgres:") or "/bin/postgres" in program)


def _commands() -> dict[int, str]:
    if (PROC / "self").exists():
        return {int(folder.name): _command(folder) for folder in PROC.iterdir() if folder.name.isdigit()}
    lines = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True).stdout.splitlines()
    return {int(pid): command for pid, _, command in (line.strip().partition(" ") for line in lines)}


def _command(folder: Path) -> str:
    """Return a process's command line; a process that is gone has none, nor has a zombie."""
    try:
        return (folder / "cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
