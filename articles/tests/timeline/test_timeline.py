"""Entities through time: periods, series from rolled-up rows, charts, co-occurrence; equal to a recount."""

import itertools
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Entity, Mention
from articles.search import vocabulary
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.timeline import chart, comparison, cooccurrence, holdings, related
from articles.timeline.periods import Period, Unit, between, by_period, unit_for
from articles.timeline.series import Point, Series, months_of, months_of_archive, series


def test_bounds_and_names_of_periods() -> None:
    assert (Period("2020-02").start, Period("2020-02").end) == (date(2020, 2, 1), date(2020, 2, 29))
    assert (Period("2020").start, Period("2020").end) == (date(2020, 1, 1), date(2020, 12, 31))
    assert (Period("2019-01").label, Period("2019-01").short, Period("2019").label) == ("ינואר 2019", "1/2019", "2019")


def test_every_period_between_two_is_there() -> None:
    keys = [period.key for period in between("2018-11", "2019-02", Unit.MONTH)]
    assert keys == ["2018-11", "2018-12", "2019-01", "2019-02"]
    assert [period.key for period in between("2018-11", "2020-02", Unit.YEAR)] == ["2018", "2019", "2020"]


def test_long_times_are_drawn_by_year() -> None:
    assert unit_for(["2019-01", "2021-12"]) is Unit.MONTH
    assert unit_for(["2015-01", "2021-12"]) is Unit.YEAR
    assert unit_for([]) is Unit.YEAR
    assert by_period({"2019-01": 2, "2019-05": 3, "2020-01": 1}, Unit.YEAR) == {"2019": 5, "2020": 1}


def test_share_is_of_the_archive() -> None:
    assert Point(Period("2019"), 3, 12).share == 0.25
    assert Point(Period("2019"), 0, 0).share == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=40), st.booleans())
def test_bars_stay_inside_and_run_from_right_to_left(counts: list[tuple[int, int]], by_share: bool) -> None:
    points = [Point(Period(str(1980 + n)), some, some + rest) for n, (some, rest) in enumerate(counts)]
    bars = chart.chart(Series(Unit.YEAR, points), lambda period: period.key, by_share=by_share).bars
    assert [bar.url for bar in bars] == [point.period.key for point in points]
    assert all(bar.x >= 0 and bar.x + bar.width <= chart.WIDTH and 0 <= bar.y <= chart.HEIGHT for bar in bars)
    assert all(earlier.x > later.x for earlier, later in itertools.pairwise(bars))
    assert all((bar.height > 0) == (chart.value(bar.point, by_share=by_share) > 0) for bar in bars)


@pytest.fixture
def entities(make_article: MakeArticle, make_entity: MakeEntity) -> list[Entity]:
    a, b, c = make_entity("אלף"), make_entity("בית"), make_entity("גימל", "place")
    make_article("אלף בית", "אלף שוב", day="2018-03-01", entities=[a, b])
    make_article("אלף בית גימל", day="2019-03-01", entities=[a, b, c])
    make_article("אלף גימל", day="2019-12-31T23:30", entities=[a, c])
    make_article("אלף", day=None, entities=[a])
    make_article("אלף", day="2019-05-05", status="draft", entities=[a])
    make_article("דבר אחר", day="2020-01-01T00:10")
    return [a, b, c]


def test_months_equal_a_recount(entities: list[Entity]) -> None:
    accepted = Mention.objects.accepted().filter(entity=entities[0], article__status="published")
    articles = {one.article_id: one.article.published for one in accepted.select_related("article")}
    recount = Counter(day and f"{day.astimezone():%Y-%m}" for day in articles.values())
    assert months_of(entities[0]) == recount == {"2018-03": 1, "2019-03": 1, "2019-12": 1, None: 1}


def test_months_are_those_of_israel(entities: list[Entity]) -> None:
    assert months_of_archive() == {"2018-03": 1, "2019-03": 1, "2019-12": 1, "2020-01": 1, None: 1}


def test_a_series_covers_the_whole_archive_by_year(entities: list[Entity]) -> None:
    counted = series(months_of(entities[1]), months_of_archive(), Unit.YEAR)
    assert [(p.period.key, p.articles, p.archive) for p in counted.points] == [
        ("2018", 1, 1), ("2019", 1, 2), ("2020", 0, 1)
    ]  # fmt: skip


def test_who_appears_together(entities: list[Entity]) -> None:
    a, b, c = entities
    assert [(one.entity, one.articles) for one in cooccurrence.companions(a)] == [(b, 2), (c, 2)]
    assert [one.entity for one in cooccurrence.companions(b)] == [a, c]
    assert len(cooccurrence.shared_articles([a, b])) == 2
    assert len(cooccurrence.shared_articles([a, b, c])) == 1


def test_related_articles_share_the_rarest_entities(entities: list[Entity]) -> None:
    (article,) = cooccurrence.shared_articles(entities)
    found = related.related_articles(article, article.paragraphs.all())
    assert article not in [one.article for one in found]
    assert {frozenset(one.entities) for one in found[:2]} == {frozenset(entities[:2]), frozenset(entities[::2])}


def test_related_articles_share_rare_words(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    syria = make_entity("סוריה", "place")
    article = make_article("הזבובון של הקומקום נמצא בסוריה", title="ראשונה", entities=[syria])
    by_word = make_article("עוד הזבובון התגלה", title="שנייה")
    by_both = make_article("הקומקום והזבובון הזבובון בסוריה", title="שלישית", entities=[syria])
    make_article("דבר אחר לגמרי", title="רביעית")
    vocabulary.refresh_words()
    first, second = related.related_articles(article, article.paragraphs.all())
    assert (first.article, first.entities) == (by_both, [syria]) and set(first.words) == {"הזבובון", "הקומקום"}
    assert (second.article, second.entities, second.words) == (by_word, [], ["הזבובון"])


def test_an_article_like_no_other_has_no_relatives(make_article: MakeArticle) -> None:
    article = make_article("א", day=None)
    assert related.related_articles(article, article.paragraphs.all()) == []


def test_compared_series_are_of_one_length(entities: list[Entity]) -> None:
    lines = comparison.compared(entities)
    assert len({len(line.points) for line in lines}) == 1 and len({line.unit for line in lines}) == 1


def test_holdings(entities: list[Entity]) -> None:
    held = holdings.holdings(months_of_archive())
    assert (held.articles, held.first_year, held.last_year, held.sources) == (5, 2018, 2020, [("מגדלור", 5)])
    assert {one.entity.name for one in holdings.entities_of_the_month()} == {"אלף", "גימל"}
