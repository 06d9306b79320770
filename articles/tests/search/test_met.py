"""What a process has met of the words of texts: it answers for all of them, and does not grow without end."""

from collections.abc import Iterator

import pytest

from articles.search import met


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    met.meet_first([])
    yield
    met.meet_first([])


def test_what_was_met_answers_with_or_without_punctuation() -> None:
    mine = met.met()
    numbers = mine.read(["בסוריה", "שלום", "(בסוריה),", "בסוריה"])
    assert numbers[0] == numbers[2] == numbers[3] != numbers[1] and len(mine) == 2
    assert mine.answering(["סוריה"]) == {numbers[0]} and mine.answering(["איןכזה"]) == set()
    assert mine.beginning(numbers, ("סורי",)) == {numbers[0]}


def test_a_full_one_makes_way_for_one_that_knows_the_first_words(monkeypatch: pytest.MonkeyPatch) -> None:
    met.meet_first(["בסוריה", "שלום"])
    monkeypatch.setattr(met, "MOST", 20)
    old = met.met()
    assert old.answering(["סוריה"]) == set(old.read(["בסוריה"]))
    old.read([f"מילה{number}" for number in range(10)])
    new = met.met()
    assert new is not old and len(new) == 2 < len(old)
    numbers = new.read(["בסוריה", "לסוריה"])
    assert new.answering(["סוריה"]) == set(numbers) and len(new) == 3
