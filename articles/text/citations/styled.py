"""Citations as Hebrew readers write them, laid out by citeproc from the styles beside this file. Pure.

The styles are ours: those that come with citeproc initialise no Hebrew name, say 4 ינואר for 4 בינואר and repeat the
title of what has no author (docs/decisions tells).
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from articles.text.citations.citation import Citation
from articles.text.citations.files import csl_item

STYLES: Final = {"note": "הערת שוליים", "list": "רשימת מקורות", "apa": "APA"}
_FOLDER: Final = Path(__file__).with_name("styles")
_MARKUP: Final = str.maketrans({"<": "‹", ">": "›"})  # citeproc reads <i> and its like in what it is given


def styled(citation: Citation, style: str) -> str:
    """Return the citation in one of `STYLES`, without mark-up."""
    item = csl_item(citation)
    item["URL"] = citation.url.rstrip("/")  # at the end of a Hebrew line a slash would jump to the other end
    if style == "apa":
        item["author"] = [_initialled(name) for name in item.get("author", [])]
    plain = {key: value.translate(_MARKUP) if isinstance(value, str) else value for key, value in item.items() if value}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc warns of fields that it does not use
        library = CitationStylesBibliography(_style(style), CiteProcJSON([plain]), formatter.plain)
        library.register(Cited([CitationItem(item["id"])]))
        return " ".join(str(library.bibliography()[0]).split())


def _initialled(name: dict[str, str]) -> dict[str, Any]:
    """Return an author whose given names are initials, as in מ׳."""
    if "given" not in name:
        return name
    return {**name, "given": " ".join(f"{word[0]}׳" for word in name["given"].split())}


@lru_cache(maxsize=len(STYLES))
def _style(style: str) -> CitationStylesStyle:
    return CitationStylesStyle(str(_FOLDER / f"{style}.csl"), locale="he-IL", validate=False)
