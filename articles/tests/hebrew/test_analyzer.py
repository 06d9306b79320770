"""The analyzer's contract: lexemes, readings, where a stem stands, and why two words meet."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.hebrew import __main__ as table
from articles.hebrew import lexicon, morphology
from articles.hebrew.analyzer import (
    LONGEST,
    Meeting,
    Mode,
    explain,
    index_anchors,
    index_lexemes,
    key_of,
    query_anchors,
    query_lexemes,
    readings,
    stem_offsets,
)
from articles.hebrew.normalise import fold
from articles.hebrew.prefixes import STACKS, is_stack
from articles.hebrew.tokens import tokenize

WORDS = st.text("אבגדהוכלמנספצשתם\"'־-0123A", min_size=1, max_size=12)
ANY = st.text(st.characters(), max_size=40) | WORDS


def test_lexemes_of_a_known_word() -> None:
    stored = index_lexemes("בסוריה")
    assert {"=בסוריה", "+סוריה", "סוריה"} <= stored and "+בסוריה" not in stored
    assert query_lexemes("סוריה", Mode.EXACT) == ("=סוריה",)
    assert query_lexemes("סוריה", Mode.PREFIX) == ("=סוריה", "+סוריה")
    assert query_lexemes("סוריה", Mode.FLEXIBLE)[:3] == ("=סוריה", "+סוריה", "סוריה")


def test_readings_best_first() -> None:
    best = readings("לממשלה")[0]
    assert (best.prefix, best.stem, best.lemma) == ("ל", "ממשלה", "ממשלה")
    assert sum(reading.weight for reading in readings("לממשלה")) <= 1.0
    assert [(r.prefix, r.stem) for r in readings("ב-2019")] == [("ב", "2019")]
    assert all(r.stem != "שרד" for r in readings("משרד"))


@pytest.mark.parametrize("stack", sorted(STACKS))
def test_an_unknown_name_is_found_under_every_legal_stack(stack: str) -> None:
    assert f"+{fold('מגניטוגורסק')}" in index_lexemes(f"{stack}מגניטוגורסק")


@pytest.mark.parametrize("stack", ["בה", "לה", "הב", "לו", "שו", "בש", "א", "הה", "ווו", ""])
def test_what_is_no_stack(stack: str) -> None:
    assert not is_stack(stack)


@pytest.mark.parametrize(
    ("word", "stem", "span"),
    [
        ("בסוריה", "סוריה", (1, 6)),
        ("בְּסוּרְיָה", "סוריה", (3, 11)),
        ('לארה"ב', "ארהב", (1, 6)),
        ("ב-2019", "2019", (2, 6)),
        ('ה-"פרובוקציה', "פרובוקציה", (3, 12)),
        ("לירושלים", "ירושלימ", (1, 8)),
        ("סוריה", "סוריה", (0, 5)),
        ("סוריה", "לבנונ", None),
        ("", "סוריה", None),
    ],
)
def test_stem_offsets(word: str, stem: str, span: tuple[int, int] | None) -> None:
    assert stem_offsets(word, stem) == span


@pytest.mark.parametrize(
    ("query", "found", "meeting"),
    [
        ("סוריה", "סוריה", Meeting("exact", "", "סוריה")),
        ("סוריה", "בסוריה", Meeting("prefix", "ב", "סוריה")),
        ("בית", "בתים", Meeting("inflection", "", "בית")),
        ("בית", "בבתיהם", Meeting("inflection", "ב", "בית")),
        ("ארהב", 'ארה"ב', Meeting("acronym", "", "ארהב")),
        ('ארה"ב', "ארה״ב", Meeting("exact", "", "ארהב")),
        ('ח"כ', 'הח"כים', Meeting("acronym", "ה", 'ח"כ')),
        ("פרופ", "פרופ'", Meeting("spelling", "", "פרופסור")),
        ("סוריה", "לבנון", None),
    ],
)
def test_explain(query: str, found: str, meeting: Meeting | None) -> None:
    assert explain(query, found) == meeting


@given(ANY)
def test_no_word_crashes_and_lexemes_keep_their_kinds(word: str) -> None:
    stored = index_lexemes(word)
    assert f"={key_of(word)}" in stored and stored.isdisjoint((f"+{key_of(word)}", f"-{key_of(word)}"))
    assert readings(word) and all(r.stem and r.lemma and r.lemma[0] not in "=+" for r in readings(word))
    assert all(1 < len(lexeme) <= LONGEST + 1 or lexeme[0] not in "=+" for lexeme in stored)
    assert all(query_lexemes(word, mode) for mode in Mode)


@given(WORDS, WORDS)
def test_explain_agrees_with_meeting(query: str, found: str) -> None:
    met = set(query_lexemes(query, Mode.FLEXIBLE)) & index_lexemes(found)
    assert bool(met) == (explain(query, found) is not None)


@given(WORDS, WORDS)
def test_anchors_tell_who_meets_inside_phrases(query: str, found: str) -> None:
    anchors, alone = query_anchors(query)
    met = not index_lexemes(found).isdisjoint(query_lexemes(query, Mode.FLEXIBLE, in_phrase=True))
    shared = not set(anchors).isdisjoint(index_anchors(found))
    assert met == shared if alone else met <= shared


def test_anchors_of_words_that_meet() -> None:
    """The same, where more meet than by chance: every form of some words against every other."""
    bodies = "בית בתים ביתו ממשלה ממשלת ממשלות ראש ראשי תכנית תוכנית אמר אומרים יאמר לומר שלום סוריה ח״כ ח״כים צה״ל"
    words = [f"{front}{body}" for front in ("", "ה", "וב", "ש", "כשה") for body in bodies.split()]
    for query in words:
        (anchors, alone), asked = query_anchors(query), query_lexemes(query, Mode.FLEXIBLE, in_phrase=True)
        assert alone or '"' in fold(query) or "״" in query
        for found in words:
            met = not index_lexemes(found).isdisjoint(asked)
            shared = not set(anchors).isdisjoint(index_anchors(found))
            assert met == shared if alone else met <= shared, (query, found)


@given(WORDS)
def test_widths_are_nested(word: str) -> None:
    """What meets exactly meets with prefixes; what does that meets flexibly."""
    for mode in Mode:
        assert set(query_lexemes(word, mode)) & index_lexemes(word)
    assert set(query_lexemes(word, Mode.PREFIX)) <= set(query_lexemes(word, Mode.FLEXIBLE))


@given(WORDS)
def test_every_stem_stands_in_its_word(word: str) -> None:
    for token in tokenize(word):
        for reading in readings(token.text):
            span = stem_offsets(token.text, reading.stem)
            assert span is None or key_of(token.text[slice(*span)]) == reading.stem


def test_a_very_long_word_is_cut_for_lexemes_only() -> None:
    word = "ב" * 100_000
    (token,) = tokenize(word)
    assert token.end == 100_000
    assert max(map(len, index_lexemes(word))) <= LONGEST + 1


def test_indexing_is_fast_enough() -> None:
    words = ["הממשלה", "בסוריה", 'לארה"ב', "ב-2019", "הלכו"] * 4000
    for word in words[:5]:
        index_lexemes(word)
    started = time.process_time()
    stored = [index_lexemes(token.text) for token in tokenize(" ".join(words))]
    assert len(stored) == 20_000 and time.process_time() - started < 1.0


def test_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert table.main(["בסוריה", "ב-2019"]) == 0
    printed = capsys.readouterr().out
    assert "בסוריה\tב\tסוריה\tסוריה" in printed and "=ב2019" in printed
    assert table.main([]) == 2


def test_two_guesses_never_meet() -> None:
    """A lemma that both words only may have makes no meeting; in a phrase it does."""
    word = "לזהות"
    guesses = {lexeme[1:] for lexeme in index_lexemes(word) if lexeme[0] == "~"}
    asked = set(query_lexemes(word, Mode.FLEXIBLE))
    assert guesses and any(f"~{lemma}" not in asked or lemma in asked for lemma in guesses)
    assert asked <= set(query_lexemes(word, Mode.FLEXIBLE, in_phrase=True))


def test_tables_are_kept_and_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built where nothing was kept equals what is read back."""
    monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path))
    built, kept = lexicon.tables.__wrapped__(), lexicon.tables.__wrapped__()
    assert len(list(tmp_path.glob("hebrew-*.tables"))) == 1
    assert built.lemmas == kept.lemmas and built.verbs.bodies == kept.verbs.bodies


def test_frequent_words_read_as_if_they_were_new() -> None:
    """What is kept of a word is what would be worked out now."""
    kept = morphology.frequent()
    assert len(kept) == morphology.FREQUENT
    for word in list(kept)[:: morphology.FREQUENT // 500]:
        assert morphology.analyse(word) == morphology._analysed(word)
