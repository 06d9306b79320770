"""`fixity` finds what was lost or changed among the originals, and says so by its exit code."""

import io
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command

from articles.intake import fixity, originals
from articles.models import Original

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> tuple[str, int]:
    """Call the command; return what it says and its exit code."""
    said = io.StringIO()
    try:
        call_command("fixity", *arguments, stdout=said)
    except SystemExit as end:
        return said.getvalue(), int(str(end.code))
    return said.getvalue(), 0


@pytest.fixture
def kept() -> list[Original]:
    """Return four originals."""
    return [originals.keep([f"קובץ {n}".encode()]) for n in range(4)]


def test_sound_originals(kept: list[Original]) -> None:
    assert told() == ("4 originals: 4 sound, 0 missing, 0 damaged, 0 unreadable.\n", 0)


def test_what_was_lost_or_changed_is_found(kept: list[Original], media: Path) -> None:
    originals.path_of(kept[0]).unlink()
    originals.path_of(kept[1]).chmod(0o640)
    originals.path_of(kept[1]).write_bytes("קובץ X".encode())
    (media / "stray").write_bytes(b"x")
    said, code = told()
    assert code == 1 and "2 sound, 1 missing, 1 damaged, 0 unreadable" in said
    assert f"missing: {kept[0].file.name}" in said and f"damaged: {kept[1].file.name}" in said
    assert "1 files there belong to no original, such as stray" in said


def test_interrupted_it_tells_how_to_go_on(kept: list[Original]) -> None:
    sound = fixity.Checked(kept[1], "sound")
    with patch.object(fixity, "_verdict", side_effect=[sound.verdict, sound.verdict, KeyboardInterrupt]):
        said, code = told()
    assert code == 130 and f"--after {kept[1].pk}" in said and said.startswith("2 originals")
    assert told("--after", str(kept[1].pk))[0].startswith("2 originals: 2 sound")
