"""Names met in texts: a golden table, and the guards."""

import pytest

from articles.tagging import names
from articles.tagging.errors import NoLetters
from articles.tagging.gazetteer import Gazetteer, is_telling

NAMES = (
    "סוריה", "ירושלים", "תל אביב", "אוניברסיטת תל אביב", "ראש הממשלה", 'צה"ל', 'ארה"ב', "ג'ון קרי", "בשאר אל-אסד",
    "מגניטוגורסק", "ברק", "רק", "של", "ק", "2019", "BBC", "הארץ", "בית לחם", "לחם", "כץ", "שר הביטחון", "ערוץ 12",
    "א. ב. יהושע", "ב. מיכאל",
)  # fmt: skip

# text, and what is tagged in it in order
GOLDEN = [
    ("ביקר בסוריה", ["סוריה"]),
    ("מסוריה, ובסוריה ושבסוריה", ["סוריה", "סוריה", "סוריה"]),
    ("סוריה", ["סוריה"]),
    ("סורית", []),
    ("אנשים שבירושלים", ["ירושלים"]),
    ("בתל אביב ובתל־אביב", ["תל אביב", "תל־אביב"]),
    ("מתל-אביב", ["תל-אביב"]),
    ("תל, אביב", []),
    ("תל. אביב", []),
    ("תל\nאביב", []),
    ("תל באביב", []),
    ("סטודנטית מאוניברסיטת תל אביב", ["אוניברסיטת תל אביב"]),
    ("אוניברסיטת חיפה ותל אביב", ["תל אביב"]),
    ("לראש הממשלה ולראש המטה", ["ראש הממשלה"]),
    ('דובר צה״ל מסר לצה"ל', ["צה״ל", 'צה"ל']),
    ("חיילי צה''ל", ["צה''ל"]),
    ("בארה”ב", ["ארה”ב"]),
    ("ג׳ון קרי וג'ון קרי", ["ג׳ון קרי", "ג'ון קרי"]),
    ("הנשיא בשאר אל־אסד", ["בשאר אל־אסד"]),
    ("במגניטוגורסק שברוסיה", ["מגניטוגורסק"]),
    ("אהוד ברק", ["ברק"]),
    ("רק של ק 2019", []),
    ("ב-BBC וב־bbc", ["BBC", "bbc"]),
    ('כתב ב"הארץ" היום', ["הארץ"]),
    ("תושבי בית לחם אכלו לחם", ["בית לחם", "לחם"]),
    ("ישראל כץ אמר לכץ", ["כץ", "כץ"]),
    ("לשר הביטחון", ["שר הביטחון"]),
    ("בערוץ 12 שודר", ["ערוץ 12"]),
    ("הסופר א. ב. יהושע", ["א. ב. יהושע"]),
    ("בְּסוּרְיָה", ["סוּרְיָה"]),
    ("😀בסוריה😀", ["סוריה"]),
    ("\u200fבסוריה", ["סוריה"]),
    ("", []),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of((names.key(name), number) for number, name in enumerate(NAMES))


@pytest.mark.parametrize(("text", "found"), GOLDEN)
def test_golden_table(gazetteer: Gazetteer, text: str, found: list[str]) -> None:
    assert [text[match.start : match.end] for match in gazetteer.matches(text)] == found


def test_a_name_of_two_entities_offers_both() -> None:
    gazetteer = Gazetteer.of([("סוריה", 2), ("סוריה", 1)])
    assert [match.entities for match in gazetteer.matches("בסוריה")] == [(1, 2)]


def test_names_without_letters_are_refused() -> None:
    with pytest.raises(NoLetters):
        names.key(" – ?")


SAME = [('צה"ל', "צה״ל"), ("תל אביב", " תל־אביב "), ("סוּרְיָה", "סוריה"), ("BBC", "bbc")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


def test_a_selection_is_read_whole_first_and_then_without_its_prefixes() -> None:
    assert names.readings("שבירושלים") == [(0, "שבירושלימ"), (2, "ירושלימ")]
    assert (1, "תל אביב") in names.readings("בתל־אביב")
    assert names.readings("?!") == []


def test_noise_is_no_name() -> None:
    assert not any(map(is_telling, ["ק", "של", "2019", "12 2019"]))
    assert all(map(is_telling, ["כצ", "7 באוקטובר"]))
