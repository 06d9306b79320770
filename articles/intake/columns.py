"""Which field of an article a column is, judged by its name: English and Hebrew names as exports write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

LABELS: Final = {
    "title": "כותרת",
    "deck": "כותרת משנה",
    "body": "גוף הכתבה",
    "published": "תאריך פרסום",
    "byline": "מאת",
    "source": "מקור",
    "section": "מדור",
    "url": "כתובת",
    "external_id": "מזהה אצל המקור",
    "tags": "תגיות",
    "updated": "מועד עדכון",
    "related": "כתבות קשורות",
}
_SEVERAL: Final = frozenset({"tags", "related"})  # fields that more than one column may claim unasked

# Better names come first: of two columns that claim one field, the one with the better name has it.
_NAMES: Final = {
    "title": "title|headline|כותרת|כותרת ראשית|article title|head|שם הכתבה|heading",
    "deck": (
        "deck|sub title|subtitle|sub headline|subhead|standfirst|כותרת משנה|כותרת המשנה|snippet|summary|teaser|lead|"
        "lede|description|abstract|excerpt|תקציר|תיאור"
    ),
    "body": (
        "body|paragraphs|content|text|article text|full text|article body|paragraph|story|תוכן|טקסט|גוף|גוף הכתבה|"
        "גוף הידיעה|פסקה|תוכן הכתבה|article|content text|main text"
    ),
    "published": (
        "published|published at|publish date|publication date|date published|pub date|pubdate|date|datetime|תאריך|"
        "תאריך פרסום|מועד פרסום|מועד הפרסום|פורסם|published date|published on|timestamp|created at|time"
    ),
    "byline": "byline|author|authors|writer|reporter|journalist|creator|מאת|כתב|כותב|מחבר|שם הכתב|שם הכותב",
    "source": "source|source name|publisher|outlet|newspaper|site|site name|מקור|עיתון|אתר|publication|feed",
    "section": "section|category|topic|desk|channel|rubric|מדור|קטגוריה|נושא",
    "url": "url|link|article url|address|href|permalink|canonical url|קישור|כתובת|לינק|uri",
    "external_id": "external id|id|guid|article id|uid|uuid|identifier|doc id|מזהה|מספר|מספר כתבה|key",
    "tags": (
        "tags|keywords|entities|entities json|named entities|tag|party|parties|people|persons|organizations|"
        "organisations|places|locations|תגיות|מילות מפתח|ישויות|מפלגה|מפלגות|אישים|מקומות|labels"
    ),
    "updated": "updated|updated at|modified|date modified|last modified|עודכן|מועד עדכון|תאריך עדכון",
    "related": "related|related articles|related links|כתבות קשורות|עוד בנושא",
}  # fmt: skip
_RANKS: Final = {
    name: (field, rank)
    for field, names in reversed(_NAMES.items())
    for rank, name in reversed(list(enumerate(names.split("|"))))
}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain(name: str) -> str:
    """Return a column's name in lower case, its words apart: publishedAt, published_at and Published-At are one."""
    return _NOT_LETTERS.sub(" ", _CAMEL.sub(" ", name)).strip().lower()


def guess(header: Sequence[str]) -> dict[int, str]:
    """Return the field of each column, by its index; columns of no known name are left out."""
    return dict(_guess(tuple(header)))


@lru_cache(maxsize=512)
def _guess(header: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    claims = [(*_RANKS[plain(name)], index) for index, name in enumerate(header) if plain(name) in _RANKS]
    chosen: dict[int, str] = {}
    for field, _, index in sorted(claims, key=lambda claim: (claim[1], claim[2])):
        if field in _SEVERAL or field not in chosen.values():
            chosen[index] = field
    return tuple(sorted(chosen.items()))
