"""A second process analyses as this one does, and is missed by nobody when it dies."""

import os
import signal

from articles.search.analysed import analyse, digest
from articles.search.analysing import Helper, analyse_all
from articles.search.postgres import vector

PARTS = [[("כותרת הכתבה", "A"), ("הנשיא בסוריה", "D")], [("אחרת", "A"), ("", "B")]]


def test_the_helper_answers_in_order() -> None:
    with Helper() as helper:
        answers = [helper.ask(PARTS), helper.ask(PARTS[1:]), helper.ask([])]
        assert [answer.result() for answer in answers] == [analyse_all(PARTS), analyse_all(PARTS[1:]), []]


def test_a_helper_that_dies_is_replaced_by_this_process() -> None:
    with Helper() as helper:
        assert helper.ask(PARTS).result() == analyse_all(PARTS)
        assert helper._process
        os.kill(helper._process.pid, signal.SIGKILL)
        assert helper.ask(PARTS).result() == helper.ask(PARTS).result() == analyse_all(PARTS)


def test_one_reading_makes_what_two_would() -> None:
    body = [" ".join(f"מילה{n}" for n in range(at, at + 30)) for at in (0, 30)]
    parts = [("כותרת הכתבה", "A"), ("משנה", "B"), ("מאת כתבת", "D"), *((text, "D") for text in body)]
    made = analyse(parts)
    assert made.written == vector(parts)
    assert made.digest == digest([text for text, _ in parts]) != digest([*(text for text, _ in parts), "מאת כתבת"])


def test_what_does_not_fit_is_told() -> None:
    text, _, whole = vector([(" ".join(f"מילה{n}" for n in range(20_000)), "D")])
    assert not whole and "=מילה0:1 " in text and len(text.encode()) < 4_000_000
    text, _, whole = vector([("א " * 1_000, "D")])
    assert whole and max(at.count(",") for at in text.split(" ")) == 254
