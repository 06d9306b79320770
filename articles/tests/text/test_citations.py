"""Citations read back by the libraries of those who read them, and the Hebrew styles as text."""

import json
from datetime import date
from urllib.parse import parse_qs

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from articles.text.citations.citation import Citation, Name, names
from articles.text.citations.files import bibtex, coins, csl_json, ris
from articles.text.citations.styled import STYLES, styled

CITED = Citation(
    "newsarchive-7", 'שיחה {ראשונה}: 50% & "צה״ל"', "נועה בר ודן לוי, סוכנויות הידיעות", "מגדלור היום",
    date(2019, 1, 4), "http://x/articles/7/", "חוץ", "כותרת משנה", "ארכיון החדשות",
)  # fmt: skip
BARE = Citation("newsarchive-8", "כותרת", "", "מגדלור היום", None, "http://x/articles/8/")
AUTHORS = ["בר, נועה", "לוי, דן", "סוכנויות הידיעות"]


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("מיכל בן־עטר", [Name("בן־עטר", "מיכל")]),
        ("מאת: נועה בר ודן לוי", [Name("בר", "נועה"), Name("לוי", "דן")]),
        ("ורד כהן", [Name("כהן", "ורד")]),
        ("דוד ורדי", [Name("ורדי", "דוד")]),
        ("אבי יוסף מור / מערכת האתר", [Name("מור", "אבי יוסף"), Name("מערכת האתר")]),
        ("רויטרס", [Name("רויטרס")]),
        ("כתבנו בצפון ושליחנו בלבנון מוסרים כי", [Name("כתבנו בצפון"), Name("שליחנו בלבנון מוסרים כי")]),
        ("  ", []),
    ],
)
def test_bylines_are_taken_apart(byline: str, expected: list[Name]) -> None:
    assert list(names(byline)) == expected


def test_ris_is_read_back() -> None:
    (entry,) = rispy.loads(ris(CITED))
    assert (entry["type_of_reference"], entry["title"], entry["authors"]) == ("NEWS", CITED.title, AUTHORS)
    assert (entry["secondary_title"], entry["year"], entry["date"]) == ("מגדלור היום", "2019", "2019/01/04/")
    assert (entry["urls"], entry["language"], entry["abstract"]) == ([CITED.url], "he", "כותרת משנה")
    (bare,) = rispy.loads(ris(BARE))
    assert "authors" not in bare and "year" not in bare


def test_a_line_break_in_a_title_breaks_no_ris() -> None:
    (entry,) = rispy.loads(ris(Citation("k", "א\r\nER  - \nב", "", "מ", None, "u")))
    assert entry["title"] == "א ER - ב"


def test_bibtex_is_read_back() -> None:
    library = bibtexparser.parse_string(bibtex(CITED))
    (entry,) = library.entries
    assert not library.failed_blocks and entry.key == "newsarchive-7" and entry.entry_type == "article"
    fields = {field.key: field.value for field in entry.fields}
    assert fields["title"] == r'שיחה \{ראשונה\}: 50\% \& "צה״ל"'
    assert fields["author"] == "בר, נועה and לוי, דן and {סוכנויות הידיעות}"
    assert (fields["year"], fields["date"], fields["url"]) == ("2019", "2019-01-04", CITED.url)
    (bare,) = bibtexparser.parse_string(bibtex(BARE)).entries
    assert {field.key for field in bare.fields} == {"title", "journal", "url", "langid"}


@given(title=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_no_title_breaks_a_file(title: str) -> None:
    cited = Citation("newsarchive-7", title, title, "מ", date(2019, 1, 4), "http://x/7/")
    library = bibtexparser.parse_string(bibtex(cited))
    assert len(library.entries) == 1 and not library.failed_blocks
    assert len(rispy.loads(ris(cited))) == 1
    assert json.loads(csl_json(cited))[0]["title"] == title


def test_csl_json() -> None:
    (item,) = json.loads(csl_json(CITED))
    assert item["issued"] == {"date-parts": [[2019, 1, 4]]} and item["type"] == "article-newspaper"
    assert item["author"][2] == {"literal": "סוכנויות הידיעות"}
    assert set(json.loads(csl_json(BARE))[0]) == {"id", "type", "title", "container-title", "URL", "language"}


def test_coins_is_a_newspaper_article() -> None:
    said = parse_qs(coins(CITED))
    assert said["rft.type"] == ["newspaperArticle"] and said["rft.title"] == [CITED.title]
    assert said["rft.creator"] == ["נועה בר", "דן לוי", "סוכנויות הידיעות"] and said["rft.identifier"] == [CITED.url]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("note", "מיכל בן־עטר, \"שיחה ראשונה\", מגדלור היום, 4 בינואר 2019, http://x/7."),
        ("list", "בן־עטר, מיכל. \"שיחה ראשונה\". מגדלור היום, 4 בינואר 2019. http://x/7."),
        ("apa", "בן־עטר, מ׳ (2019, 4 בינואר). שיחה ראשונה. מגדלור היום. http://x/7"),
    ],
)  # fmt: skip
def test_styles(style: str, expected: str) -> None:
    cited = Citation("k", "שיחה ראשונה", "מיכל בן־עטר", "מגדלור היום", date(2019, 1, 4), "http://x/7/")
    assert styled(cited, style) == expected


def test_styles_of_several_authors_and_of_none() -> None:
    assert styled(CITED, "note").startswith("נועה בר, דן לוי, סוכנויות הידיעות, ")
    assert styled(BARE, "list") == '"כותרת". מגדלור היום. http://x/articles/8.'
    assert styled(BARE, "apa") == "כותרת (ללא תאריך). מגדלור היום. http://x/articles/8"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("title", ["<i>נטוי</i>", "א < ב & ג", "&lt;", '"מצוטט"', "נקודה.", "שאלה?", "😀 $x$ {ב}"])
def test_a_title_stays_itself(style: str, title: str) -> None:
    shown = title.replace("<", "‹").replace(">", "›")
    assert shown.rstrip(".") in styled(Citation("k", title, "", "מ", None, "http://x/7/"), style)
