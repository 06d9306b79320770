"""Acronyms: letters with gershayim before the last (ארה"ב), which take prefixes (לארה"ב) and inflect (ח"כים).

An acronym and the same letters without gershayim are one word (ארה"ב, ארהב), unless the bare letters are another
and commoner word: עו"ד is not עוד. The frequencies of both decide (`name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articles.hebrew import lexicon, prefixes
from articles.hebrew.letters import GERSHAYIM, GERSHAYIM_VARIANTS, all_hebrew
from articles.hebrew.normalise import fold
from articles.hebrew.prefixes import is_stack

_MARK: Final = re.compile(f"[{''.join(sorted(GERSHAYIM_VARIANTS))}]|['׳’‘]{{2}}")
_PREFIXED: Final = 0.2  # of the times that the whole is seen
# What may follow the acronym's last letter, folded.
_ENDINGS: Final = frozenset({"ימ", "יות", "ית", "ות", "י", "ניק", "ניקימ", "ניקית", "יסט", "יסטימ"})


def dotted(word: str) -> str:
    """The folded word with its gershayim kept, as ח"כימ; empty when it is no acronym (a word in quotes: ב"הארץ")."""
    head, tail = _halves(word)
    if not head or not all_hebrew(head + tail):
        return ""
    return f"{head}{GERSHAYIM}{tail}" if len(tail) == 1 or tail[1:] in _ENDINGS else ""


def quoted(word: str) -> tuple[str, str] | None:
    """Prefix and folded word of a quotation that a prefix is glued to: ב"הארץ" -> (ב, הארצ)."""
    head, tail = _halves(word)
    return (head, tail) if is_stack(head) and len(tail) > 1 else None


def name(key: str) -> str:
    """The key of an acronym given with gershayim: without them, unless it would be taken for another word."""
    bare = key.replace(GERSHAYIM, "")
    return key if len(bare) == 2 or _is_another_word(bare, key) else bare


def _is_another_word(bare: str, key: str) -> bool:
    """Whether the bare letters are a commoner word (עוד), or prefix and word as one would expect them (ב+עם).

    They also are where they are written down and the acronym has a prefix: המום is no ה+מו"ם.
    """
    if lexicon.is_seen(bare) and lexicon.frequency(bare) > lexicon.frequency(key):
        return True
    if lexicon.kinds(lexicon.lemma_key(bare)) and _has_prefix(key):
        return True
    return any(lexicon.is_expected(bare, prefix, stem) for prefix, stem in prefixes.splits(bare))


def spelled_bare(form: str) -> str | None:
    """The acronym that a form without gershayim stands for (ארהב: ארה"ב), if it is commoner than the form."""
    key = f"{form[:-1]}{GERSHAYIM}{form[-1:]}"
    return key if lexicon.is_seen(key) and name(key) == form else None


def _has_prefix(key: str) -> bool:
    """Whether prefix and acronym are to be expected about as often as the whole is seen."""
    least = _PREFIXED * lexicon.frequency(key)
    return any(lexicon.prefix_rate(prefix) * lexicon.frequency(stem) >= least for prefix, stem in splits(key))


def base(key: str) -> str:
    """The acronym that a key with gershayim inflects (ח"כ for ח"כימ), without an article inside (בי"ח for ביה"ח)."""
    head, _, tail = key.partition(GERSHAYIM)
    bare = f"{GERSHAYIM}{tail[0]}" if tail[1:] in _ENDINGS else f"{GERSHAYIM}{tail}"
    without = [head[:at] + head[at + 1 :] + bare for at in range(2, len(head)) if head[at] == "ה"]
    return next(filter(lexicon.is_seen, without), head + bare)


def splits(key: str) -> Iterator[tuple[str, str]]:
    """A key with gershayim parted into a legal stack and an acronym of at least two letters."""
    head, _, tail = key.partition(GERSHAYIM)
    for length in range(1, len(head)):
        if is_stack(head[:length]):
            yield head[:length], f"{head[length:]}{GERSHAYIM}{tail}"


def _halves(word: str) -> tuple[str, str]:
    """The folded letters before and after the last gershayim inside the word; both empty when there are none."""
    mark = next(reversed(list(_MARK.finditer(word))), None)
    head, tail = (fold(word[: mark.start()]), fold(word[mark.end() :])) if mark else ("", "")
    return (head, tail) if head and tail else ("", "")
