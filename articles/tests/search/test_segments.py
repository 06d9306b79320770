"""A large archive answers from segments: with the counts and the order that PostgreSQL gives, whatever changed."""

import random
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.http import QueryDict
from django.test import Client

from articles.hebrew.analyzer import Mode
from articles.models import Article, Mention, SearchChange, SearchPosting, SearchSegment
from articles.search import engine, facets, index, ranking, segments, settle, settled
from articles.search.bits import UNPAIRED
from articles.search.criteria import Criteria
from articles.search.plain import PlainAnswer
from articles.search.postgres import ranked, where
from articles.search.settled import SettledAnswer
from articles.sql.binary import rows
from articles.tagging import appearances
from articles.tests.conftest import MakeArticle, MakeEntity

WORDS = [
    "סוריה", "ממשלה", "ראש", "פוטין", "נסיגה", "דבר", "שלום", "כלכלה", "בחירות", "משטרה", "הממשלה", "בסוריה", "ושלום",
    "לראש", "דברים",
]  # fmt: skip
QUERIES = [
    "", "q=סוריה", "q=ממשלה שלום", "q=דבר&mode=exact", "q=ראש&mode=prefix", "q=סוריה -שלום", "q=סוריה OR פוטין",
    'q="ראש הממשלה"', "q=ממש*", "q=כותרת:שלום", "q=שלום&source=קול", "q=דבר&section=פנים", "q=אחרי:2015 דבר",
    "q=לפני:2015 דבר", "year=2014&q=שלום", "not_year=2014&q=שלום", "not_source=קול", "not_section=פנים&q=דבר",
    "from=2012-03&to=2016-07", "q=ישות:פוטין", "q=מקור:קול OR פוטין", "q=איןכזה", "q=!!!",
    "q=(סוריה OR שלום) -ממשלה דבר", 'q="ראש ממשלה"&mode=exact', 'q="לראש הממשלה"&mode=prefix', 'q="ממשלה ראש דברים"',
    'q="דבר ראש" OR "שלום ממשלה" -סוריה', 'q=-"ראש הממשלה" שלום', "q=ראש־הממשלה", 'q="ראש איןכזה"',
]  # fmt: skip


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    segments.forget()
    yield
    segments.forget()


@pytest.fixture
def archive(make_article: MakeArticle, make_entity: MakeEntity) -> list[Article]:
    """Sixty articles of few words: many hits, equal dates, no dates, two sources, three sections, three entities."""
    chance = random.Random(7)  # noqa: S311
    entities = [make_entity(name) for name in ("פוטין", "סוריה", "שלום")]
    return [
        make_article(
            " ".join(chance.choices(WORDS, k=30)),
            title=" ".join(chance.choices(WORDS, k=3)),
            day=None if number % 11 == 0 else f"{chance.randint(2010, 2019)}-{chance.randint(1, 4):02}-01",
            source=chance.choice(["קול", "מגדלור"]),
            section=chance.choice(["", "פנים", "חוץ"]),
            entities=entities,
        )
        for number in range(60)
    ]


def answers(query: str) -> tuple[Criteria, PlainAnswer, SettledAnswer]:
    """Return a search with its answer by PostgreSQL and its answer by segments."""
    criteria = Criteria.read(QueryDict(query))
    state = segments.state()
    assert state is not None
    return criteria, PlainAnswer(where(criteria)), SettledAnswer.of(state, where(criteria))


def assert_agree(query: str) -> None:
    criteria, plain, kept = answers(query)
    assert kept.total == plain.total and kept.facets == plain.facets
    for order in ("newest", "oldest"):
        whole = plain.by_date(order, 1_000, 0)
        assert kept.by_date(order, 1_000, 0) == whole
        assert [pk for at in range(0, len(whole), 7) for pk in kept.by_date(order, 7, at)] == whole
    words = ranked(criteria)
    if words:
        assert sorted(kept.by_relevance(words, 1_000, 0)) == sorted(plain.by_relevance(words, 1_000, 0))
    entities = Criteria(entities=(answers("")[1].facets.entities[0][0].pk,), q=criteria.q)
    assert engine.answer_to(entities).total == PlainAnswer(where(entities)).total


def assert_same_order(query: str) -> list[int]:
    """Hits are ranked as PostgreSQL ranks them, one by one; return them."""
    criteria, plain, kept = answers(query)
    exact = plain.by_relevance(ranked(criteria), 1_000, 0)
    assert kept.by_relevance(ranked(criteria), 1_000, 0) == exact
    return exact


def test_segments_answer_as_postgresql_does(archive: list[Article]) -> None:
    settle.settle(least=1)
    assert not SearchChange.objects.exists() and SearchSegment.objects.count() == 1
    for query in QUERIES:
        assert_agree(query)
        if ranked(answers(query)[0]):
            assert_same_order(query)


def test_and_go_on_to_when_articles_change(archive: list[Article], make_article: MakeArticle) -> None:
    settle.settle(least=1)
    make_article("ראש הממשלה שוחח על שלום", title="חדשה", source="חדש", section="חדש")
    Article.objects.filter(pk=archive[3].pk).update(status="draft")
    Article.objects.filter(pk=archive[4].pk).update(published=None, date_known_from="unknown", section="חוץ")
    index.refresh([archive[3].pk, archive[4].pk])
    Mention.objects.filter(article=archive[5]).update(status="removed")
    appearances.refresh([archive[3].pk, archive[5].pk])
    for query in QUERIES:
        assert_agree(query)
    settle.settle(least=1)
    assert not SearchChange.objects.exists()
    for query in QUERIES:
        assert_agree(query)


def test_many_small_settlings_leave_few_segments(archive: list[Article], make_article: MakeArticle) -> None:
    settle.settle(least=1)
    for number in range(12):
        make_article("סוריה", title=f"{number}")
        settle.settle(least=1)
    live = SearchSegment.objects.filter(retired=None)
    assert live.count() <= 4 and sum(one.size for one in live) == 72
    SearchSegment.objects.update(retired="2001-01-01T00:00:00Z")
    settle.settle(least=1)
    assert not SearchPosting.objects.exists()


@pytest.mark.parametrize("spread", [0, segments.SPREAD])
def test_what_is_kept_of_a_segment_moves_with_it(
    spread: int, archive: list[Article], make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others come and go, before it and after it."""
    monkeypatch.setattr(settle, "MOST", 25)
    monkeypatch.setattr(segments, "SPREAD", spread)
    monkeypatch.setattr(ranking, "FEW", 1)
    for number in range(20):
        make_article("נדירה " * (1 + number % 7) + "מילה " * 9, title=f"{number}")
    settle.settle(least=1)
    first = SearchSegment.objects.order_by("id")[0]
    gone = segments.numbers_of("q", bytes(first.articles)).tolist()[:23]
    for _ in range(2):
        for query in ("q=סוריה", "q=ראש ממשלה", "q=שלום OR נסיגה", "q=נדירה"):
            criteria, plain, kept = answers(query)
            assert kept.total == plain.total and kept.facets == plain.facets
            assert kept.by_relevance(ranked(criteria), 3, 0) == assert_same_order(query)[:3]
        Article.objects.filter(pk__in=gone).update(status="draft")
        index.refresh(gone)
        settle.settle(least=1)
    assert first.pk not in SearchSegment.objects.filter(retired=None).values_list("id", flat=True)


def test_what_arrives_in_numbers_is_taken_in_alone_and_without_pairs(
    archive: list[Article], make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until there are too many segments, or little arrives again."""
    settle.settle(least=1)
    monkeypatch.setattr(settle, "FEW", 4)
    monkeypatch.setattr(settle, "MANY", 3)

    def after(arriving: int) -> list[tuple[int, bool]]:
        for number in range(arriving):
            make_article("ראש הממשלה שוחח על שלום", title=f"{number}")
        settle.step()
        return sorted(SearchSegment.objects.filter(retired=None).values_list("size", "paired"))

    assert after(5) == [(5, False), (60, True)] and after(6) == [(5, False), (6, False), (60, True)]
    for query in QUERIES:
        assert_agree(query)
    assert after(7) == [(18, True), (60, True)]
    assert after(6) == [(6, False), (18, True), (60, True)]
    assert after(4) == [(28, True), (60, True)]


def test_pairs_are_made_up_for_when_no_more_arrives(
    archive: list[Article], make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "FEW", 4)
    settle.step()
    for _ in range(2):
        for number in range(6):
            make_article("ראש הממשלה שוחח על שלום", title=f"{number}")
        settle.step()
    make_article("ראש ממשלה " + "נסיגה " * 300, title="ארוכה")
    assert SearchSegment.objects.filter(paired=False).count() == 3
    live = SearchSegment.objects.filter(retired=None).values_list("size", "paired")
    assert settle.settle(least=1) == 1 and sorted(live.all()) == [(1, True), (6, False), (6, False), (60, False)]
    assert settle.settle(least=1) == 0 and sorted(live.all()) == [(1, True), (72, True)]
    assert settle.settle(least=1) == 0 and sorted(live.all()) == [(1, True), (72, True)]
    for query in QUERIES:
        assert_agree(query)


def test_widths_are_counted_among_what_changed_too(archive: list[Article], make_article: MakeArticle) -> None:
    settle.settle(least=1)
    for text in ("בסוריה", "סוריה", "לראש הממשלה", "דברים ושלום", "ממשלות", "סוריה ושלום"):
        make_article(text, title="חדשה")
    for query in QUERIES:
        criteria = Criteria.read(QueryDict(query))
        counted = engine.search(criteria, with_widths=True).widths
        assert counted == {mode: PlainAnswer(where(criteria.but(mode=mode))).total for mode in Mode}, query


def test_a_width_is_not_counted_that_postgresql_would_have_to_look_into_many_articles_for(
    archive: list[Article], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle.settle(least=1)
    monkeypatch.setattr(engine, "MOST_LOOKED_INTO", 1)
    widths = engine.search(Criteria(q='"ראש ממשלה"'), with_widths=True).widths
    assert widths[Mode.PREFIX] is None and widths[Mode.FLEXIBLE] and widths[Mode.EXACT] is not None
    page = client.get("/search/", {"q": '"ראש ממשלה"'}).content.decode()
    assert page.count('class="number"', page.index('class="widths"'), page.index("</nav>", page.index('"widths"'))) == 2


def test_segments_hold_at_most_so_many(archive: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "MOST", 25)
    settle.settle(least=1)
    assert sorted(SearchSegment.objects.values_list("size", flat=True)) == [10, 25, 25]
    for query in QUERIES:
        assert_agree(query)


def test_articles_of_which_a_vector_lacks_places_are_asked_of_postgresql(
    archive: list[Article], make_article: MakeArticle
) -> None:
    """Beyond the 255th place of a word and the 16,383rd of an article a vector has no places, and no phrases."""
    often = make_article("שלום " * 300 + "ראש הממשלה שלום ראש", title="חוזרת")
    long = make_article("ראש ממשלה " + "מילה אחרת " * 200 + "נסיגה " * 16_000 + "דבר ראש", title="ארוכה")
    settle.settle(least=1)
    assert [one.size for one in SearchPosting.objects.filter(key=UNPAIRED)] == [2]
    for query in QUERIES:
        assert_agree(query)
    phrases = ("שלום ראש", "דבר ראש", "ראש ממשלה")
    found = {one: answers(f'q="{one}"')[2].by_date("newest", 100, 0) for one in phrases}
    assert often.pk not in found["שלום ראש"] and long.pk not in found["דבר ראש"]
    assert {often.pk, long.pk} <= set(found["ראש ממשלה"])


def test_a_small_archive_has_none(archive: list[Article]) -> None:
    assert settle.settle() == 0 and segments.state() is None
    assert isinstance(engine.answer_to(Criteria(q="סוריה")), PlainAnswer)


@pytest.mark.parametrize("spread", [0, segments.SPREAD])
def test_every_hit_is_ranked_at_any_depth(
    spread: int, archive: list[Article], make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "MOST", 25)
    monkeypatch.setattr(segments, "SPREAD", spread)
    monkeypatch.setattr(ranking, "FEW", 2)
    for number in range(20):
        make_article("נדירה " * (1 + number % 7) + "מילה " * 9, title=f"{number}", day=f"20{10 + number}-01-01")
    settle.settle(least=1)
    assert SearchSegment.objects.filter(retired=None).count() > 1
    for query in ("q=סוריה", "q=ממשלה שלום", "q=דבר OR נסיגה", "q=ראש ממשלה שלום דבר כלכלה", "q=נדירה"):
        exact, (criteria, _, kept) = assert_same_order(query), answers(query)
        words = ranked(criteria)
        assert [pk for at in range(0, len(exact), 7) for pk in kept.by_relevance(words, 7, at)] == exact


def test_of_what_changed_only_the_newest_are_ranked(
    archive: list[Article], make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For their profiles are read; the others follow by date, and none is lost."""
    settle.settle(least=1)
    monkeypatch.setattr(settled, "FRESH", 3)
    late = [make_article("סוריה", title=f"{number}", day=f"20{50 + number}-01-01").pk for number in range(8)]
    criteria, plain, kept = answers("q=סוריה")
    words = ranked(criteria)
    whole = kept.by_relevance(words, 1_000, 0)
    assert sorted(whole) == sorted(plain.by_relevance(words, 1_000, 0)) and whole[-5:] == late[4::-1]
    assert [pk for at in range(0, len(whole), 7) for pk in kept.by_relevance(words, 7, at)] == whole


@pytest.mark.parametrize(("module", "name", "value"), [(settled, "A_SET", 0), (facets, "MOST_ENTITIES", 2)])
def test_entities_are_counted_right_by_their_sets_and_where_many_are_equal(
    module: ModuleType, name: str, value: int, archive: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)
    settle.settle(least=1)
    for query in QUERIES:
        assert_agree(query)


def test_a_search_that_takes_too_long_is_given_up(archive: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_search", lambda *_: rows("SELECT pg_sleep(60)"))
    monkeypatch.setattr(engine, "SECONDS", 0.1)
    results = engine.search(Criteria(q="סוריה"))
    assert results.hits == [] and engine.TOO_LONG in results.problems
    assert Article.objects.count() == 60
