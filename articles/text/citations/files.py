"""Citations in the formats that reference managers read: RIS, BibTeX, CSL-JSON, COinS. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from articles.text.citations.citation import Citation


def ris(citation: Citation) -> str:
    """Return the citation in RIS, lines ended as the format asks."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _ris(citation) if value or tag == "ER")


def bibtex(citation: Citation) -> str:
    """Return the citation as a BibTeX entry."""
    day = citation.published
    fields = {
        "title": _escaped(citation.title),
        "author": " and ".join(
            _escaped(name.sorted) if name.given else f"{{{_escaped(name.family)}}}" for name in citation.authors
        ),
        "journal": _escaped(citation.source),
        "year": str(day.year) if day else "",
        "date": day.isoformat() if day else "",
        "url": citation.url,
        "langid": "hebrew",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{citation.key},\n{lines}\n}}\n"


def csl_item(citation: Citation) -> dict[str, Any]:
    """Return the citation as an item of CSL-JSON."""
    day = citation.published
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in citation.authors
        ],
        "container-title": citation.source,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else {},
        "section": citation.section,
        "abstract": citation.abstract,
        "archive": citation.archive,
        "URL": citation.url,
        "language": "he",
    }
    return {name: value for name, value in item.items() if value}


def csl_json(citation: Citation) -> str:
    """Return a CSL-JSON file of the one citation."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"


def coins(citation: Citation) -> str:
    """Return the ContextObject of a COinS span, a newspaper article as Zotero writes one."""
    return urlencode([(key, value) for key, value in _coins(citation) if value])


def _ris(citation: Citation) -> Iterator[tuple[str, str]]:
    day = citation.published
    yield "TY", "NEWS"
    yield "ID", citation.key
    yield "TI", citation.title
    yield from (("AU", name.sorted) for name in citation.authors)
    yield "T2", citation.source
    yield "PY", f"{day:%Y}" if day else ""
    yield "DA", f"{day:%Y/%m/%d/}" if day else ""
    yield "SE", citation.section
    yield "AB", citation.abstract
    yield "DP", citation.archive
    yield "LA", "he"
    yield "UR", citation.url
    yield "ER", ""


def _coins(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", "newspaperArticle"
    yield "rft.title", citation.title
    yield "rft.source", citation.source
    yield "rft.description", citation.abstract
    yield from (("rft.creator", name.whole) for name in citation.authors)
    yield "rft.date", citation.published.isoformat() if citation.published else ""
    yield "rft.language", "he"
    yield "rft.identifier", citation.url


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    plain = _line(text).replace("\\", " ")
    return "".join(f"\\{char}" if char in "{}%&#$_" else char for char in plain)
