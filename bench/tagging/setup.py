"""Django for the benchmarks, in the archive of ARCHIVE_HOME."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def start() -> None:
    """Make the project importable and its settings known; no database is touched."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
    django.setup()
