"""Make `.venv` and install a pinned set of packages into it: `python3.11 .ci/environment.py requirements.txt`.

Runs on a bare Python (standard library only). Does nothing when the set is installed already; several may run at once.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main(requirements: str) -> None:
    """Bring `.venv` to what the file `requirements` (beside the Makefile) pins."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; {sys.executable} is {sys.version.split()[0]}.")
    fcntl.flock(os.open(ROOT, os.O_RDONLY), fcntl.LOCK_EX)  # until this process ends
    if not works():
        create()
    wanted = ROOT / requirements
    stamp = VENV / f".{requirements}.installed"
    now = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != now:
        install(wanted)
        stamp.write_text(now, encoding="ascii")


def works() -> bool:
    """Tell whether `.venv` has a Python that is new enough: the one it was made of may have been removed since."""
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0


def create() -> None:
    """Make `.venv` anew."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"{sys.executable} cannot make a virtual environment. On Debian and Ubuntu: apt-get install {package}")
    print("Making the virtual environment in .venv.", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", VENV], "The virtual environment could not be made.")


def install(wanted: Path) -> None:
    """Install what `wanted` pins, each package checked against its hashes."""
    print(f"Installing what {wanted.name} pins (the first time this takes a minute or two).", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "-r", wanted], "The packages could not be installed.")


def run(command: list[str | Path], failure: str) -> None:
    """Run a command; leave with `failure` when it fails, below what it said itself."""
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit(failure)


if __name__ == "__main__":
    main(sys.argv[1])
