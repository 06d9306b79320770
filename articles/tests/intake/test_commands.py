"""`import_articles` and `load_demo`, as they are called."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from articles.intake import batches, handfuls, store
from articles.models import (
    Appearance,
    Article,
    Batch,
    Entity,
    Item,
    Mention,
    Original,
    Paragraph,
    RelatedLink,
    SearchDocument,
    Source,
)
from articles.models.intake import BatchStatus
from articles.search import index
from articles.search.analysed import Analysed
from articles.tests.intake.conftest import WriteFile

pytestmark = pytest.mark.django_db


def imported(*arguments: object) -> str:
    """Call the command and return what it says."""
    said = io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=said)
    return said.getvalue()


def jsonl(count: int) -> str:
    """Return JSON lines of so many articles, and a broken line."""
    return "".join(json.dumps({"title": f"כותרת {n}", "body": f"גוף {n}"}) + "\n" for n in range(count)) + "{\n"


def test_import_publish_and_again(write_file: WriteFile) -> None:
    path = write_file("a.jsonl", jsonl(5))
    said = imported(path, "--source", "מגדלור", "--publish")
    assert "5 stored, 0 duplicate, 1 refused" in said and "שורה 6" in said
    assert SearchDocument.objects.count() == 5
    assert set(Article.objects.values_list("source__name", flat=True)) == {"מגדלור"}
    batch = Batch.objects.get()
    assert (batch.status, batch.created_by, batch.publish) == (BatchStatus.DONE, None, True)
    assert "0 stored, 5 duplicate, 1 refused" in imported(path, "--source", "מגדלור", "--publish")


def test_a_folder_is_read_in_order(tmp_path: Path, write_file: WriteFile) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("in/b.txt", "in/a.html.txt", "in/deep/c.txt", "in/.hidden.txt", "in/skipped.exe"):
        write_file(name, f"כותרת {name}\nמשנה\nגוף")
    assert "3 stored" in imported(tmp_path / "in")
    assert list(Item.objects.order_by("pk").values_list("file__name", flat=True)) == ["a.html.txt", "b.txt", "c.txt"]


def test_a_dry_run_tells_and_writes_nothing(write_file: WriteFile) -> None:
    first, second = write_file("a.jsonl", jsonl(3)), write_file("b.jsonl", jsonl(5))
    imported(first, "--source", "מגדלור")
    before = [model.objects.count() for model in (Article, Batch, Original, Source, Item)]
    assert "2 stored, 3 duplicate, 1 refused" in imported(second, "--source", "מגדלור", "--dry-run")
    assert "5 stored, 0 duplicate, 1 refused" in imported(second, "--source", "חדש", "--dry-run")
    assert "5 stored, 5 duplicate, 2 refused" in imported(second, second, "--dry-run")
    assert [model.objects.count() for model in (Article, Batch, Original, Source, Item)] == before


def test_an_interrupted_import_goes_on(write_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handfuls, "CHUNK", 2)
    path, calls = write_file("a.jsonl", jsonl(6)), iter([index.refresh, index.refresh])

    def refresh(ids: list[int], ready: Mapping[int, Analysed], merge: bool) -> list[int]:
        step = next(calls, None)
        if step is None:
            raise KeyboardInterrupt
        return step(ids, ready, merge)

    with patch.object(store.index, "refresh", refresh), pytest.raises(SystemExit):
        imported(path, "--publish")
    batch = Batch.objects.get()
    assert (batch.status, Article.objects.count()) == (BatchStatus.FAILED, 4)
    assert f"Going on with batch {batch.pk}" in (said := imported(path, "--publish"))
    assert "2 stored, 0 duplicate, 1 refused" in said
    assert (Batch.objects.count(), Article.objects.count(), Item.objects.count()) == (1, 6, 7)


def test_another_batch_is_not_gone_on_with(write_file: WriteFile) -> None:
    path = write_file("a.jsonl", jsonl(1))
    imported(path)
    batches.stop(Batch.objects.get(), "נעצרה")
    assert "Going on" not in imported(path, "--publish")
    assert "Going on" not in imported(path, "--source", "אחר")


@pytest.mark.parametrize("path", ["nothing-there", "."])
def test_nothing_to_import(tmp_path: Path, path: str) -> None:
    (tmp_path / "x.exe").write_text("")
    with pytest.raises(CommandError):
        imported(tmp_path / path)


def test_many_refusals_are_summed_up(write_file: WriteFile) -> None:
    said = imported(write_file("a.jsonl", "5\n" * 31))
    assert "31 × " in said
    assert len(said.splitlines()) < 30


# --- the demonstration ----------------------------------------------------------------------------------------


def rows() -> list[int]:
    """Return how much there is of everything."""
    models = (Article, Paragraph, RelatedLink, Entity, Mention, Appearance, SearchDocument, Batch)
    return [model.objects.count() for model in models]


def test_the_demonstration_is_loaded_once() -> None:
    call_command("load_demo", stdout=io.StringIO())
    loaded = rows()
    assert loaded[0] == loaded[6] >= 60
    assert not Article.objects.exclude(status="published").exists()
    assert not RelatedLink.objects.filter(target=None).exists()
    accepted = Mention.objects.accepted()
    assert accepted.count() > 300 and set(accepted.values_list("origin", flat=True)) == {"import"}
    assert not Entity.objects.filter(mentions=None).exists()
    assert not Paragraph.objects.filter(text__contains="[[").exists()
    call_command("load_demo", stdout=io.StringIO())
    assert rows() == loaded


def test_the_demonstration_beside_an_entity_of_the_archive(make_entity: "object") -> None:
    from articles.tagging import entities

    mine = entities.create("סוריה", "place", ("הרפובליקה הערבית הסורית",))
    call_command("load_demo", stdout=io.StringIO())
    assert Entity.objects.filter(name="סוריה").get() == mine
    assert mine.mentions.accepted().exists()


def test_a_load_that_breaks_leaves_nothing() -> None:
    with (
        patch("articles.management.commands.load_demo.appearances.refresh", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        call_command("load_demo", stdout=io.StringIO())
    assert rows() == [0] * 8
