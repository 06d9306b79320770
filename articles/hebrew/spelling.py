"""Spellings of one word: more or fewer ו and י (תוכנית, תכנית), foreign words with א (ואשינגטון) or with וו for ב."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from articles.hebrew import lexicon
from articles.hebrew.prefixes import splits
from articles.hebrew.verbs import thin

_RARE: Final = 1e-6  # a word met more often has its own right to be
_COMMONER: Final = 5  # how many times as common the usual spelling of a foreign word must be
_KNOWN: Final = 1e-7  # how common that of a stem, behind prefixes with which it was never seen
_SHORTEST_LOAN: Final = 6


def same_word(one: str, other: str, lemma: str) -> bool:
    """Whether two folded stems of one lemma are the same form of it, spelled in two ways."""
    return thin(one) == thin(other) or (lemma in _spellings(one, lemma) and lemma in _spellings(other, lemma))


def _spellings(stem: str, lemma: str) -> set[str]:
    """The lemmas that a stem may simply be another spelling of; כותב is no spelling of כתב, but a form of the verb."""
    verbal = any(form.lemma == lemma for form in lexicon.tables().verbs.analyse(stem))
    own = {stem, thin(stem), lexicon.lemma_key(stem)}  # under which an unusual spelling is the usual one
    return own | (set() if verbal else {variant for variant, _ in variants(stem)})


def variants(lemma: str) -> Iterator[tuple[str, str]]:
    """Dictionary lemmas that differ by one ו, י or א inside, with the change made."""
    length = len(lemma)
    if length < 3:
        return
    lemmas = lexicon.tables().bases
    for at in range(1, length):
        place = "_first" if at == 1 and length > 3 else ""
        letter = lemma[at]
        before, after = lemma[:at], lemma[at:]
        loose = letter in "וי" or (letter == "א" and lexicon.frequency(lemma) <= _RARE)  # עצמאי is not עצמי
        if loose and 3 < length > at + 1 and before + lemma[at + 1 :] in lemmas:
            yield before + lemma[at + 1 :], f"less_{letter}{place}"
        for vowel in "וי":
            if vowel not in (letter, lemma[at - 1]) and before + vowel + after in lemmas:
                yield before + vowel + after, f"more_{vowel}{place}"


def usual(key: str) -> str | None:
    """The usual spelling of a rare foreign word, behind its prefixes: סקנדינווית is סקנדינבית, ואשינגטון וושינגטון.

    Only of words that neither dictionary nor `words/` have behind any prefix; None when there is no commoner spelling.
    """
    own = lexicon.frequency(key)
    if own > _RARE or len(key) < _SHORTEST_LOAN:
        return None
    parts = [("", key), *splits(key)]
    if any(lexicon.is_known(stem) or lexicon.kinds(lexicon.lemma_key(stem)) for _, stem in parts):
        return None
    found = [
        (max(lexicon.frequency(prefix + other) * 10, lexicon.frequency(other)), prefix + other)
        for prefix, stem in parts
        if len(stem) >= _SHORTEST_LOAN - 1
        for other in _loan_spellings(stem)
        if lexicon.frequency(prefix + other) >= _COMMONER * own
        or (not lexicon.is_seen(key) and lexicon.frequency(other) >= _KNOWN)
    ]
    return max(found)[1] if found else None


def _loan_spellings(stem: str) -> Iterator[str]:
    """The stem with ב for a doubled ו inside, and with one or all א inside left out."""
    first, inside, last = stem[0], stem[1:-1], stem[-1]
    if "וו" in inside:
        yield first + inside.replace("וו", "ב") + last
    yield from (stem[:at] + stem[at + 1 :] for at in range(1, len(stem) - 1) if stem[at] == "א")
    if inside.count("א") > 1:
        yield first + inside.replace("א", "") + last
