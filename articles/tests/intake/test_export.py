"""`export`, and that what it writes comes back as the same articles."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from articles.intake import exporting
from articles.models import Article, Batch, Mention, Original, RelatedLink, SearchDocument, Source
from articles.tests.conftest import MakeArticle, MakeEntity

pytestmark = pytest.mark.django_db
FIELDS = (
    "source__name", "external_id", "url", "title", "deck", "byline", "section", "published", "time_known", "updated",
    "status", "paragraphs__position", "paragraphs__kind", "paragraphs__text",
)  # fmt: skip


def exported(*arguments: object) -> str:
    """Call the command and return what it says."""
    said = io.StringIO()
    call_command("export", *map(str, arguments), stdout=said, stderr=io.StringIO())
    return said.getvalue()


def lines(*arguments: object) -> list[dict[str, Any]]:
    """Return the articles exported to standard output."""
    return [json.loads(line) for line in exported("-", *arguments).splitlines()]


def held() -> list[str]:
    """Return the articles of the archive as far as an export tells them."""
    rows = Article.objects.order_by().values_list(*FIELDS)
    related = RelatedLink.objects.order_by().values_list("article__title", "position", "text", "url")
    return sorted(map(str, [*rows, *related]))


def prints() -> list[str]:
    """Return the fingerprints of all articles."""
    return sorted(Article.objects.values_list("fingerprint", flat=True))


def moved(path: Path) -> None:
    """Export everything, empty the archive, import it again."""
    exported(path)
    Mention.objects.all().delete()
    for model in (Batch, Article, Original, Source):
        model.objects.all().delete()
    assert not held()
    call_command("import_articles", str(path), "--publish", stdout=io.StringIO())


def test_the_demonstration_comes_back_equal(tmp_path: Path) -> None:
    call_command("load_demo", stdout=io.StringIO())
    before = held(), prints()
    moved(tmp_path / "all.jsonl")
    assert Article.objects.count() == SearchDocument.objects.count() >= 60
    assert (held(), prints()) == before


def test_what_is_rare_comes_back_equal(tmp_path: Path, make_article: MakeArticle) -> None:
    make_article("יום בלי שעה")
    make_article("בלי תאריך", day=None, title='"מירכאות" \\ {}')
    make_article("חצות", day="2019-07-04", time_known=True, external_id="5")
    make_article(
        "עם שעה", day="2019-07-04T14:26:07", time_known=True, updated=datetime(2019, 7, 5, 1, 2, tzinfo=UTC),
        url="https://example.org/?a=ב",
    )  # fmt: skip
    full = make_article("גוף", "שורה אחת", title="חלקים", section="חוץ", byline="נועה", deck="משנה")
    full.paragraphs.filter(position=2).update(kind="note")
    RelatedLink.objects.create(article=full, position=1, text="קודמת", url="https://example.org/1")
    RelatedLink.objects.create(article=full, position=2, text="בלי כתובת")
    before = held()
    moved(tmp_path / "all.jsonl")
    assert held() == before


def test_only_published_articles_and_tags_that_readers_see(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    syria = make_entity("סוריה", "place")
    make_article("פוטין על סוריה", title="גלויה", entities=[syria])
    make_article("סוד", status="draft")
    make_article("סוד", status="withheld")
    (only,) = lines()
    assert only == {
        "title": "גלויה",
        "source": "מגדלור",
        "published": "2019-01-04",
        "paragraphs": [{"kind": "text", "text": "פוטין על סוריה"}],
        "tags": ["סוריה"],
    }


def test_a_source_and_a_day_choose(make_article: MakeArticle) -> None:
    for number, day in enumerate(("2019-01-03", "2019-01-04", None)):
        make_article("א", title=str(number), day=day)
    make_article("א", title="אחר", source="אחר", day="2020-01-01")
    assert [one["title"] for one in lines("--since", "2019-01-04")] == ["1", "אחר"]
    assert [one["title"] for one in lines("--source", "אחר")] == ["אחר"]
    assert [one["title"] for one in lines("--source", "מגדלור", "--since", "2019-01-04")] == ["1"]
    with pytest.raises(CommandError, match="no source"):
        lines("--source", "אין כזה")
    with pytest.raises(CommandError, match="no date"):
        lines("--since", "אתמול")


def test_the_count_is_told_and_a_broken_export_leaves_nothing(
    tmp_path: Path, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article("א")
    assert exported(tmp_path / "a.jsonl").startswith("1 articles exported to ")

    def breaks(article: Article) -> dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "as_json", breaks)
    with pytest.raises(KeyboardInterrupt):
        exported(tmp_path / "b.jsonl")
    assert [one.name for one in tmp_path.iterdir() if "jsonl" in one.name] == ["a.jsonl"]
    with pytest.raises(CommandError, match="cannot be written"):
        exported(tmp_path / "no" / "where.jsonl")


def test_memory_is_bounded_by_chunks(
    make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 2)
    for number in range(5):
        make_article("א", title=str(number))
    coming = exporting.lines(exporting.chosen())
    with django_assert_num_queries(4):
        first = [json.loads(next(coming))["title"] for _ in range(2)]
    assert [*first, *(json.loads(line)["title"] for line in coming)] == ["0", "1", "2", "3", "4"]
