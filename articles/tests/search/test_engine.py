"""Searches answered by the real database: what is found, in which order, and how it is counted."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.hebrew import analyzer
from articles.models import Article, SearchDocument
from articles.search import engine, index
from articles.search.criteria import Criteria
from articles.tests.conftest import MakeArticle, MakeEntity


def found(query: str) -> list[str]:
    """Return the titles found by a query string of the search page."""
    return [hit.article.title for hit in engine.search(Criteria.read(QueryDict(query))).hits]


@pytest.fixture
def archive(make_article: MakeArticle, make_entity: MakeEntity) -> dict[str, Article]:
    putin, syria = make_entity("פוטין"), make_entity("סוריה", "place")
    return {
        "call": make_article("ראש הממשלה שוחח עם פוטין על הנסיגה מסוריה", title="שיחה", entities=[putin, syria]),
        "speech": make_article("לראש הממשלה לא נמסר דבר", title="נאום", day="2020-05-01", source="קול", section="פנים"),
        "blast": make_article("אסון הגז במגניטוגורסק שבסיביר", title="אסון", day="2018-12-31"),
        "undated": make_article("דבר על סוריה ועל איראן", title="ישן", day=None),
        "draft": make_article("סוריה", title="טיוטה", status="draft"),
        "withheld": make_article("סוריה", title="גנוז", status="withheld"),
    }


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=סוריה", {"שיחה", "ישן"}),
        ("q=בסוריה", {"שיחה", "ישן"}),
        ("q=סוריה&mode=exact", {"ישן"}),
        ("q=סוריה&mode=prefix", {"שיחה", "ישן"}),
        ("q=מגניטוגורסק", {"אסון"}),
        ('q="ראש הממשלה"', {"שיחה", "נאום"}),
        ('q="ראש הממשלה"&mode=exact', {"שיחה"}),
        ('q="הממשלה ראש"', set()),
        ("q=סוריה -פוטין", {"ישן"}),
        ("q=-סוריה", {"נאום", "אסון"}),
        ("q=פוטין OR מגניטוגורסק", {"שיחה", "אסון"}),
        ("q=סוריה (פוטין OR איראן)", {"שיחה", "ישן"}),
        ("q=כותרת:אסון", {"אסון"}),
        ("q=כותרת:סוריה", set()),
        ("q=מגניטו*", {"אסון"}),
        ("q=מקור:קול", {"נאום"}),
        ("q=ישות:פוטין", {"שיחה"}),
        ("q=-ישות:פוטין סוריה", {"ישן"}),
        ("q=אחרי:2019", {"נאום"}),
        ("q=לפני:2019", {"אסון"}),
        ("q=מקור:קול OR ישות:פוטין", {"נאום", "שיחה"}),
        ("source=קול", {"נאום"}),
        ("section=פנים", {"נאום"}),
        ("not_source=קול", {"שיחה", "אסון", "ישן"}),
        ("not_section=פנים", {"שיחה", "אסון", "ישן"}),
        ("year=2018&year=2020", {"אסון", "נאום"}),
        ("not_year=2018&not_year=2020", {"שיחה", "ישן"}),
        ("from=2019&to=2019", {"שיחה"}),
        ("from=2018-12-31&to=2018-12-31", {"אסון"}),
        ("q=אין כזה דבר בכלל", set()),
        ("q=!!!", set()),
    ],
)
def test_finds(archive: dict[str, Article], query: str, titles: set[str]) -> None:
    assert set(found(query)) == titles


def test_entity_filters_join(archive: dict[str, Article]) -> None:
    pks = [one.entity_id for one in archive["call"].mentions.all()]
    assert found("&".join(f"entity={pk}" for pk in pks)) == ["שיחה"]
    assert found(f"entity={pks[0]}&entity=999999") == []
    assert set(found(f"not_entity={pks[0]}")) == {"נאום", "אסון", "ישן"}


def test_order_by_date_puts_the_undated_last(archive: dict[str, Article]) -> None:
    assert found("") == ["נאום", "שיחה", "אסון", "ישן"]
    assert found("sort=oldest") == ["אסון", "שיחה", "נאום", "ישן"]


def test_a_word_in_the_title_counts_more(make_article: MakeArticle) -> None:
    make_article("על הנסיגה דובר", title="אחר")
    make_article("דובר על דברים", title="הנסיגה")
    assert found("q=נסיגה") == ["הנסיגה", "אחר"]


def test_counts_are_those_of_the_hits(archive: dict[str, Article]) -> None:
    results = engine.search(Criteria())
    facets = results.facets
    assert results.total == facets.total == 4
    assert {value.label: value.count for value in facets.sources} == {"מגדלור": 3, "קול": 1}
    assert facets.months == {"2018-12": 1, "2019-01": 1, "2020-05": 1} and facets.undated == 1
    assert {entity.name: count for entity, count in facets.entities} == {"פוטין": 1, "סוריה": 1}
    assert facets.years == {"2018": 1, "2019": 1, "2020": 1}


def test_widths_count_each_width(archive: dict[str, Article]) -> None:
    counts = engine.search(Criteria(q="סוריה"), with_widths=True).widths
    assert [counts[mode] for mode in (analyzer.Mode.EXACT, analyzer.Mode.PREFIX, analyzer.Mode.FLEXIBLE)] == [1, 2, 2]


def test_a_page_beyond_the_last_is_the_last(archive: dict[str, Article]) -> None:
    assert engine.search(Criteria(page=10**9), limit=3).criteria.page == 2


def test_pages_hold_every_hit_once(make_article: MakeArticle) -> None:
    made = [make_article("סוריה", title=f"{number}").title for number in range(7)]
    shown = [h.article.title for page in (1, 2, 3) for h in engine.search(Criteria(q="סוריה", page=page), 3).hits]
    assert sorted(shown) == sorted(made)


def test_unpublishing_takes_an_article_out(archive: dict[str, Article]) -> None:
    Article.objects.filter(pk=archive["call"].pk).update(status="draft")
    index.refresh([archive["call"].pk])
    assert "שיחה" not in found("q=סוריה")
    assert not SearchDocument.objects.filter(article=archive["call"]).exists()


def test_the_analyzer_version_is_kept(archive: dict[str, Article]) -> None:
    assert set(Article.objects.values_list("analyzer_version", flat=True)) == {analyzer.VERSION}


def test_psql_can_ask_with_the_hebrew_configuration(archive: dict[str, Article]) -> None:
    asked = SearchDocument.objects.extra(where=["vector @@ to_tsquery('hebrew', hebrew_fold('ממשלה & פוטין'))"])
    assert [one.article.title for one in asked] == ["שיחה"]


def test_a_very_long_article_is_indexed_as_far_as_possible(make_article: MakeArticle) -> None:
    words = " ".join(f"מילה{number}" for number in range(60_000))
    article = make_article("ראשונה " + words, title="ארוכה")
    assert index.refresh([article.pk]) == [article.pk]
    assert found("q=ראשונה") == ["ארוכה"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=st.text(st.sampled_from("אבסוריה\"'״()|*-: OR\\&!<>%\n") | st.characters(), max_size=40),
    mode=st.sampled_from(analyzer.Mode),
)
def test_any_text_gets_an_answer(archive: dict[str, Article], q: str, mode: analyzer.Mode) -> None:
    query = QueryDict(mutable=True)
    query["q"], query["mode"] = q.encode("utf-8", "replace").decode(), mode.value
    assert engine.search(Criteria.read(query)).total <= 4
