"""Names marked in a file stand in their places after the text is cleaned, tidied and laid out."""

from articles.intake.fitting import fit
from articles.intake.naming import retold
from articles.intake.records import ArticleRecord, Line, Named


def test_names_move_with_their_words() -> None:
    text = " \u200fאמר ,  בנימין  נתניהו :  שלום"
    start = text.index("בנימין")
    line = Line("text", text, (Named(start, start + len("בנימין  נתניהו"), "בנימין נתניהו", "person"),))
    record = fit(ArticleRecord("כותרת הכתבה", paragraphs=(Line("text", "פסקה."), line), tags=("חדשות",)))
    assert isinstance(record, ArticleRecord)
    told = record.paragraphs[1]
    assert told.text == "אמר, בנימין נתניהו: שלום"
    assert [told.text[one.start : one.end] for one in told.named] == ["בנימין נתניהו"]
    assert record.tags == ("חדשות", "בנימין נתניהו")
    assert record.tag_kinds == (("בנימין נתניהו", "person"),)


def test_a_name_whose_words_are_gone_is_dropped_from_its_line() -> None:
    line = Line("text", "שיחה עם פוטין", (Named(8, 13, "ולדימיר פוטין"),))
    assert retold(line, "שיחה").named == ()
    assert retold(line, "שיחה עם טראמפ").named == ()
    assert retold(line, "שיחה  עם פוטין").named == (Named(9, 14, "ולדימיר פוטין"),)
