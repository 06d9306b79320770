"""Who said what: what a text quotes or reports, and the words that name the speaker. Pure.

    אמר X כי …     X אמר ש…     X: "…"     "…", אמר X     לדברי X, …     לדבריו, … (the last speaker, when sure)

What is not sure is left out. Offsets count the code points of a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.text.quotes.marks import quoted
from articles.text.quotes.quote import Quote, Speaker
from articles.text.quotes.reader import Reader

__all__ = ["VERSION", "Quote", "quoted", "quotes", "within"]

VERSION = 3  # raised when what is found changes; archives then read their articles anew


def quotes(paragraphs: Sequence[str], names: Sequence[Sequence[tuple[int, int]]] = ()) -> list[Quote]:
    """Return the quotes of an article's paragraphs in order, those that overlap an earlier one left out.

    `names` holds for each paragraph the places of people and bodies known to be named there: they help to see where a
    speaker's name begins, and are not needed.
    """
    found: list[Quote] = []
    last: Speaker | None = None
    for number, text in enumerate(paragraphs):
        known = names[number] if number < len(names) else ()
        reader = Reader(number, text, known, last)
        found += reader.read()
        last = reader.who.last
    return found


def within(found: Sequence[Quote], paragraph: int) -> list[Quote]:
    """Return the quotes of one paragraph, their paragraph numbered 0."""
    return [replace(one, paragraph=0) for one in found if one.paragraph == paragraph]
