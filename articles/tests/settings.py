"""Settings of the tests: those of the site in a home of its own, so that a site that runs is not disturbed.

`.env` is not read. With DATABASE_URL in the environment the tests use that server, else the embedded one. Every run has
a test database of its own: the first whose lock it can have.
"""

import itertools
import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / ".archive-test"
os.environ |= {"ARCHIVE_HOME": str(HOME), "ENV_FILE": os.devnull}

from newsarchive.postgres.locks import take  # noqa: E402
from newsarchive.settings import *  # noqa: E402, F403
from newsarchive.settings import DATABASES, STORAGES  # noqa: E402

SLOT = next(n for n in itertools.count(1) if take(HOME / f"test-{n}.lock") is not None)
DATABASES["default"]["TEST"] = {"NAME": f"test_newsarchive_{SLOT}"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
