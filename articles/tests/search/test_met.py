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
    mine.meet(["(בסוריה),", "שלום", "בסוריה", "בסוריה"])
    assert len(mine) == 3
    assert mine.answering(["סוריה"]) == {"בסוריה", "(בסוריה),"} and mine.answering(["איןכזה"]) == set()
    assert mine.beginning(["(בסוריה),", "שלום"], ("סורי",)) == {"(בסוריה),"}


def test_a_full_one_makes_way_for_one_that_knows_the_first_words(monkeypatch: pytest.MonkeyPatch) -> None:
    met.meet_first(["בסוריה", "שלום"])
    monkeypatch.setattr(met, "MOST", 20)
    old = met.met()
    assert old.answering(["סוריה"]) == {"בסוריה"} == old.beginning(["בסוריה", "שלום"], ("סורי",))
    old.meet([f"מילה{number}" for number in range(10)])
    new = met.met()
    assert new is not old and len(new) == 2 < len(old)
    new.meet(["בסוריה,", "לסוריה"])
    assert new.answering(["סוריה"]) == {"בסוריה", "בסוריה,", "לסוריה"} and len(new) == 4
