"""Whatever bytes come, reading yields records and rejections and storing stores or refuses: nothing breaks."""

import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.intake import reading
from articles.intake.fitting import storable
from articles.intake.records import ArticleRecord, Rejection
from articles.tests.intake.conftest import MakeBatch, ran, workbook, worked

NAMES = ("a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.xlsx", "noname")
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["title", "body", "paragraphs", "deck", "published", "url", "tags", "related", "source", "id", "author"]
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, data: bytes, name: str) -> list[ArticleRecord | Rejection]:
    """Read some bytes, and check that what comes is what readers may yield."""
    path.write_bytes(data)
    reading.table_head(path, name)
    items = list(reading.read(path, name))
    for item in items:
        assert isinstance(item, ArticleRecord | Rejection)
        assert "\x00" not in json.dumps(storable(item.raw))
        assert item.title if isinstance(item, ArticleRecord) else item.reason
    return items


@quick
@given(data=st.binary(max_size=400), name=st.sampled_from(NAMES))
def test_any_bytes(tmp_path: Path, data: bytes, name: str) -> None:
    assert read(tmp_path / "f", data, name) is not None


@quick
@given(thing=st.dictionaries(FIELDS, ANY_JSON, min_size=1))
def test_any_json(tmp_path: Path, thing: dict[str, object]) -> None:
    assert len(read(tmp_path / "f", json.dumps(thing).encode(), "a.jsonl")) == 1


@quick
@given(rows=st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=4), max_size=6))
def test_any_table(tmp_path: Path, rows: list[list[str]]) -> None:
    text = "title,date,body\n" + "\n".join(",".join(row) for row in rows)
    assert read(tmp_path / "f", text.encode(), "a.csv") is not None


@pytest.mark.parametrize("seed", range(40))
def test_mutated_workbooks(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    data = bytearray(workbook(tmp_path / "g.xlsx", [["title", "date"], ["א", "1.1.2020"]] * 3).read_bytes())
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert read(tmp_path / "f", bytes(data[: chance.randint(10, len(data))]), "a.xlsx")


def test_a_workbook_whose_directory_lies(tmp_path: Path) -> None:
    good = io.BytesIO()
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    data = good.getvalue().replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert isinstance(read(tmp_path / "f", data, "a.xlsx")[0], Rejection)


SLOW = {
    "script.html": "<html><body>" + "<script " * 200_000,
    "angles.html": "<html>" + "<" * 2_000_000,
    "elements.html": "<html><body>" + "<p>שלום</p>" * 100_000,
    "quotes.txt": "כותרת\nמשנה\n" + '" א' * 300_000,
    "prefixed.txt": "כותרת\nמשנה\n" + 'ו"אבג ' * 200_000,
    "related.txt": "כותרת\n" + "עוד בוואלה! טראמפשלום אבגדהוז\n" * 4_000,
    "glued.txt": "כותרת\nמשנה\nעוד בוואלה! " + "שלום" * 200_000,
    "letters.txt": "כותרת\nמשנה\nעוד בוואלה! " + "א" * 1_000_000,
    "spaces.txt": "א" + " " * 4_000_000 + "ב",
    "brackets.txt": "כותרת\nמשנה\n" + "( " * 500_000,
    "nested.html": "<script type='application/ld+json'>" + "[" * 200_000 + "</script><p>שלום</p>",
}


@pytest.mark.parametrize("name", SLOW)
def test_what_could_be_slow_is_not(tmp_path: Path, name: str) -> None:
    """Each would take minutes at least, were a rule quadratic."""
    started = worked()
    read(tmp_path / "f", SLOW[name].encode(), name)
    assert worked() - started < 15


HOSTILE = [
    {"title": "\u202eהפוך\u202c", "body": "\u0000\ufeff\ud800"},
    {"title": "א" * 1000, "deck": "ב" * 100_000, "byline": "ג" * 10_000, "section": "ד" * 500},
    {
        "title": "<script>alert(1)</script>",
        "url": "javascript:alert(1)",
        "related": [{"text": "x", "url": "data:text/html,x"}],
    },
    {"title": "א", "published": "0001-01-01T00:00:00+23:59"},
    {"title": "א", "published": "9999-12-31T23:59:59-23:59"},
    {"title": "ב", "updated": "9999-12-31T23:59:59-23:59"},
    {"title": "\u05b0\u05b1", "body": [["a"], {"text": None}, 5, 1e400]},
    {"title": "ג", "id": "x" * 200, "source": "y" * 200},
    {"title": "ד", "paragraphs": ["מילה " * 60_000]},
    {"title": "ה", "paragraphs": ["א" * 1_000_000]},
    {"title": {"name": "שם"}, "body": {"text": "x"}, "tags": {"name": ["a", {"label": "b"}]}},
]


@pytest.mark.django_db
@pytest.mark.parametrize("publish", [True, False])
def test_hostile_articles_end_as_stored_or_refused(make_batch: MakeBatch, publish: bool) -> None:
    data = "".join(json.dumps(thing) + "\n" for thing in HOSTILE)
    results = ran(make_batch(("a.jsonl", data), publish=publish))
    assert [result.number for result in results] == list(range(1, len(HOSTILE) + 1))
    assert {result.outcome.value for result in results} == {"stored", "refused"}
    assert [n for n, result in enumerate(results) if result.outcome.value == "refused"] == [3, 4]
