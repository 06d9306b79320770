"""Blocks of related items ("עוד ב…") that scraping left among the paragraphs, and their items one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Final

from articles.hebrew import lexicon
from articles.hebrew.normalise import fold

_OUTLETS: Final = (
    "וואלה|ynet|וויינט|מאקו|mako|N12|הארץ|דה ?מרקר|TheMarker|גלובס|כלכליסט|מעריב|ישראל היום|סרוגים|כיפה|חדשות 13|"
    "רשת 13|כאן|ערוץ 7|ערוץ 14|זמן ישראל|דבר|ואלה"
)
_LEAD: Final = re.compile(
    rf"עוד ב[-־]?(?:{_OUTLETS})\b\s*!?(?:\s*(?:NEWS|חדשות|ספורט|כסף)(?=\W|$|[א-ת]))?\s*:?"
    r"|(?:עוד באותו נושא|עוד בנושא|(?:כתבות|ידיעות) (?:נוספות|קשורות)(?: בנושא)?|קראו (?:גם|עוד)|לקריאה נוספת"
    r"|אולי יעניין אותך|אולי יעניין אתכם|עוד חדשות|עוד כתבות)\s*(?::|$)"
)
_ENDS_SENTENCE: Final = re.compile(r"[.]['\"״)]*$")
_LONGEST_ITEM: Final = 140
_HEBREW: Final = "א-ת"
# Places where two headlines certainly meet: a final letter, a closing mark or a script runs into a Hebrew word.
_CERTAIN: Final = re.compile(
    rf"(?<=[{_HEBREW}][םןץףך])(?=[{_HEBREW}])|(?<=[?!])(?=[{_HEBREW}])"
    rf"|(?<=[a-z]|[A-Z])(?=[{_HEBREW}]{{2}})|(?<=[{_HEBREW}]{{2}}[\"״])(?=[{_HEBREW}]{{3}})"
)
_SEPARATOR: Final = re.compile(r"\s+[|•·*]\s+|\n")
_WORD: Final = re.compile(rf"(?<![{_HEBREW}])[{_HEBREW}]{{6,40}}(?![{_HEBREW}])")
_SHORTEST: Final = 3
_COMMON: Final = 5e-7  # of running text: a word that newspapers use every few days


def lead(line: str) -> str:
    """Return the words that announce related items at the head of a tidy line, or ""."""
    found = _LEAD.match(line)
    return found[0] if found and not _ENDS_SENTENCE.search(line) else ""


def block(lines: Sequence[str], at: int, known: Set[str]) -> tuple[list[str], int]:
    """Return the related items that begin at `lines[at]`, which has a `lead`, and the index after the block.

    `known` are the folded words of the article. A lead alone on its line takes the short lines below it that end no
    sentence.
    """
    rest = lines[at][len(lead(lines[at])) :].strip()
    if rest:
        return split(rest, known), at + 1
    end = at + 1
    while end < len(lines) and len(lines[end]) <= _LONGEST_ITEM and not _ENDS_SENTENCE.search(lines[end]):
        end += 1
    return list(lines[at + 1 : end]), end


def split(run: str, known: Set[str]) -> list[str]:
    """Return the headlines of a run-on, divided only where two of them certainly or very likely meet."""
    parts = [piece for part in _SEPARATOR.split(run) for piece in _CERTAIN.split(part)]
    return [item for part in parts for item in _unglue(part.strip(), known) if item]


def _unglue(text: str, known: Set[str]) -> Iterator[str]:
    """Cut `text` inside each word that nobody knows and that is two known words run together."""
    start = 0
    for word in _WORD.finditer(text):
        cut = _seam(word[0], text[word.end() :], known)
        if cut:
            yield text[start : word.start() + cut].strip()
            start = word.start() + cut
    yield text[start:].strip()


def _seam(word: str, following: str, known: Set[str]) -> int:
    """Return where `word` is two words, or 0: the only place where both halves are words of the article or common ones.

    A second half that the article speaks of goes first; when a colon follows it (a speaker), any first half will do.
    """
    if fold(word) in known or lexicon.is_seen(fold(word)):
        return 0
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    named = [cut for cut in cuts if fold(word[cut:]) in known]
    after_word = [cut for cut in named if _is_common(word[:cut], known) or lexicon.is_seen(fold(word[:cut]))]
    common = [cut for cut in cuts if _is_common(word[:cut], known) and _is_common(word[cut:], known)]
    speaker = named if following.startswith(":") else []
    return next((seams[0] for seams in (after_word, common, speaker) if len(seams) == 1), 0)


def _is_common(text: str, known: Set[str]) -> bool:
    return fold(text) in known or lexicon.frequency(fold(text)) >= _COMMON
