"""The words that are written down by hand: well formed, no word twice, and known by what was written."""

from __future__ import annotations

import pytest

from articles.hebrew import candidates, lexicon
from articles.hebrew.analyzer import explain, index_lexemes, readings
from articles.hebrew.normalise import fold
from articles.hebrew.prefixes import is_stack
from articles.hebrew.vocabulary import FOLDER, fits, vocabulary

SECTIONS = {
    "adjectives": [""],
    "nouns": ["ים", "ות", "="],
    "others": ["particle", "name"],
    "readings": [""],
    "spellings": [""],
    "verbs": ["paal", "piel", "pual", "nifal", "hifil", "hitpael", "hufal", "irregular"],
}


def _sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    section = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).extend(line.split())
    return found


@pytest.mark.parametrize("name", SECTIONS)
def test_each_file_has_its_sections_in_order_and_no_word_twice(name: str) -> None:
    """Sorted, so that the next word has one place."""
    sections = _sections(name)
    assert list(sections) == SECTIONS[name]
    for words in sections.values():
        assert words == sorted(set(words))
        assert all(fold(part) for word in words for part in word.split("="))


def test_no_file_is_left_unread() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(SECTIONS)


def test_every_verb_conjugates() -> None:
    """A verb whose letters fit no shape of its pattern would be written down in vain."""
    support = lexicon.tables().verbs.support
    vain = {
        (verb, pattern)
        for verb, patterns in vocabulary().verbs.items()
        for pattern in patterns
        if (lexicon.lemma_key(verb), pattern) not in support
    }
    assert not vain


def test_an_unusual_spelling_leads_to_a_usual_one() -> None:
    """In one step: no chains; and it is listed nowhere else."""
    spellings = vocabulary().spellings
    assert not spellings.keys() & set(spellings.values())
    assert not spellings.keys() & vocabulary().words
    assert lexicon.lemma_key("תכנית") == lexicon.lemma_key("תוכנית")


@pytest.mark.parametrize(
    ("query", "found"),
    [("מוזיקה", "מוסיקה"), ("מוסיקה", "במוזיקה"), ("נורבגי", "נורווגי"), ("חיסרון", "החסרון"), ("סדרה", "סידרה")],
)
def test_an_unusual_spelling_is_named_as_the_reason(query: str, found: str) -> None:
    meeting = explain(query, found)
    assert meeting and meeting.rule == "spelling"


def test_an_inflection_of_another_spelling_is_still_an_inflection() -> None:
    meeting = explain("תוכנית", "תכניות")
    assert meeting and meeting.rule == "inflection"


@pytest.mark.parametrize(
    ("kinds", "base", "stem", "rule", "kind"),
    [
        ({"noun_ימ"}, "ספר", "ספרימ", "plural", "noun"),
        ({"noun_ימ"}, "ספר", "ספרות", "plural", None),
        ({"noun_ות"}, "רחוב", "רחובות", "plural", "noun"),
        ({"noun_ות"}, "רחוב", "רחובי", "construct_plural", None),
        ({"noun_ות"}, "מדינה", "מדינותי", "construct_plural", "noun"),
        ({"noun_ות"}, "מדינה", "מדינתו", "own_feminine", "noun"),
        ({"noun_ימ"}, "ספר", "ספרה", "feminine", None),
        ({"adjective"}, "גדול", "גדולה", "feminine", "adjective"),
        ({"adjective"}, "גדול", "גדולו", "own_singular", None),
        ({"particle"}, "מול", "מולימ", "plural", None),
        ({"name"}, "דוד", "דודימ", "plural", None),
    ],
)
def test_a_form_fits_what_its_base_is(kinds: set[str], base: str, stem: str, rule: str, kind: str | None) -> None:
    assert fits(kinds, base, stem, rule) == kind


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("נשים", "אישה"), ("בתי", "בית"), ("אנשים", "איש"), ("סיימו", "סיים"), ("אמרתי", "אמר"), ("להכות", "הכה")],
)
def test_what_is_written_down_is_the_first_reading(word: str, lemma: str) -> None:
    assert readings(word)[0].lemma == lexicon.lemma_key(fold(lemma))


def test_what_accounts_for_a_stem() -> None:
    """By itself, by an ending, as a verb; nothing for what is no word."""
    assert candidates.vouched(fold("מול")) >= {"itself"}
    assert candidates.vouched(fold("ספרים")) >= {"plural"}
    assert "infinitive" in candidates.vouched(fold("לכתוב"))
    assert not candidates.vouched(fold("גזקפט"))


def test_a_word_is_found_by_every_reading_that_is_written_down() -> None:
    """And each is one: a legal prefix that the word begins with."""
    for word, written in lexicon.tables().readings.items():
        stored = {lexeme.removeprefix("~") for lexeme in index_lexemes(word)}
        assert stored.issuperset(lemma for _, lemma in written), word
        assert all(not prefix or (is_stack(prefix) and word.startswith(prefix)) for prefix, _ in written), word


@pytest.mark.parametrize(("word", "lemma"), [("הרכבת", "רכבת"), ("לספר", "ספר"), ("לספר", "סיפר"), ("הפרשה", "פרשה")])
def test_a_common_word_of_several_readings_is_found_by_each(word: str, lemma: str) -> None:
    assert explain(lemma, word)


def test_a_verb_of_four_letters_is_one_with_and_without_its_yod() -> None:
    assert lexicon.lemma_key("שיחרר") == lexicon.lemma_key("שחרר")
    assert lexicon.lemma_key("סיפר") != lexicon.lemma_key("ספר")


def test_no_word_that_is_written_down_is_held_for_a_mere_form() -> None:
    """Whatever its spelling: תקווה is no form of קיווה, רווחי none of רווח."""
    readings_told = lexicon.tables().readings
    for word in vocabulary().words - readings_told.keys():
        assert not candidates.told(word, "", word, lexicon.lemma_key(word)), word
