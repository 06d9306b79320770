"""The names that the archive knows, and where a text speaks them: prefix letters stay outside the span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final

from django.apps import apps
from django.db.models import Count, Max

from articles.hebrew.analyzer import readings
from articles.hebrew.letters import GERESH_VARIANTS, GERSHAYIM_VARIANTS, HYPHENS
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Token, tokenize
from articles.models import Alias
from articles.tagging import names

# Words so common that as a name they are noise: written here, not taken from a list.
_COMMON: Final = """
    של את על אל גם לא כי אם עם כל הוא היא הם הן אני אנו זה זו זאת יש אין היה היו עוד רק אבל או אך כן כבר מאוד בין לפי
    אחרי לפני עד כדי מה מי איך כמו יותר היום אתמול שנה יום לו לה להם בו בה אותו אותה אלה כאן שם אז
"""
TOO_COMMON: Final = frozenset(map(fold, _COMMON.split()))
# What may stand between two words of one name: a space, a hyphen, quotation marks, the point of an initial.
_GAP: Final = re.compile(
    rf"\.?[ \u00a0{re.escape(''.join(sorted(HYPHENS | GERESH_VARIANTS | GERSHAYIM_VARIANTS)))}]{{0,3}}"
)
_PLAIN: Final = re.compile("[א-ת]+")  # a word whose stems are ends of it, letter for letter
_LONGEST_STACK: Final = 6  # prefix letters
_SHORT: Final = 2  # letters: so short a name is known with a prefix only when the reading is likely


Days = tuple[date | None, date | None]  # the first and the last day, both included


@dataclass(frozen=True, slots=True)
class Match:
    """The code points `start` to `end` of a text are the name `key` of these entities."""

    start: int
    end: int
    key: str
    entities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names folded to keys, each with the entities it may mean; and by first word, how many words names have.

    `days` are the periods in which a name is an entity's, for those that are not its names always.
    """

    entities: dict[str, tuple[int, ...]]
    lengths: dict[str, tuple[int, ...]]
    days: dict[tuple[str, int], tuple[Days, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]], dated: Iterable[tuple[str, int, Days]] = ()) -> Gazetteer:
        """Build from (alias key, entity id) pairs, and others with their days; names that are noise are left out."""
        always, days = list(pairs), dict[tuple[str, int], tuple[Days, ...]]()
        for key, entity, period in dated:
            days[key, entity] = (*days.get((key, entity), ()), period)
        for pair in set(always):
            days.pop(pair, None)
        entities: dict[str, list[int]] = {}
        lengths: dict[str, set[int]] = {}
        for key, entity in [*always, *days]:
            if is_telling(key):
                words = key.split(" ")
                entities.setdefault(key, []).append(entity)
                lengths.setdefault(words[0], set()).add(len(words))
        return cls(
            {key: tuple(sorted(set(ids))) for key, ids in entities.items()},
            {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()},
            days,
        )

    def matches(self, text: str, day: date | None = None) -> list[Match]:
        """Return the names spoken in `text`, from its beginning: of names that overlap, the longest.

        Names of certain days (an office) are those of `day`; of an unknown day there are none.
        """
        found = self._matches(text)
        return list(self._of_day(found, day)) if self.days else found

    def _of_day(self, found: Iterable[Match], day: date | None) -> Iterator[Match]:
        for match in found:
            held = tuple(one for one in match.entities if self._is_held(match.key, one, day))
            if held:
                yield replace(match, entities=held)

    def _is_held(self, key: str, entity: int, day: date | None) -> bool:
        periods = self.days.get((key, entity))
        return periods is None or (day is not None and any(_is_within(day, period) for period in periods))

    def _matches(self, text: str) -> list[Match]:
        tokens = tokenize(text)
        keys = [fold(token.text) for token in tokens]
        found, at = [], 0
        while at < len(tokens):
            best = max(self._at(text, tokens, keys, at), key=lambda pair: pair[0].end - pair[0].start, default=None)
            if best:
                found.append(best[0])
            at += best[1] if best else 1
        return found

    def _at(self, text: str, tokens: list[Token], keys: list[str], at: int) -> Iterator[tuple[Match, int]]:
        """Yield each name that begins in the token at `at`, with how many tokens it takes."""
        first = tokens[at]
        for skipped, stem in self._beginnings(first, keys[at]):
            for count in self.lengths[stem]:
                key = " ".join([stem, *keys[at + 1 : at + count]])
                if key in self.entities and _is_one_name(text, tokens[at : at + count], count):
                    if _is_stem(first.text, skipped, stem):
                        yield Match(first.start + skipped, tokens[at + count - 1].end, key, self.entities[key]), count
                    break

    def _beginnings(self, word: Token, key: str) -> Iterator[tuple[int, str]]:
        """Yield what may be left of a word without prefixes and begins some name: (code points left out, folded stem).

        Of most words these are the ends of their letters; the analyzer is spared until a whole name is met.
        """
        plain = _PLAIN.fullmatch(word.text)
        ends = ((skipped, key[skipped:]) for skipped in range(min(_LONGEST_STACK + 1, len(key))))
        for skipped, stem in ends if plain else names.stems(word.text):
            if stem in self.lengths:
                yield skipped, stem


def _is_stem(word: str, skipped: int, stem: str) -> bool:
    """Tell whether a word may be this stem behind prefix letters; a short one must be likely."""
    if not skipped:
        return True
    return (skipped, stem) in names.stems(word) and (len(stem) > _SHORT or _is_likely(word, stem))


def _is_within(day: date, period: Days) -> bool:
    since, until = period
    return (since is None or since <= day) and (until is None or day <= until)


def is_telling(key: str) -> bool:
    """Tell whether a name says something when met in a text: not one letter, not a very common word, not digits."""
    return len(key) > 1 and key not in TOO_COMMON and not key.replace(" ", "").isdigit()


def current() -> Gazetteer:
    """Return the gazetteer of all aliases, built once a process and again when an alias has changed."""
    global _cached
    stamp = _stamp()
    if _cached is None or _cached[0] != stamp:
        _cached = stamp, _read()
    return _cached[1]


def _read() -> Gazetteer:
    always = Alias.objects.filter(since=None, until=None).values_list("key", "entity_id")
    dated = Alias.objects.exclude(since=None, until=None).values_list("key", "entity_id", "since", "until")
    return Gazetteer.of(always.iterator(), ((key, entity, (since, until)) for key, entity, since, until in dated))


_cached: tuple[tuple[int | None, ...], Gazetteer] | None = None


def _stamp() -> tuple[int | None, ...]:
    """Return what changes with every insertion, change or deletion of an alias."""
    events = apps.get_model("articles", "AliasEvent").objects.aggregate(last=Max("pgh_id"))
    aliases = Alias.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return aliases["count"], aliases["last"], events["last"]


def _is_one_name(text: str, tokens: list[Token], count: int) -> bool:
    gaps = pairwise(tokens)
    return len(tokens) == count and all(_may_join(text, one, other) for one, other in gaps)


def _may_join(text: str, one: Token, other: Token) -> bool:
    gap = text[one.end : other.start]
    return bool(_GAP.fullmatch(gap)) and (not gap.startswith(".") or len(fold(one.text)) == 1)


def _is_likely(word: str, stem: str) -> bool:
    return any(reading.sure and reading.prefix and reading.stem == stem for reading in readings(word))
