"""Named SQL that the ORM cannot say."""

from pathlib import Path


def read(name: str) -> str:
    """Return the text of `name`.sql of this folder."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
