"""What machines read: `/metrics` as Prometheus parses it, `/oai` as a harvester goes through it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from articles.hebrew import analyzer
from articles.models import Article, Source
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.views.oai import records

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SAMPLE = re.compile(r'([a-z_]+)(\{status="[a-z]+"\})? (\d+)')


def measured(client: Client) -> dict[str, int]:
    """Return the samples of `/metrics` by name and labels; every line must be a comment or a sample."""
    answer = client.get("/metrics")
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.content.decode().removesuffix("\n").split("\n")
    found = [SAMPLE.fullmatch(line) for line in lines if not line.startswith("# ")]
    return {one[1] + (one[2] or ""): int(one[3]) for one in found if one} | {"unread": found.count(None)}


def test_metrics_count_by_status(client: Client, make_article: MakeArticle, make_entity: MakeEntity) -> None:
    syria = make_entity("סוריה", "place")
    make_article("על סוריה ועוד סוריה", entities=[syria])
    Article.objects.filter(pk=make_article("ישנה").pk).update(analyzer_version=0)
    make_article("טיוטה", status="draft")
    found = measured(client)
    assert found["unread"] == 0
    assert found['newsarchive_articles{status="published"}'] == 2
    assert found['newsarchive_articles{status="draft"}'] == 1
    assert found['newsarchive_articles{status="withheld"}'] == 0
    assert found['newsarchive_mentions{status="accepted"}'] == 1
    assert found['newsarchive_batches{status="failed"}'] == 0
    assert found["newsarchive_articles_to_reindex"] == 1
    assert found["newsarchive_analyzer_version"] == analyzer.VERSION


def test_metrics_are_cheap_and_never_cached(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz")
    with django_assert_num_queries(4):
        answer = client.get("/metrics")
    assert "no-store" in answer["Cache-Control"]


# --- OAI-PMH --------------------------------------------------------------------------------------------------


class Answer:
    """The answer to one request."""

    def __init__(self, client: Client, post: bool = False, **asked: Any) -> None:
        sent = {name.rstrip("_"): value for name, value in asked.items()}
        answer = client.post("/oai", sent) if post else client.get("/oai", sent)
        assert answer.status_code == 200 and answer["Content-Type"] == "text/xml; charset=utf-8"
        self.text = answer.content.decode()
        self.root = fromstring(self.text)

    def all(self, name: str) -> list[str]:
        """Return the texts of the elements of this name, of OAI or of Dublin Core."""
        found = [*self.root.iter(OAI + name), *self.root.iter(DC + name)]
        return [element.text or "" for element in found]

    def error(self) -> str:
        """Return the code of the error, "" when there is none."""
        found = self.root.find(OAI + "error")
        return "" if found is None else found.attrib["code"]


def harvest(client: Client, **asked: Any) -> Iterator[Answer]:
    """Yield the answers of a list to its end."""
    one = Answer(client, metadataPrefix="oai_dc", **asked)
    yield one
    while token := "".join(one.all("resumptionToken")):
        one = Answer(client, verb=asked["verb"], resumptionToken=token)
        yield one


def arrived(article: Article, moment: datetime) -> Article:
    """Make an article of this moment of arrival that never changed."""
    Article.objects.filter(pk=article.pk).update(created=moment)
    article.events.all().delete()  # type: ignore[attr-defined]
    return article


def test_a_record_says_what_dublin_core_can(client: Client, make_article: MakeArticle, make_entity: MakeEntity) -> None:
    syria = make_entity("סוריה", "place")
    article = make_article(
        "פוטין על סוריה", title="<b>שיחה</b> & \"עוד\"", deck="משנה", byline="נועה", section="חוץ",
        url="https://example.org/?a=1&b=2", entities=[syria],
    )  # fmt: skip
    answer = Answer(client, verb="GetRecord", identifier=f"oai:testserver:{article.pk}", metadataPrefix="oai_dc")
    assert answer.all("title") == ['<b>שיחה</b> & "עוד"'] and answer.all("creator") == ["נועה"]
    assert answer.all("subject") == ["חוץ", "סוריה"] and answer.all("description") == ["משנה"]
    assert answer.all("publisher") == ["מגדלור"] and answer.all("date") == ["2019-01-04"]
    assert answer.all("identifier")[1] == f"http://testserver{article.get_absolute_url()}"
    assert answer.all("source") == ["https://example.org/?a=1&b=2"] and answer.all("language") == ["he"]
    assert answer.all("setSpec") == [f"source-{article.source_id}"]


def test_the_archive_presents_itself(client: Client, make_article: MakeArticle) -> None:
    assert Answer(client, verb="ListSets").error() == "noSetHierarchy"
    arrived(make_article("א"), datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC))
    make_article("ב", source="מקור שאיש לא ראה", status="draft")
    identity = Answer(client, verb="Identify")
    assert identity.all("baseURL") == ["http://testserver/oai"] and identity.all("protocolVersion") == ["2.0"]
    assert identity.all("earliestDatestamp") == ["2020-05-06T07:08:09Z"]
    assert identity.all("granularity") == ["YYYY-MM-DDThh:mm:ssZ"] and identity.all("deletedRecord") == ["no"]
    assert Answer(client, verb="ListMetadataFormats").all("metadataPrefix") == ["oai_dc"]
    assert Answer(client, verb="ListSets").all("setName") == ["מגדלור"]


def test_a_harvest_goes_through_all_once(
    client: Client, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "PAGE", 3)
    moment = datetime(2020, 1, 9, tzinfo=UTC)
    made = [arrived(make_article(str(n)), moment - timedelta(days=n // 2)) for n in range(9)]
    for other, when in (("אחר", moment), ("מגדלור", moment.replace(year=2000)), ("מגדלור", moment.replace(year=2021))):
        arrived(make_article("לא זו", source=other), when)
    asked = {"set": f"source-{made[0].source_id}", "from_": "2020-01-05", "until": "2020-01-09"}
    answers = list(harvest(client, verb="ListRecords", **asked))
    assert [len(one.all("title")) for one in answers] == [3, 3, 3]
    told = [name for one in answers for name in one.all("identifier") if name.startswith("oai:")]
    assert told == [f"oai:testserver:{article.pk}" for article in made]
    assert answers[-1].all("resumptionToken") == [""]
    assert next(harvest(client, verb="ListIdentifiers", set="source-999999")).error() == "noRecordsMatch"


def test_a_list_that_fits_one_page_has_no_token(client: Client, make_article: MakeArticle) -> None:
    make_article("א")
    answer = Answer(client, post=True, verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert len(answer.all("datestamp")) == 1 and answer.all("resumptionToken") == []


def test_from_until_and_set_choose(client: Client, make_article: MakeArticle) -> None:
    for day in (1, 2, 3):
        arrived(make_article(str(day), title=str(day)), datetime(2020, 1, day, 12, 0, 0, 500_000, tzinfo=UTC))
    arrived(make_article("אחר", title="אחר", source="אחר"), datetime(2020, 1, 2, tzinfo=UTC))

    def titles(**asked: Any) -> list[str]:
        return Answer(client, verb="ListRecords", metadataPrefix="oai_dc", **asked).all("title")

    assert titles(from_="2020-01-02") == ["2", "3", "אחר"]
    assert titles(until="2020-01-02") == ["1", "2", "אחר"]
    assert titles(from_="2020-01-02T12:00:00Z", until="2020-01-02T12:00:00Z") == ["2"]
    assert titles(from_="2020-01-02T12:00:01Z") == ["3"]
    assert titles(until="9999-12-31", set=f"source-{Source.objects.get(name='אחר').pk}") == ["אחר"]


def test_the_datestamp_is_the_last_change(client: Client, make_article: MakeArticle) -> None:
    late = arrived(make_article("א", status="draft"), datetime(2020, 1, 1, tzinfo=UTC))
    asked: dict[str, Any] = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    today = timezone.now().astimezone(UTC).date().isoformat()
    assert Answer(client, **asked, from_="2019-01-01").error() == "noRecordsMatch"
    Article.objects.filter(pk=late.pk).update(status="published")
    (stamp,) = Answer(client, **asked, from_=today).all("datestamp")
    assert stamp.startswith(today)


def test_what_is_hidden_is_no_record(client: Client, make_article: MakeArticle) -> None:
    make_article("גלויה", title="גלויה")
    for status in ("draft", "withheld"):
        hidden = make_article("סוד", title="מילהסודית", status=status)
        named = Answer(client, verb="GetRecord", identifier=f"oai:testserver:{hidden.pk}", metadataPrefix="oai_dc")
        assert named.error() == "idDoesNotExist"
    assert "מילהסודית" not in (told := Answer(client, verb="ListRecords", metadataPrefix="oai_dc")).text
    assert told.all("title") == ["גלויה"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Steal"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "source-1"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-02-31"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-01-02", "until": "2020-01-01"},
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-01-02", "until": "2020-01-03T00:00:00Z"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "GetRecord", "metadataPrefix": "marc", "identifier": "x"}, "cannotDisseminateFormat"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:testserver:\x00\x01"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:elsewhere:1"}, "idDoesNotExist"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "nothing"}, "noRecordsMatch"),
        ({"verb": "ListIdentifiers", "resumptionToken": "nonsense"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "nonsense"}, "badResumptionToken"),
    ],
)
def test_errors(client: Client, db: None, asked: dict[str, Any], code: str) -> None:
    answer = Answer(client, **asked)
    assert answer.error() == code
    request = answer.root.find(OAI + "request")
    assert request is not None and bool(request.attrib) == (code not in ("badVerb", "badArgument"))


def test_a_token_that_was_tampered_with_is_refused(
    client: Client, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "PAGE", 1)
    for n in range(2):
        make_article(str(n))
    (token,) = Answer(client, verb="ListRecords", metadataPrefix="oai_dc").all("resumptionToken")
    assert Answer(client, verb="ListRecords", resumptionToken=token).all("title")
    assert Answer(client, verb="ListRecords", resumptionToken=token[1:]).error() == "badResumptionToken"


def test_a_harvester_needs_no_csrf_token(make_article: MakeArticle) -> None:
    assert Answer(Client(enforce_csrf_checks=True), post=True, verb="Identify").error() == ""
    assert Client().put("/oai").status_code == 405


def test_pages_cost_few_queries(
    client: Client, make_article: MakeArticle, make_entity: MakeEntity,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    syria = make_entity("סוריה", "place")
    for n in range(5):
        make_article(f"סוריה {n}", entities=[syria])
    client.get("/healthz")
    with django_assert_max_num_queries(4):
        assert len(Answer(client, verb="ListRecords", metadataPrefix="oai_dc").all("title")) == 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1).filter(lambda text: "\x00" not in text), said=st.text())
def test_whatever_a_title_or_a_request_holds_the_answer_is_xml(
    client: Client, make_article: MakeArticle, title: str, said: str
) -> None:
    article = make_article("א")
    title = title.encode("utf-8", "replace").decode()
    Article.objects.filter(pk=article.pk).update(title=title)
    asked: dict[str, Any] = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}
    found = Answer(client, **asked, identifier=f"oai:testserver:{article.pk}")
    kept = "".join(char for char in title if char.isprintable() and char not in "\ufffe\uffff")
    assert "".join(char for char in found.all("title")[0] if char.isprintable()) == kept
    assert Answer(client, **asked, identifier=said.encode("utf-8", "replace").decode()).error() == "idDoesNotExist"
