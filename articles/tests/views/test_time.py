"""What an article says of time and speakers, an entity's quotes, its neighbourhood, and charts as files."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, Entity, Quote, SpokenDate
from articles.tests.conftest import MakeArticle, MakeEntity
from articles.timeline import network, reading


@pytest.fixture
def putin(make_entity: MakeEntity) -> Entity:
    return make_entity("פוטין")


@pytest.fixture
def article(make_article: MakeArticle, make_entity: MakeEntity, putin: Entity) -> Article:
    made = make_article("פוטין אמר אתמול כי בולטון ייסע.", entities=[putin, make_entity("בולטון")])
    reading.read_articles([made.pk])
    return made


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_tells_its_dates_and_speakers(client: Client, article: Article, putin: Entity) -> None:
    page = text_of(client, f"/articles/{article.pk}/said")
    assert "״אתמול״" in page and "3 בינואר 2019" in page and "יחסית ליום הפרסום" in page
    assert (
        putin.get_absolute_url() in page and "בולטון ייסע" in page and '<form method="post" action="/said' not in page
    )
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert client.get(f"/articles/{article.pk}/said").status_code == 404


def test_an_editor_corrects_a_date_and_a_speaker(client: Client, article: Article, editor: User) -> None:
    day, quote = SpokenDate.objects.get(), Quote.objects.get()
    address = f"/said/dates/{day.pk}/change"
    assert client.post(address, {"first": "2018"}).status_code == 302 and SpokenDate.objects.get().version == 1
    client.force_login(editor)
    client.post(address, {"first": "2018-12", "last": "", "version": 1})
    day.refresh_from_db()
    assert (day.first, day.last, day.decided_by) == (date(2018, 12, 1), date(2018, 12, 31), editor)
    assert "בינתיים" in text_of_post(client, f"/said/dates/{day.pk}/reject", {"version": "1"})
    assert "התאריך לא נקרא" in text_of_post(client, address, {"first": "מחר", "version": "2"})
    assert "קודם לראשון" in text_of_post(client, address, {"first": "2019", "last": "2018", "version": "2"})
    assert "אין בארכיון" in text_of_post(client, f"/said/quotes/{quote.pk}/speaker", {"speaker": "!!", "version": "1"})
    text_of_post(client, f"/said/quotes/{quote.pk}/speaker", {"speaker": "בולטון", "version": "1"})
    assert str(Quote.objects.get().entity) == "בולטון"
    text_of_post(client, f"/said/quotes/{quote.pk}/reject", {"version": "2"})
    client.logout()
    assert "ייסע" not in text_of(client, f"/articles/{article.pk}/said").split("מי אמר מה")[1]


def text_of_post(client: Client, address: str, given: dict[str, str]) -> str:
    answer = client.post(address, given, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_quotes_of_an_entity(client: Client, article: Article, putin: Entity) -> None:
    assert "בולטון ייסע" in text_of(client, f"/entities/{putin.pk}/quotes")
    assert "בולטון ייסע" not in text_of(client, f"/entities/{putin.pk}/quotes?from=2020")
    assert "בולטון ייסע" in text_of(client, putin.get_absolute_url()).split("אמירות")[1]


def test_a_timeline_by_when_things_happened(client: Client, article: Article, putin: Entity) -> None:
    page = text_of(client, putin.get_absolute_url() + "?by=event&in=2019-01")
    assert "3 בינואר 2019, כ״ו טבת תשע״ט: כתבה אחת" in page and "שמספרות מה קרה" in page
    day = text_of(client, putin.get_absolute_url() + "?by=event&from=2019-01-03&to=2019-01-03")
    assert article.get_absolute_url() in day.split('class="entries"')[1].split("<aside")[0]
    other = text_of(client, putin.get_absolute_url() + "?by=event&from=2019-01-04&to=2019-01-04")
    assert article.get_absolute_url() not in other.split('class="entries"')[1].split("<aside")[0]


def test_the_neighbourhood_of_an_entity(client: Client, article: Article, putin: Entity) -> None:
    page = text_of(client, f"/entities/{putin.pk}/network")
    assert page.count("<circle") == 2 and "בולטון" in page.split("<tbody>")[1]


@pytest.mark.parametrize("name", ["ENTITY/timeline", "ENTITY/network", "compare"])
def test_charts_as_files(client: Client, article: Article, putin: Entity, name: str) -> None:
    address = "/" + name.replace("ENTITY", f"entities/{putin.pk}")
    query = f"?entity={putin.pk}&from=2019"
    rows = list(csv.reader(io.StringIO(client.get(f"{address}.csv{query}").content.decode("utf-8-sig"))))
    assert (len(rows) == 2 and rows[1][0] == "פוטין") or "פוטין" in rows[1][0]
    svg = client.get(f"{address}.svg{query}")
    assert svg["Content-Type"].startswith("image/svg+xml") and "style-src" in svg["Content-Security-Policy"]
    text = "".join(ET.fromstring(svg.content).itertext())  # noqa: S314 - our own
    assert "פוטין" in text and "http://testserver/" in text
    png = client.get(f"{address}.png{query}").content
    assert png.startswith(b"\x89PNG") and len(png) > 5_000
    assert client.get(f"{address}.exe").status_code == 404


def test_names_of_a_picture_do_not_cover_each_other() -> None:
    names = [f"שם ארוך למדי מספר {number}" for number in range(30)]
    links = {(a, b): 1 + (a * b) % 7 for a in range(30) for b in range(a + 1, 30) if a == 0 or (a + b) % 3 == 0}
    nodes = network.network(names, names, [30 - n for n in range(30)], links).nodes
    boxes = [(one.x, one.label_y, 8 * len(one.thing)) for one in nodes]
    clashes = [
        (a, b)
        for number, a in enumerate(boxes)
        for b in boxes[number + 1 :]
        if abs(a[0] - b[0]) < (a[2] + b[2]) / 2 and abs(a[1] - b[1]) < 14
    ]
    assert len(nodes) == 30 and clashes == []
