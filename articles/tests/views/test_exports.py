"""What an article hands to machines: JSON-LD, meta elements, NITF, ninjs, citations; and that its HTML is valid."""

import html
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from articles.intake.readers import ninjs as ninjs_reader
from articles.intake.readers import nitf as nitf_reader
from articles.intake.records import ArticleRecord
from articles.models import Article, Correction, Entity
from articles.tests.conftest import MakeArticle, MakeEntity

NITF = "{http://iptc.org/std/NITF/2006-10-18/}"
HOSTILE = '</script><script>alert("x")</script>'


@pytest.fixture
def syria(make_entity: MakeEntity) -> Entity:
    return make_entity("סוריה", "place")


@pytest.fixture
def article(make_article: MakeArticle, make_entity: MakeEntity, syria: Entity) -> Article:
    putin = make_entity("פוטין")
    putin.wikidata = "Q7747"
    putin.save()
    made = make_article(
        "פוטין שוחח על הנסיגה מסוריה & לבנון <אתמול>", f"פסקה שנייה {HOSTILE}",
        title=f'שיחה: "פוטין" {HOSTILE}', deck="כותרת משנה", byline="נועה בר", section="חוץ", entities=[putin, syria],
        day="2019-01-04T00:30", time_known=True, url="https://example.com/7",
    )  # fmt: skip
    Correction.objects.create(article=made, text="נפלה טעות")
    return made


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def json_ld(page: str) -> dict[str, Any]:
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(said)


def test_json_ld(client: Client, article: Article, syria: Entity) -> None:
    said = json_ld(page_of(client, article.get_absolute_url()))
    assert (said["@context"], said["@type"]) == ("https://schema.org", "NewsArticle")
    assert said["headline"] == article.title and said["description"] == "כותרת משנה"
    assert said["datePublished"] == "2019-01-04T00:30:00+02:00" and said["inLanguage"] == "he"
    assert said["author"] == [{"@type": "Person", "name": "נועה בר", "givenName": "נועה", "familyName": "בר"}]
    assert said["publisher"]["name"] == "מגדלור" and said["sameAs"] == "https://example.com/7"
    assert said["@id"] == f"http://testserver/articles/{article.pk}/"
    by_name = {one["name"]: one for one in said["mentions"]}
    assert by_name["פוטין"]["@type"] == "Person" and by_name["פוטין"]["sameAs"].endswith("/Q7747")
    assert by_name["סוריה"]["@type"] == "Place" and by_name["סוריה"]["url"].endswith(syria.get_absolute_url())
    assert said["correction"][0] | {"datePublished": ""} == {
        "@type": "CorrectionComment", "text": "נפלה טעות", "datePublished": ""
    }  # fmt: skip
    assert not [key for key, value in said.items() if value in ("", [], None)]


def test_json_ld_says_a_day_when_the_hour_is_unknown(client: Client, make_article: MakeArticle) -> None:
    assert (
        json_ld(page_of(client, make_article("א", day="2019-01-04").get_absolute_url()))["datePublished"]
        == "2019-01-04"
    )
    assert "datePublished" not in json_ld(page_of(client, make_article("א", day=None).get_absolute_url()))


def test_meta_elements(client: Client, article: Article) -> None:
    page = html.unescape(page_of(client, article.get_absolute_url()))
    for name, content in {
        "citation_author": "בר, נועה",
        "citation_publication_date": "2019/01/04",
        "citation_journal_title": "מגדלור",
        "citation_public_url": f"http://testserver/articles/{article.pk}/",
    }.items():
        assert f'<meta name="{name}" content="{content}">' in page, name
    for name, content in {
        "og:type": "article", "og:locale": "he_IL", "article:published_time": "2019-01-04T00:30:00+02:00"
    }.items():  # fmt: skip
        assert f'<meta property="{name}" content="{content}">' in page, name
    assert "rft.type=newspaperArticle" in page and "script><script>alert" not in page_of(
        client, article.get_absolute_url()
    )


def test_a_draft_says_nothing_to_machines(client: Client, make_article: MakeArticle, editor: Any) -> None:
    draft = make_article("א", status="draft")
    client.force_login(editor)
    page = page_of(client, draft.get_absolute_url())
    assert "ld+json" not in page and "citation_title" not in page and 'content="noindex"' in page


def test_nitf(client: Client, article: Article, syria: Entity) -> None:
    answer = client.get(f"/articles/{article.pk}.nitf.xml")
    assert answer["Content-Type"].startswith("application/nitf+xml")
    root = fromstring(answer.content)
    assert root.tag == f"{NITF}nitf"
    assert _text(root, "hl1") == article.title and _text(root, "byline") == "נועה בר"
    assert _named(root, "story.date").attrib["norm"] == "20190104T003000+0200"
    assert _named(root, "pubdata").attrib["position.section"] == "חוץ"
    body = root.findall(f".//{NITF}body.content/{NITF}p")
    assert ["".join(one.itertext()) for one in body] == [one.text for one in article.paragraphs.all()]
    person, place = _named(body[0], "person"), _named(body[0], "location")
    assert (person.text, person.get("idsrc"), person.get("value")) == (
        "פוטין",
        "http://www.wikidata.org/entity/",
        "Q7747",
    )
    assert place.attrib["idsrc"] + place.attrib["value"] == f"http://testserver/entities/{syria.pk}/"


def test_nitf_of_what_xml_cannot_hold(client: Client, make_article: MakeArticle) -> None:
    odd = make_article("א\x0bב\x1f \ufffe ג", title="כות\x08רת", day=None)
    root = fromstring(client.get(f"/articles/{odd.pk}.nitf.xml").content)
    assert _text(root, "hl1") == "כותרת" and _text(root, "p") == "אב  ג"
    assert root.find(f".//{NITF}dateline") is None


def test_ninjs(client: Client, article: Article, syria: Entity) -> None:
    item = json.loads(client.get(f"/articles/{article.pk}.ninjs.json").content)
    assert item["uri"] == f"http://testserver/articles/{article.pk}/" and item["type"] == "text"
    assert item["headlines"] == [{"role": "main", "value": article.title}]
    assert item["people"] == [{"name": "פוטין", "rel": "mentions", "uri": "http://www.wikidata.org/entity/Q7747"}]
    assert item["places"][0]["uri"] == f"http://testserver/entities/{syria.pk}/"
    xhtml, plain = (body["value"] for body in item["bodies"])
    assert plain == "\n\n".join(one.text for one in article.paragraphs.all())
    assert "".join(fromstring(f"<div>{xhtml}</div>").itertext()) == plain.replace("\n\n", "\n")
    assert '<a class="person" rel="tag" href="http://www.wikidata.org/entity/Q7747">פוטין</a>' in xhtml


def test_the_page_of_citations(client: Client, article: Article) -> None:
    page = html.unescape(page_of(client, f"/articles/{article.pk}/cite"))
    assert "נועה בר, " in page and "(2019, 4 בינואר)" in page and "בר, נ׳" in page
    assert f"2019, http://testserver/articles/{article.pk}." in page
    short = client.get(f"/articles/{article.pk}", follow=True)
    assert short.redirect_chain[-1][0] == article.get_absolute_url()


def test_only_published_articles_are_cited(client: Client, make_article: MakeArticle, editor: Any) -> None:
    hidden = make_article("סוד", status="draft")
    client.force_login(editor)
    for end in ("/cite", ".ris", ".bib", ".csl.json", ".json", ".nitf.xml", ".ninjs.json"):
        assert client.get(f"/articles/{hidden.pk}{end}").status_code == 404, end


ADDRESSES = (
    "/",
    "/browse/",
    "/browse/2019/",
    "/browse/2019/1/",
    "/day/",
    "/search/?q=סוריה",
    "ARTICLE",
    "ARTICLE?q=פוטין סוריה&n=1&kinds=place",
    "CITE",
    "CARD",
    "/entities/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_html_is_valid(client: Client, article: Article, syria: Entity, address: str) -> None:
    for name, known in {
        "ARTICLE": article.get_absolute_url(),
        "CITE": f"/articles/{article.pk}/cite",
        "CARD": f"/entities/{syria.pk}/card?article={article.pk}",
    }.items():
        address = address.replace(name, known)
    page = page_of(client, address)
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(page)
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert _dangling(tree, set(ids)) == []


def _dangling(tree: ET.Element, ids: set[str]) -> list[str]:
    """Return the references inside the page that lead nowhere."""
    named = [one.get(name, "") for one in tree.iter() for name in ("for", "aria-labelledby", "aria-controls")]
    links = [one.get("href", "")[1:] for one in tree.iter() if one.get("href", "").startswith("#")]
    return [one for one in (*named, *links) if one and one not in ids]


def test_a_broken_page_is_noticed() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse("<!doctype html><title>א</title><p><div></p>")


def _named(root: ET.Element, tag: str) -> ET.Element:
    found = root.find(f".//{NITF}{tag}")
    assert found is not None
    return found


def _text(root: ET.Element, tag: str) -> str:
    return "".join(_named(root, tag).itertext())


@pytest.mark.parametrize("extension", ["nitf.xml", "ninjs.json"])
def test_what_is_handed_out_can_be_taken_in_again(
    client: Client, article: Article, tmp_path: Path, extension: str
) -> None:
    """By the readers of the archive's own intake. A title that looks like HTML is read as HTML in ninjs."""
    Article.objects.filter(pk=article.pk).update(title='שיחה: פוטין & "אסד"')
    article.refresh_from_db()
    kept = tmp_path / f"article.{extension}"
    kept.write_bytes(client.get(f"/articles/{article.pk}.{extension}").content)
    if extension == "nitf.xml":
        (record,) = nitf_reader.read(kept)
    else:
        record = ninjs_reader.record(json.loads(kept.read_text(encoding="utf-8")), "1")
    assert isinstance(record, ArticleRecord)
    assert [line.text for line in record.body] == [one.text for one in article.paragraphs.all()]
    assert (record.title, record.deck, record.byline) == (article.title, article.deck, article.byline)
    assert record.published == article.published and record.source == "מגדלור"
    marked = {(one.name, one.kind) for line in record.body for one in line.named}
    assert {("פוטין", "person"), ("סוריה", "place")} <= marked | set(record.tag_kinds)
