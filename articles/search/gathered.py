"""Very many entries put in order by their names, in little more memory than they need. Pure; needs NumPy.

gathered = Gathered()
gathered.add(names, entries)         # arrays of the same length, numbers of 32 bits; again and again
for name, entries in gathered.groups():
    ...                              # each name once, in order, with its different entries, sorted
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

_AT_ONCE: Final = 1_000_000  # entries that are put in order together
_BLOCK: Final = 16 * 2**20  # entries: so much is asked of the system, and goes back to it, as a whole
_BITS: Final = np.uint64(32)


class _Run(NamedTuple):
    """Entries in order: those of `names[n]`, each name once, are `entries[starts[n] : starts[n + 1]]`."""

    names: Numbers
    starts: Numbers
    entries: Numbers

    def split(self, name: int) -> tuple[_Run, _Run]:
        """Return what is below a name, and the rest."""
        at = int(np.searchsorted(self.names, np.uint32(name)))
        start = self.starts[at]
        below = _Run(self.names[:at], self.starts[: at + 1], self.entries[:start])
        return below, _Run(self.names[at:], self.starts[at:] - start, self.entries[start:])

    @property
    def numbers(self) -> NDArray[np.uint64]:
        """Each entry below its name as one number, in order."""
        return np.repeat(self.names, np.diff(self.starts)).astype(np.uint64) << _BITS | self.entries


class Gathered:
    """Entries by name. What is added is kept as some 4 bytes an entry until it is given back, which empties it."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._free = np.empty(0, np.uint32)  # what is left of the last block

    def add(self, names: Numbers, entries: Numbers) -> None:
        """Take in entries, each under the name at its place; an entry that comes twice counts once."""
        if len(names):
            run = _run([names.astype(np.uint64) << _BITS | entries])
            self._runs.append(run._replace(entries=self._kept(run.entries)))

    def groups(self) -> Iterator[tuple[int, Numbers]]:
        """Yield each name with its entries."""
        runs, self._runs, self._free = self._runs, [], np.empty(0, np.uint32)
        for name in _cuts(runs):
            halves = [run.split(name) for run in runs]
            runs = [rest for _, rest in halves]
            yield from _groups(_run([below.numbers for below, _ in halves]))
        if runs:
            yield from _groups(_run([run.numbers for run in runs]))

    def _kept(self, entries: Numbers) -> Numbers:
        """Keep entries in a block, so that they do not stand between what comes and goes in memory."""
        if len(entries) > len(self._free):
            self._free = np.empty(max(_BLOCK, len(entries)), np.uint32)
        kept, self._free = self._free[: len(entries)], self._free[len(entries) :]
        kept[:] = entries
        return kept


def _run(parts: Sequence[NDArray[np.uint64]]) -> _Run:
    """Put entries below their names in order, each once."""
    ordered = np.concatenate(parts)
    ordered.sort()
    ordered = ordered[_first_of_equals(ordered)]
    names = (ordered >> _BITS).astype(np.uint32)
    starts = np.flatnonzero(_first_of_equals(names))
    return _Run(names[starts], np.append(starts, len(ordered)).astype(np.uint32), ordered.astype(np.uint32))


def _first_of_equals(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    return np.concatenate((np.ones(min(1, len(ordered)), np.bool_), ordered[1:] != ordered[:-1]))


def _cuts(runs: Sequence[_Run]) -> Iterator[int]:
    """Yield names in order, such that about `_AT_ONCE` entries lie between two of them."""
    pieces = sum(len(run.entries) for run in runs) // _AT_ONCE
    if not pieces:
        return
    places = [np.arange(0, len(run.entries), max(1, _AT_ONCE // 1_000)) for run in runs]
    sample = np.sort(np.concatenate([
        run.names[np.searchsorted(run.starts, some, side="right") - 1]
        for run, some in zip(runs, places, strict=True)
    ]))  # fmt: skip
    cuts = sample[:: max(1, len(sample) // (pieces + 1))][1:]
    yield from cuts[_first_of_equals(cuts)].tolist()


def _groups(run: _Run) -> Iterator[tuple[int, Numbers]]:
    for name, (start, end) in zip(run.names.tolist(), pairwise(run.starts.tolist()), strict=True):
        yield name, run.entries[start:end]
