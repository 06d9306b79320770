"""The search said in words, and what is said when nothing is found."""

import pytest
from django.http import QueryDict
from django.test import Client

from articles.models import Entity
from articles.search import relief, sentence
from articles.search.criteria import Criteria
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.views import narrowing


def read(query: str) -> Criteria:
    return Criteria.read(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=סוריה פוטין", ["עם סוריה", "עם פוטין"]),
        ('q="ראש הממשלה" -איראן', ["עם הצירוף ראש הממשלה", "בלי איראן"]),
        ("q=סורי*", ["עם מילים שמתחילות כך: סורי"]),
        ("q=א OR ב", ["עם אחד מאלה: א, ב"]),
        ("q=מקור:קול -ישות:ביבי", ["מאת קול", "ולא שמזכירות את ביבי"]),
        ("q=אחרי:2019-01 כותרת:נסיגה", ["אחרי 2019-01", "שבכותרתן נסיגה"]),
        ("q=א&mode=exact", ["עם א", "והמילים כלשונן ממש"]),
        ("source=א&source=ב&not_year=2019", ["מאת א", "או מאת ב", "ולא משנת 2019"]),
        ("entity=5&not_entity=6", ["שמזכירות את ישות 5 שאינה בארכיון", "ואינן מזכירות את ישות 6 שאינה בארכיון"]),
        ("", []),
    ],
)
def test_the_sentence(query: str, said: list[str]) -> None:
    parts = sentence.parts(read(query), {})
    assert [f"{part.lead} {part.text}" for part in parts] == said


def test_each_part_can_be_taken_out() -> None:
    criteria = read("q=סוריה -איראן (א OR ב)&source=קול&year=2019")
    left = [part.without.query_string() for part in sentence.parts(criteria, {})]
    assert len(set(left)) == len(left) == 5
    assert Criteria.read(QueryDict(left[1])).q == "סוריה (א OR ב)"
    assert all(len(sentence.parts(Criteria.read(QueryDict(query)), {})) == 4 for query in left)


@pytest.fixture
def archive(make_article: MakeArticle, make_entity: MakeEntity) -> Entity:
    syria = make_entity("סוריה", "place")
    make_article("דובר על סוריה", source="קול", day="2019-01-01", entities=[syria])
    make_article("דובר על סוריה ועל איראן", source="מגדלור", day="2020-01-01", entities=[syria])
    make_article("דובר על איראן", source="הד", day="2020-01-02")
    return syria


def test_nothing_found_says_what_less_would_find(archive: Entity) -> None:
    criteria = read("q=סוריה איראן&source=קול")
    found = relief.reliefs(criteria, sentence.parts(criteria, {}))
    assert {(one.part.text, one.count) for one in found} == {("קול", 1), ("איראן", 1)}
    assert relief.missing(criteria) == []


def test_nothing_found_names_what_the_archive_does_not_hold(archive: Entity) -> None:
    said = " ".join(relief.missing(read("q=אבגדה סוריה מקור:וואלה -ישות:פלוני")))
    assert "אבגדה אינו מופיע" in said and "מקור ששמו וואלה" in said and "ישות ששמה פלוני" in said
    assert "סוריה אינו" not in said


def choices(query: str, client: Client) -> dict[str, tuple[int | None, bool, bool]]:
    from_page = client.get(f"/search/?{query}").context["groups"]
    return {one.label: (one.count, one.included, one.excluded) for group in from_page for one in group.choices}


def test_facets_count_what_choosing_them_finds(archive: Entity, client: Client) -> None:
    free = choices("q=דובר", client)
    assert free["קול"] == free["מגדלור"] == free["הד"] == (1, False, False) and free["2020"][0] == 2
    chosen = choices("q=דובר&source=קול", client)
    assert chosen["קול"] == (1, True, False) and chosen["הד"] == (1, False, False) and "2020" not in chosen
    refused = choices(f"q=דובר&not_source=קול&not_year=2020&not_entity={archive.pk}", client)
    assert refused["קול"] == (0, False, True)
    assert choices("q=דובר&not_source=קול", client)["קול"] == (1, False, True)
    assert choices("q=דובר&not_year=2020", client)["2020"] == (2, False, True)
    assert choices(f"q=דובר&not_entity={archive.pk}", client)["סוריה"] == (2, False, True)


@pytest.mark.parametrize("query", ["q=דובר", "q=דובר&source=קול", "year=2020", "q=סוריה&year=2019"])
def test_every_choice_finds_what_it_counts(archive: Entity, client: Client, query: str) -> None:
    page = client.get(f"/search/?{query}").context
    total, checked = page["results"].total, 0
    for group in page["groups"]:
        beside = total if any(one.included for one in group.choices) else 0
        for one in group.choices:
            if not one.included and not one.excluded:
                found = client.get(one.include_url).context["results"].total
                assert found == one.count + (beside if group.title != "מקום" else 0), one
                left = client.get(one.exclude_url).context["results"].total
                assert left == (total if beside else total - one.count), one
                checked += 1
    assert checked


def test_including_ends_an_exclusion() -> None:
    toggled = narrowing._toggled(read("not_source=א"), "sources", "not_sources", "א")
    assert (toggled.sources, toggled.not_sources) == (("א",), ())
