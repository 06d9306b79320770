"""Marks stand exactly on the words that were found, and snippets are stretches of the original text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.hebrew.analyzer import Mode
from articles.hebrew.tokens import tokenize
from articles.search.grammar import parse
from articles.search.highlight import Matcher, _Place


def marked(query: str, text: str, mode: Mode = Mode.FLEXIBLE) -> list[str]:
    return [text[span.start : span.end] for span in Matcher(parse(query).tree, mode).spans(text)]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("סוריה", "הנסיגה מסוריה, ובסוריה עצמה.", ["מסוריה", "ובסוריה"]),
        ("ארהב", 'צבא ארה״ב וצבא ארה"ב', ["ארה״ב", 'ארה"ב']),
        ('"ראש הממשלה"', "ראש העיר, לראש הממשלה", ["לראש הממשלה"]),
        ('"בית ספר"', "בית־ספר, בית – ספר, (בית) ספר; בית מספר", ["בית־ספר", "בית – ספר", "בית) ספר"]),
        ('"בית ספר" OR "שלום רב"', "שלום רב לבית הספר", ["שלום רב", "לבית הספר"]),
        ("-סוריה פוטין", "פוטין בסוריה", ["פוטין"]),
        ("סורי*", "סוריה והסורים", ["סוריה", "והסורים"]),
        ("סוריה", "😀 בסוריה", ["בסוריה"]),
        ("סוריה", "סוּרְיָה", ["סוּרְיָה"]),
    ],
)
def test_marks(query: str, text: str, marks: list[str]) -> None:
    assert marked(query, text) == marks


def test_exact_marks_only_the_form() -> None:
    assert marked("סוריה", "סוריה ובסוריה", Mode.EXACT) == ["סוריה"]


def test_snippets_are_the_text_itself() -> None:
    text = "מילה " * 80 + "מסוריה " + "מילה " * 80 + "פוטין בסוריה " + "מילה " * 80
    snippets = Matcher(parse("סוריה פוטין").tree, Mode.FLEXIBLE).shown("", [text])[1]
    assert 1 <= len(snippets) <= 3
    assert all(snippet.text in text and snippet.before and snippet.after for snippet in snippets)
    assert any("פוטין" in snippet.text for snippet in snippets)


def test_a_phrase_that_begins_where_a_passage_ends_is_shown_to_its_end() -> None:
    text = "סוריה " + "מילה " * 13 + "ראש הממשלה " + "מילה " * 30
    snippet = Matcher(parse('סוריה "ראש הממשלה"').tree, Mode.FLEXIBLE).shown("", [text])[1][0]
    assert [piece.text for piece in snippet.pieces if piece.marks] == ["סוריה", "ראש הממשלה"]


def test_without_words_the_beginning_is_shown() -> None:
    assert Matcher(None, Mode.FLEXIBLE).shown("", ["", "התחלה של כתבה"])[1][0].text == "התחלה של כתבה"


def test_why_names_form_and_rule() -> None:
    why = Matcher(parse("סוריה").tree, Mode.FLEXIBLE).shown("סוריה", ["מסוריה"])[2]
    assert [(one.form, one.rule, one.prefix) for one in why] == [("סוריה", "exact", ""), ("מסוריה", "prefix", "מ")]


@settings(max_examples=150, deadline=None)
@given(st.text("אבסוריה \"'-.😀a1", max_size=80), st.sampled_from(["סוריה", "א", '"א ב"', "ב*"]))
def test_pieces_joined_are_the_text(text: str, query: str) -> None:
    assert Matcher(parse(query).tree, Mode.FLEXIBLE).shown(text, [])[0].text == text


@given(
    st.text(st.sampled_from("אבמר'\"״׳־- 0.,:/(!ןם\n"), max_size=60),
    st.text(st.sampled_from("אבמר'\"־ *"), min_size=1, max_size=8),
    st.sampled_from(Mode),
)
def test_the_quick_look_misses_nothing(text: str, query: str, mode: Mode) -> None:
    matcher, places = Matcher(parse(query).tree, mode), [_Place(0, *token) for token in tokenize(text)]
    everywhere = [
        (words[0].start, words[-1].stop, number)
        for index in range(len(places))
        for number, pattern in enumerate(matcher.patterns)
        if (words := pattern.met(iter(places[index:])))
    ]
    assert [(span.start, span.end, span.data) for span in matcher.spans(text)] == everywhere
