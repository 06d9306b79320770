"""Where a span of an old text stands in the new one, when that is beyond doubt. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_WIDTHS: Final = (20, 12, 6)  # code points of context on each side, wide to narrow
_APART: Final = 8  # within so many code points on both sides another occurrence must differ
_FIRST, _LAST = "\x02", "\x03"  # the edges of a text count as context


def find(old: str, new: str, start: int, end: int) -> int | None:
    """Return where in `new` the span `start` to `end` of `old` now begins, or None when that is in doubt.

    It moves only when its quote, with context that stands exactly once in the old text, stands exactly once in the
    new one. Full context on both sides is enough by itself when every other occurrence of the quote is in other
    surroundings; with less, the quote must also occur as often as before, and be the same one in order.
    """
    old, new, start, end = f"{_FIRST}{old}{_LAST}", f"{_FIRST}{new}{_LAST}", start + 1, end + 1
    before, after = places(old, old[start:end]), places(new, old[start:end])
    found = _by_context(old, new, start, end)
    if found is None or not (_same_in_order(before, after, start, found) or _stands_apart(old, new, start, end)):
        return None
    return found - 1


def places(text: str, part: str) -> list[int]:
    """Return every place where `part` begins in `text`, overlapping ones too."""
    found = []
    at = text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _by_context(old: str, new: str, start: int, end: int) -> int | None:
    """Return the one place in `new` that the widest context found there gives."""
    for left, right in _windows():
        low, high = max(0, start - left), end + right
        window = old[low:high]
        found = places(new, window)
        if len(found) > 1 or (found and len(places(old, window)) > 1):
            return None
        if found:
            return found[0] + start - low
    return _by_one_side(old, new, start, end)


def _windows() -> Iterator[tuple[int, int]]:
    yield from ((width, width) for width in _WIDTHS)


def _by_one_side(old: str, new: str, start: int, end: int) -> int | None:
    """Return the place given by the full context of one side, when the other side gives none or the same."""
    width = _WIDTHS[0]
    sides = {start - max(0, start - width): old[max(0, start - width) : end], 0: old[start : end + width]}
    given = set()
    for offset, window in sides.items():
        found = places(new, window)
        if len(found) == 1 and len(places(old, window)) == 1:
            given.add(found[0] + offset)
    return given.pop() if len(given) == 1 else None


def _same_in_order(before: list[int], after: list[int], start: int, found: int) -> bool:
    return len(before) == len(after) and before.index(start) == after.index(found)


def _stands_apart(old: str, new: str, start: int, end: int) -> bool:
    """Tell whether the full context is in `new` and no other occurrence, old or new, is in like surroundings."""
    quote, width = old[start:end], _WIDTHS[0]
    left, right = old[max(0, start - _APART) : start], old[end : end + _APART]
    if len(left) + len(right) < 2 * _APART or old[max(0, start - width) : end + width] not in new:
        return False
    others = [(old, at) for at in places(old, quote) if at != start] + [(new, at) for at in places(new, quote)]
    alike = [text for text, at in others if _is_alike(text, at, at + len(quote), left, right)]
    return alike == [new]


def _is_alike(text: str, start: int, end: int, left: str, right: str) -> bool:
    return text[:start].endswith(left) or text.startswith(right, end)
