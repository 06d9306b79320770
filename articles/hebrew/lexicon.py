"""What is known of Hebrew words: lemmas from simplemma, how common a form is from wordfreq.

Both are packages installed at set-up; nothing of theirs is copied. The tables are built at first use, once a
process (call `load()` before gunicorn forks to share them), and are keyed by folded forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from simplemma.strategies.dictionaries import DefaultDictionaryFactory
from wordfreq import get_frequency_list

from articles.hebrew.letters import GERSHAYIM, LETTERS
from articles.hebrew.normalise import fold, fold_finals

UNSEEN: Final = 3e-9  # the frequency given to a form that wordfreq, which stops at 1e-8, does not list

_BARE: Final = re.compile(f"^[{LETTERS}]+$", re.MULTILINE)
_MARKED: Final = re.compile(f"^[{LETTERS}]+[^{LETTERS}\n].*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Tables:
    lemmas: dict[str, str | tuple[str, ...]]  # a form's lemma, or all of them where several spellings fold to it
    frequencies: dict[str, float]


def load() -> None:
    """Read the dictionaries now rather than at the first word."""
    _tables()


def is_known(form: str) -> bool:
    """Whether the dictionary has this folded form, bare of prefixes."""
    return form in _tables().lemmas


def lemmas(form: str) -> tuple[str, ...]:
    """The dictionary's lemmas of a folded form, folded; empty when it does not know the form."""
    found = _tables().lemmas.get(form, ())
    return (found,) if isinstance(found, str) else found


def lemma(form: str) -> str:
    """The first lemma of a folded form, or the form itself."""
    return next(iter(lemmas(form)), form)


def is_lemma(form: str) -> bool:
    """Whether the dictionary has this folded form as a lemma of its own."""
    return form in lemmas(form)


def is_seen(form: str) -> bool:
    """Whether this folded form, prefixes and all, is among the half million that wordfreq has counted."""
    return form in _tables().frequencies


def frequency(form: str) -> float:
    """The share of running Hebrew text that this folded form makes up; `UNSEEN` when it was never counted."""
    return _tables().frequencies.get(form, UNSEEN)


@cache
def _tables() -> _Tables:
    return _Tables(_read_lemmas(), dict(_read_frequencies()))


def _read_lemmas() -> dict[str, str | tuple[str, ...]]:
    table: dict[str, str | tuple[str, ...]] = {}
    shared: dict[str, str] = {}  # one string object a lemma, however many forms it has
    for form, base in DefaultDictionaryFactory(cache_max_size=0).get_dictionary("he").items():
        key, folded = fold(form), shared.setdefault(base, fold(base))
        known = table.setdefault(key, folded)
        if folded not in ((known,) if isinstance(known, str) else known):
            table[key] = (known, folded) if isinstance(known, str) else (*known, folded)
    table.pop("", None)
    return table


def _read_frequencies() -> Iterator[tuple[str, float]]:
    """Folded forms with their frequency, rarest first, so that of two spellings the commoner one stays."""
    bins = get_frequency_list("he")
    get_frequency_list.cache_clear()  # wordfreq would keep its own copy for good
    for centibels in range(len(bins) - 1, -1, -1):
        share = 10 ** (-centibels / 100)
        yield from ((key, share) for key in _folded(bins[centibels]))


def _folded(words: list[str]) -> Iterator[str]:
    """The keys of the Hebrew words of a list; those of bare letters, nearly all, in one sweep."""
    lines = fold_finals("\n".join(words))
    yield from _BARE.findall(lines)
    yield from map(_key, _MARKED.findall(lines))


def _key(word: str) -> str:
    """Folded, but with the gershayim kept: acronyms are counted apart from the same letters without."""
    return GERSHAYIM.join(map(fold, word.split(GERSHAYIM))) if GERSHAYIM in word else fold(word)
