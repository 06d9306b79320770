"""Mappings remembered per source: shown as such, used for what nobody was asked about, changed, and guessed anew."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.intake import batches, remembering
from articles.intake.mapping import TableMapping, header_key
from articles.models import Article, Batch, BatchFile, Source, SourceMapping
from articles.tests.intake.conftest import MakeBatch, ran

TABLE = "x,y,z\n{0} ראשונה,גוף הכתבה,לא כאן\n"
CHOSEN = {0: "title", 1: "body"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    """Return a source."""
    return Source.objects.create(name="מגדלור")


def post(client: Client, batch: Batch, fields: dict[int, str], source: Source | None, **more: object) -> None:
    """Send the preview page's form with these fields chosen."""
    file = batch.files.get()
    said = {f"column-{file.pk}-{index}": field for index, field in fields.items()}
    settings = {"source": source.pk if source else "", "on_changed": "leave", "on_tags": "suggest"}
    client.post(reverse("upload_settings", args=[batch.pk]), {**settings, **said, **more})


def file_of(batch: Batch) -> BatchFile:
    """Return the one file of a batch."""
    return batch.files.get()


def test_a_mapping_comes_again(
    make_batch: MakeBatch, archivist: User, archivist_client: Client, source: Source
) -> None:
    first = make_batch(("a.csv", TABLE.format("א")), user=archivist, source=source.name)
    assert "לא נמצאה עמודת כותרת" in archivist_client.get(first.get_absolute_url()).content.decode()
    post(archivist_client, first, CHOSEN, source, start="1")
    assert SourceMapping.objects.get().source == source
    second = make_batch(("b.csv", TABLE.format("ב")), user=archivist, source=source.name)
    page = archivist_client.get(second.get_absolute_url()).content.decode()
    assert "כפי שנקראו בהעלאה קודמת" in page and "ב ראשונה" in page
    post(archivist_client, second, CHOSEN, source, start="1")
    assert "files" not in Batch.objects.get(pk=second.pk).mapping or not batches.mapping_of(second, file_of(second))
    ran(Batch.objects.get(pk=second.pk))
    assert Article.objects.get().title == "ב ראשונה"
    post(archivist_client, make_batch(("c.csv", TABLE.format("ג")), user=archivist), {1: "title"}, source, start="1")
    assert SourceMapping.objects.get().mapping["fields"] == {"1": "title"}


def test_columns_are_guessed_anew(
    make_batch: MakeBatch, archivist: User, archivist_client: Client, source: Source
) -> None:
    remembering.remember(source, ["x", "y", "z"], TableMapping(CHOSEN))
    batch = make_batch(("a.csv", TABLE.format("א")), user=archivist, source=source.name)
    assert "זיהוי העמודות מחדש" in archivist_client.get(batch.get_absolute_url()).content.decode()
    post(archivist_client, batch, CHOSEN, source, guess=file_of(batch).pk)
    assert not SourceMapping.objects.exists()
    assert "לא נמצאה עמודת כותרת" in archivist_client.get(batch.get_absolute_url()).content.decode()


def test_what_nobody_was_asked_about_is_settled_before_the_first_item(make_batch: MakeBatch, source: Source) -> None:
    remembering.remember(source, ["x", "y", "z"], TableMapping(CHOSEN))
    batch = make_batch(("a.csv", TABLE.format("א")), source=source.name)
    ran(batch)
    remembering.remember(source, ["x", "y", "z"], TableMapping({1: "title"}))
    assert batches.mapping_of(Batch.objects.get(), file_of(batch)) == TableMapping(CHOSEN)
    assert ran(Batch.objects.get()) == [] and Article.objects.get().title == "א ראשונה"


def test_other_sources_are_asked_only_when_they_agree(source: Source) -> None:
    header, other = ["Title ", "y"], Source.objects.create(name="מראה")
    remembering.remember(source, header, TableMapping({0: "title"}))
    assert remembering.recall(other, ["title", "Y"]) == remembering.recall(None, header) == TableMapping({0: "title"})
    remembering.remember(None, header, TableMapping({1: "title"}))
    assert remembering.recall(other, header) is None and remembering.recall(None, header) == TableMapping({1: "title"})
    remembering.forget(None, header)
    assert remembering.recall(other, header) == TableMapping({0: "title"})
    assert header_key(["a"]) != header_key(["b"])
