"""The table of meetings: index this, search that, in this width they must (not) meet.

`missed` are meetings that a reader would expect and the analyzer does not make: whoever mends one turns it into `meet`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.hebrew.analyzer import Mode, index_lexemes, query_lexemes
from articles.hebrew.normalise import clean
from articles.hebrew.tokens import tokenize

TABLE = Path(__file__).with_name("meetings.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf8").splitlines()
    if line and not line.startswith("#")
]
WIDER = {"exact": ("exact", "prefix", "flexible"), "prefix": ("prefix", "flexible"), "flexible": ("flexible",)}


def meets(text: str, query: str, mode: Mode) -> bool:
    """Whether the words of the query meet consecutive words of the text."""
    stored = [index_lexemes(token.text) for token in tokenize(clean(text))]
    words = [token.text for token in tokenize(clean(query))]
    asked = [set(query_lexemes(word, mode, in_phrase=len(words) > 1)) for word in words]
    starts = range(len(stored) - len(asked) + 1)
    return any(all(wanted & stored[start + i] for i, wanted in enumerate(asked)) for start in starts)


@pytest.mark.parametrize(("text", "query", "mode", "verdict"), ROWS)
def test_row(text: str, query: str, mode: str, verdict: str) -> None:
    assert verdict in ("meet", "not", "missed")
    assert meets(text, query, Mode(mode)) is (verdict == "meet")


@pytest.mark.parametrize(("text", "query", "mode"), [row[:3] for row in ROWS if row[3] == "meet"])
def test_a_wider_width_finds_no_less(text: str, query: str, mode: str) -> None:
    assert all(meets(text, query, Mode(wider)) for wider in WIDER[mode])


def test_table_is_large_and_says_both() -> None:
    verdicts = [row[3] for row in ROWS]
    assert len(ROWS) >= 300 and verdicts.count("not") >= 90
    assert len(set(ROWS)) == len(ROWS)
