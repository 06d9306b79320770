"""Keys by which a related item is recognised as an article: its address, its number at the source, its title. Pure.

A key is short and says nothing by itself; two texts of one key are the same address, number or title.
"""

from __future__ import annotations

import re
from hashlib import md5
from urllib.parse import parse_qsl, urlencode, urlsplit

from articles.hebrew.normalise import fold

_NUMBER = re.compile(r"(?<![0-9A-Za-z])([0-9]{4,20})(?![0-9A-Za-z])", re.ASCII)
_WORDS = re.compile(r"\w+(?:[\"'״׳]\w+)*")
_HOST = re.compile(r"^(?:www|m|mobile)\.")
_TRACKING = re.compile(r"^(?:utm_|fbclid$|gclid$|ref$|source$)")
FEWEST_WORDS = 3  # of a title that can be told from others
ADDRESS, NUMBER, TITLE = "a", "n", "t"


def of_address(url: str) -> str:
    """Return the key of an address, "" for what is none: scheme, www, fragment, tracking, last slash do not count."""
    try:
        parts = urlsplit(url.strip())
        host = _HOST.sub("", (parts.hostname or "").lower())
    except ValueError:
        return ""
    if not host:
        return ""
    asked = sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name))
    return _key(ADDRESS, f"{host}{parts.path.rstrip('/')}?{urlencode(asked)}")


def of_number(source_id: int, number: str) -> str:
    """Return the key of an article's number at its source, "" for a text that is no number of four digits or more."""
    return _key(NUMBER, f"{source_id}:{number}") if _NUMBER.fullmatch(number) else ""


def numbers_in(source_id: int, url: str) -> list[str]:
    """Return the keys of the last two numbers in an address: one of them may be the article's."""
    return [of_number(source_id, number) for number in _NUMBER.findall(url)[-2:]]


def of_title(title: str) -> str:
    """Return the key of a title, "" for one too short to be told from others; niqqud and punctuation do not count."""
    words = [folded for word in _WORDS.findall(title) if (folded := fold(word))]
    return _key(TITLE, " ".join(words)) if len(words) >= FEWEST_WORDS else ""


def _key(kind: str, text: str) -> str:
    return kind + md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
