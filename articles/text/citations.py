"""Citations of an article in the formats that reference managers read. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; `key` is unique in the archive, `published` None when unknown."""

    key: str
    title: str
    author: str
    source: str
    published: date | None
    url: str


def ris(citation: Citation) -> str:
    """Return the citation in RIS, lines ended as the format asks."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _ris(citation))


def bibtex(citation: Citation) -> str:
    """Return the citation as a BibTeX entry."""
    day = citation.published
    fields = {
        "title": citation.title,
        "author": citation.author,
        "journal": citation.source,
        "year": str(day.year) if day else "",
        "date": day.isoformat() if day else "",
        "url": citation.url,
        "langid": "hebrew",
    }
    lines = ",\n".join(f"  {name} = {{{_escaped(value)}}}" for name, value in fields.items() if value)
    return f"@article{{{citation.key},\n{lines}\n}}\n"


def _ris(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "TI", citation.title
    if citation.author:
        yield "AU", citation.author
    yield "T2", citation.source
    if citation.published:
        yield "PY", f"{citation.published:%Y}"
        yield "DA", f"{citation.published:%Y/%m/%d/}"
    yield "LA", "he"
    yield "UR", citation.url
    yield "ER", ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    plain = _line(text).replace("\\", " ")
    return "".join(f"\\{char}" if char in "{}%&#$_" else char for char in plain)
