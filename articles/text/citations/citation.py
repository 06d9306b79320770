"""What a citation says, and the names of a byline taken apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_APART = re.compile(r"\s*[,;/|]\s*|\s+ו(?=[א-ת]{2,}\s+[א-ת])")
_LEADS = re.compile(r"^(?:מאת|כתבו?|כתבה)\s*:?\s+")
_DESKS = frozenset(["מערכת", "סוכנות", "סוכנויות", "שירות", "צוות", "כתבי", "כתבנו", "שליחנו", "דסק", "חדשות", "אתר"])
MOST_WORDS = 4  # of a person's name; what is longer is a desk or a sentence


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person with a family name, or a desk or agency, whose name is `family` and has no `given`."""

    family: str
    given: str = ""

    @property
    def whole(self) -> str:
        """The name as it is said."""
        return f"{self.given} {self.family}".strip()

    @property
    def sorted(self) -> str:
        """The name as lists sort it."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; `key` is unique in the archive, `published` None when unknown, `url` short and lasting."""

    key: str
    title: str
    byline: str
    source: str
    published: date | None
    url: str
    section: str = ""
    abstract: str = ""
    archive: str = ""

    @property
    def authors(self) -> tuple[Name, ...]:
        """The names of the byline."""
        return tuple(names(self.byline))


def names(byline: str) -> Iterator[Name]:
    """Yield the authors of a byline: commas, slashes and "ו" part them; the last word of a person is the family."""
    for part in _APART.split(_LEADS.sub("", " ".join(byline.split()))):
        words = part.split()
        if not words:
            continue
        if len(words) == 1 or len(words) > MOST_WORDS or words[0] in _DESKS:
            yield Name(part)
        else:
            yield Name(words[-1], " ".join(words[:-1]))
