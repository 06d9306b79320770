"""The signing key of an archive that was given none: made once, kept beside its database, for its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return the key kept in `home`, making it when there is none yet; safe when several processes start at once."""
    path = home / "secret_key"
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    if not path.exists():
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
