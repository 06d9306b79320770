"""Very many entries put in order by their names, in little more memory than they need. Pure; needs NumPy.

gathered = Gathered()
gathered.add(names, entries)         # arrays of the same length, numbers of 32 bits; again and again
for name, entries in gathered.groups():
    ...                              # each name once, in order, with its different entries, sorted
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

_AT_ONCE: Final = 4_000_000  # entries that are put in order together
_BITS: Final = np.uint64(32)
_ENTRY: Final = np.uint64(0xFFFF_FFFF)


class Gathered:
    """Entries by name. What is added is kept as 8 bytes an entry until it is given back, which empties it."""

    def __init__(self) -> None:
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, names: Numbers, entries: Numbers) -> None:
        """Take in entries, each under the name at its place; an entry that comes twice counts once."""
        run = names.astype(np.uint64) << _BITS | entries
        run.sort()
        if len(run):
            self._runs.append(_different(run))

    def groups(self) -> Iterator[tuple[int, Numbers]]:
        """Yield each name with its entries."""
        runs, self._runs = self._runs, []
        for bound in _bounds(runs):
            taken = [run[: int(np.searchsorted(run, bound))] for run in runs]
            runs = [run[len(piece) :] for run, piece in zip(runs, taken, strict=True)]
            yield from _split(_merged(taken))
        yield from _split(_merged(runs))


def _bounds(runs: list[NDArray[np.uint64]]) -> Iterator[np.uint64]:
    """Yield where to cut: first entries of names, such that about `_AT_ONCE` entries lie between two of them."""
    pieces = sum(map(len, runs)) // _AT_ONCE
    if not pieces:
        return
    sample = np.concatenate([run[:: max(1, pieces * len(run) // _AT_ONCE)] for run in runs])
    sample.sort()
    cuts = sample[:: max(1, len(sample) // (pieces + 1))][1:] >> _BITS << _BITS
    yield from _different(cuts)


def _merged(taken: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    merged = np.concatenate(taken) if taken else np.empty(0, np.uint64)
    merged.sort()
    return _different(merged)


def _different(ordered: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _split(ordered: NDArray[np.uint64]) -> Iterator[tuple[int, Numbers]]:
    if not len(ordered):
        return
    names = (ordered >> _BITS).astype(np.uint32)
    entries = (ordered & _ENTRY).astype(np.uint32)
    starts = np.flatnonzero(np.concatenate(([True], names[1:] != names[:-1]))).tolist()
    for name, start, end in zip(names[starts].tolist(), starts, [*starts[1:], len(entries)], strict=True):
        yield name, entries[start:end]
