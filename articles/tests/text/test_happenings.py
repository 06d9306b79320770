"""Dates in text against sentences that say what a reader takes them to be."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.dates import day_of
from articles.text.happenings import Happening, Precision, happenings

TABLES = ("happenings.txt", "happenings_unseen.txt")
MARK = re.compile(r"\[([^\]=]*)=([^\]]*)\]")
WALLA = """היום ( שישי ) =2019-01-04|לפני כחודש=~2018-12-04/month|בשבוע הבא=2019-01-06..2019-01-12|בספטמבר=2018-09
לפני כשלושה חודשים=~2018-10-04/month|אחרי כחודשיים בהם=2018-11-04..2019-01-04|אתמול=2019-01-03|הלילה=2019-01-04
השבוע=2018-12-30..2019-01-05"""


@dataclass(frozen=True)
class Expected:
    start: int
    end: int
    days: str

    def meets(self, found: Happening) -> bool:
        """Tell whether what was found is this date: it touches the words and means the same days."""
        return found.start < self.end and found.end > self.start and means(self.days, found)


def means(days: str, found: Happening) -> bool:
    if days.startswith("~"):
        day, _, precision = days[1:].partition("/")
        return found.first <= date.fromisoformat(day) <= found.last and found.precision == Precision(precision)
    first, _, last = days.partition("..")
    return (found.first, found.last) == (day_of(first, last=False), day_of(last or first, last=True))


def sentences(table: str) -> list[tuple[date, str, list[Expected]]]:
    read = []
    for line in Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        day, _, marked = line.partition(" ")
        text, expected, at = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            if mark[2]:
                expected.append(Expected(len(text), len(text) + len(mark[1]), mark[2]))
            text, at = text + mark[1], mark.end()
        read.append((date.fromisoformat(day), text + marked[at:], expected))
    return read


def score(table: str) -> tuple[float, float, list[str]]:
    """Return precision, recall, and the mistakes; a date found in two parts counts once in recall."""
    right = found = met = there = 0
    wrong = []
    for printed, text, expected in sentences(table):
        got = happenings(text, printed)
        good = [one for one in got if any(other.meets(one) for other in expected)]
        missed = [one for one in expected if not any(one.meets(other) for other in got)]
        right, found = right + len(good), found + len(got)
        met, there = met + len(expected) - len(missed), there + len(expected)
        wrong += [f"+ {text[one.start : one.end]} {one.first}..{one.last}: {text}" for one in got if one not in good]
        wrong += [f"- {text[one.start : one.end]} {one.days}: {text}" for one in missed]
    return right / found, met / there, wrong


@pytest.mark.parametrize("table", TABLES)
def test_dates_of_the_tables(table: str) -> None:
    precision, recall, wrong = score(table)
    print(f"{len(sentences(table))} sentences: precision {precision:.3f}, recall {recall:.3f}", *wrong, sep="\n")
    assert len(sentences(table)) >= 40
    assert precision >= 0.95 and recall >= 0.9, wrong


@pytest.mark.parametrize("case", [one for line in WALLA.splitlines() for one in line.split("|")])
def test_expressions_of_an_article_of_january_2019(case: str) -> None:
    words, _, days = case.partition("=")
    text = f"הם שוחחו {words} ,  וכך נמסר ."
    (found,) = happenings(text, date(2019, 1, 4))
    assert means(days, found), (text[found.start : found.end], found)


@given(st.text(alphabet="אבתלפניהיום כ-3./1290ש'\"(),", max_size=60), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read_without_error_and_spans_lie_in_it(text: str, printed: date) -> None:
    for one in happenings(text, printed):
        assert 0 <= one.start < one.end <= len(text) and one.first <= one.last
