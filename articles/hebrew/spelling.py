"""Full and defective spelling: one word with more or fewer ו and י (תוכנית, תכנית), or א in foreign words."""

from __future__ import annotations

from collections.abc import Iterator

from articles.hebrew import lexicon
from articles.hebrew.verbs import thin


def same_word(one: str, other: str, lemma: str) -> bool:
    """Whether two folded stems of one lemma are the same form of it, spelled in two ways."""
    return thin(one) == thin(other) or (lemma in _spellings(one, lemma) and lemma in _spellings(other, lemma))


def _spellings(stem: str, lemma: str) -> set[str]:
    """The lemmas that a stem may simply be another spelling of; כותב is no spelling of כתב, but a form of the verb."""
    verbal = any(form.lemma == lemma for form in lexicon.tables().verbs.analyse(stem))
    return {stem, thin(stem)} | (set() if verbal else {variant for variant, _ in variants(stem)})


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
        if letter in "ויא" and 3 < length > at + 1 and before + lemma[at + 1 :] in lemmas:
            yield before + lemma[at + 1 :], f"less_{letter}{place}"
        for vowel in "וי":
            if vowel not in (letter, lemma[at - 1]) and before + vowel + after in lemmas:
                yield before + vowel + after, f"more_{vowel}{place}"
