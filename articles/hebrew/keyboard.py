"""A text typed while the keyboard stood in the other language, and what was meant. The layout is SI 1452. Pure."""

from __future__ import annotations

from typing import Final

_LATIN: Final = "ertyuiopasdfghjkl;zxcvbnm,."
_HEBREW: Final = "קראטוןםפשדגכעיחלךףזסבהנמצתץ"
_TO_HEBREW: Final = dict(zip(_LATIN, _HEBREW, strict=True))
_TO_LATIN: Final = {hebrew: latin for latin, hebrew in _TO_HEBREW.items()} | {"/": "q", "'": "w"}
_KEPT: Final = ' "*|()-0123456789'


def other_layout(text: str) -> str:
    """Return what the same keys write in the other layout; empty when no such text was meant: `bh,bvuh` → ניתנהוי.

    Only a text whose every character the layout explains is taken for one: all of Latin keys, or all of Hebrew ones.
    """
    lowered = text.lower()
    for layout in (_TO_HEBREW, _TO_LATIN):
        letters = [char for char in lowered if char not in _KEPT]
        if len(letters) > 1 and all(char in layout for char in letters):
            return "".join(layout.get(char, char) for char in lowered)
    return ""
