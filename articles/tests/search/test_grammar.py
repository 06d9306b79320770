"""The search language: what is typed, the tree it means, and that every tree prints back to itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.grammar import And, InField, Not, Or, Phrase, Word, leaves, parse, without

READINGS = [
    ("סוריה", Word("סוריה")),
    ("סוריה פוטין", And((Word("סוריה"), Word("פוטין")))),
    ('"ראש הממשלה"', Phrase("ראש הממשלה")),
    ("“ראש  הממשלה”", Phrase("ראש הממשלה")),
    ('ארה"ב', Word('ארה"ב')),
    ("רה״מ", Word("רה״מ")),
    ('"צבא ארה"ב"', Phrase('צבא ארה"ב')),
    ("סוריה -פוטין", And((Word("סוריה"), Not(Word("פוטין"))))),
    ('-"ראש הממשלה"', Not(Phrase("ראש הממשלה"))),
    ("תל-אביב", Word("תל-אביב")),
    ("א OR ב", Or((Word("א"), Word("ב")))),
    ("א | ב", Or((Word("א"), Word("ב")))),
    ("א |או| ב", Or((Word("א"), Word("ב")))),
    ("א ב OR ג", Or((And((Word("א"), Word("ב"))), Word("ג")))),
    ("א (ב OR ג)", And((Word("א"), Or((Word("ב"), Word("ג")))))),
    ("סורי*", Word("סורי", begins=True)),
    ("או", Word("או")),
    ("ORט", Word("ORט")),
]


@pytest.mark.parametrize(("text", "tree"), READINGS)
def test_reads_as_meant(text: str, tree: object) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert not parsed.problems


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("כותרת", '"שני שמות"'),
        ("מקור", '"שני שמות"'),
        ("ישות", '"שני שמות"'),
        ("מקור", "וואלה"),
        ("אחרי", "2019-01"),
        ("לפני", '"2020"'),
    ],
)
def test_fields(name: str, value: str) -> None:
    parsed = parse(f"{name}:{value}")
    assert isinstance(parsed.tree, InField)
    assert (parsed.tree.field.value, str(parsed), parsed.problems) == (name, f"{name}:{value}", ())


def test_a_field_of_time_without_a_date_is_a_word() -> None:
    parsed = parse("אחרי:אתמול סוריה")
    assert parsed.tree == And((Word("אתמול"), Word("סוריה"))) and "2019-01-31" in parsed.problems[0]


@pytest.mark.parametrize(
    ("text", "leaf", "left"),
    [
        ("א ב", Word("א"), "ב"),
        ("א", Word("א"), ""),
        ("ג (א OR ב)", Word("א"), "ג ב"),
        ("ב -א", Word("א"), "ב"),
        ('כותרת:"א ב" ג', Phrase("א ב"), "ג"),
    ],
)
def test_a_part_can_be_taken_out(text: str, leaf: Word | Phrase, left: str) -> None:
    assert str(without(parse(text).tree, leaf) or "") == left


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ('"פתוח בלי סוף', "פתוח בלי סוף"),
        ("(א ב", "א ב"),
        ("א ב)", "א ב"),
        ("א OR", "א"),
        ("כותרת: נסיגה", "כותרת: נסיגה"),
        ("-", ""),
        ("!!!", ""),
    ],
)
def test_what_cannot_be_read_is_read_as_words(text: str, repaired: str) -> None:
    assert str(parse(text)) == repaired
    assert parse(text).problems or text == "כותרת: נסיגה"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("אבגדל\"'״()|*-: OR\u05be\n\\&!<>%") | st.characters(), max_size=60))
def test_every_text_has_a_tree_that_prints_back(text: str) -> None:
    tree = parse(text).tree
    assert parse(str(tree or "")).tree == tree


def test_bounds() -> None:
    assert parse("(" * 900 + "א").problems
    assert len(list(leaves(parse("א " * 400).tree))) <= 40
    assert parse("א" * 5_000).problems
