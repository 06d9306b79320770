"""Storing: nothing twice, nothing half, nothing lost, whoever is killed or comes at the same time."""

import itertools
import json
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.intake import batches, handfuls, originals
from articles.intake.confined import reader
from articles.intake.duplicates import SAME, SAME_ID
from articles.intake.endings import CUT_SHORT, ItemResult
from articles.intake.fingerprint import fingerprint
from articles.intake.records import ArticleRecord, Line, Rejection
from articles.intake.store import UNKNOWN_SOURCE
from articles.models import Article, Batch, Item, Mention, Original, Paragraph, SearchDocument, Source
from articles.models.intake import BatchStatus
from articles.search import index
from articles.tests.conftest import MakeEntity
from articles.tests.intake.conftest import MakeBatch, ran, sample


def lines(*things: Mapping[str, object]) -> str:
    """Return JSON lines."""
    return "".join(json.dumps(thing) + "\n" for thing in things)


def numbered(count: int) -> str:
    """Return JSON lines of so many articles."""
    return lines(*({"title": f"כותרת {n}", "body": f"גוף הכתבה {n}."} for n in range(count)))


def of(result: ItemResult) -> Article:
    """Return the article that an item became."""
    assert result.article_id is not None
    return Article.objects.get(pk=result.article_id)


FULL = {
    "title": "כותרת", "deck": "משנה", "body": "פסקה אחת.\nפסקה שתיים.", "byline": "יעל", "section": "חוץ",
    "source": "מגדלור",
    "published": "2019-01-04T14:26", "url": "https://example.org/1", "id": "17",
    "related": [{"text": "אחרת"}], "tags": ["סוריה"],
}  # fmt: skip


def test_an_article_is_stored_whole(make_batch: MakeBatch, archivist: User) -> None:
    batch = make_batch(("a.jsonl", lines(FULL)), user=archivist)
    (result,) = ran(batch)
    article = of(result)
    assert (article.title, article.deck, article.byline, article.section) == ("כותרת", "משנה", "יעל", "חוץ")
    assert (article.source.name, article.external_id, article.url) == ("מגדלור", "17", "https://example.org/1")
    assert (article.status, article.created_by, article.date_known_from, article.time_known) == (
        "draft",
        archivist,
        "metadata",
        True,
    )
    assert article.original == batch.files.get().original
    assert [(one.position, one.text) for one in article.paragraphs.all()] == [(1, "פסקה אחת."), (2, "פסקה שתיים.")]
    assert [link.text for link in article.related_links.all()] == ["אחרת"]
    item = Item.objects.get()
    assert (item.outcome, item.place, item.number, item.article, item.raw) == ("stored", "שורה 1", 1, article, None)
    assert item.notes == ["תגיות שבאו עם הקובץ: סוריה"]
    batch.refresh_from_db()
    assert batch.status == BatchStatus.DONE and batch.finished


def test_drafts_are_not_indexed_and_published_ones_are(make_batch: MakeBatch) -> None:
    ran(make_batch(("a.jsonl", numbered(2))))
    assert not SearchDocument.objects.exists()
    ran(make_batch(("b.jsonl", lines(FULL)), publish=True))
    assert SearchDocument.objects.get().article.title == "כותרת"


def test_names_are_suggested(make_batch: MakeBatch, make_entity: MakeEntity) -> None:
    syria = make_entity("סוריה", "place")
    ran(make_batch(("a.jsonl", lines({"title": "א", "body": "הכוחות יצאו מסוריה אתמול."}))))
    mention = Mention.objects.get()
    assert (mention.entity, mention.status, mention.quote) == (syria, "suggested", "סוריה")


def test_what_the_archivist_says_holds_where_the_file_is_silent(make_batch: MakeBatch) -> None:
    from datetime import date

    batch = make_batch(("a.jsonl", lines(FULL, {"title": "ב"})), source="אחר", published=date(2020, 2, 2))
    first, second = map(of, ran(batch))
    assert (first.source.name, first.date_known_from) == ("מגדלור", "metadata")
    assert (second.source.name, second.date_known_from, second.time_known) == ("אחר", "archivist", False)
    assert second.published and second.published.isoformat() == "2020-02-01T22:00:00+00:00"


def test_no_source_at_all(make_batch: MakeBatch) -> None:
    ran(make_batch(("a.jsonl", numbered(1))))
    assert Article.objects.get().source.name == UNKNOWN_SOURCE


# --- duplicates -----------------------------------------------------------------------------------------------


def outcomes(batch: Batch) -> list[tuple[str, str]]:
    """Run a batch and return the outcome and reason of each item."""
    return [(result.outcome.value, result.reason) for result in ran(batch)]


def test_the_same_again_is_a_duplicate_of_it(make_batch: MakeBatch) -> None:
    (stored,) = ran(make_batch(("a.jsonl", lines(FULL))))
    (again,) = ran(make_batch(("b.jsonl", lines(FULL))))
    assert (again.outcome.value, again.reason, again.article_id) == ("duplicate", SAME, stored.article_id)
    assert Article.objects.count() == 1


def test_duplicates_inside_one_handful(make_batch: MakeBatch) -> None:
    twice = lines(FULL, FULL, {**FULL, "body": "שונה"})
    assert outcomes(make_batch(("a.jsonl", twice))) == [("stored", ""), ("duplicate", SAME), ("duplicate", SAME_ID)]
    items = Item.objects.filter(outcome="duplicate")
    assert {item.article_id for item in items} == {Article.objects.get().pk}


def test_the_same_text_of_two_sources_is_two_articles(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.jsonl", lines(FULL, {**FULL, "source": "מראה"})))
    assert [outcome for outcome, _ in outcomes(batch)] == ["stored", "stored"]


def test_what_makes_a_fingerprint() -> None:
    from articles.intake.dates import parse

    day, same_day, other = parse("2019-01-04"), parse("2019-01-04 14:26"), parse("2019-01-05")
    assert day and same_day and other
    base = fingerprint("כותרת", "משנה", ["א ב", "ג"], day.at)
    assert base == fingerprint("כותרת!", " משנה", ["א", 'ב "ג"'], same_day.at)
    different = [
        fingerprint("כותרת", "משנה", ["א ב", "ג"], other.at),
        fingerprint("כותרת", "משנה", ["א ב", "ד"], day.at),
        fingerprint("כותרת", "", ["משנה א ב", "ג"], day.at),
        fingerprint("כותרת אחרת", "משנה", ["א ב", "ג"], day.at),
        fingerprint("כותרת", "משנה", ["א ב", "ג"], None),
    ]
    assert base not in different and len(set(different)) == len(different)


# --- refused --------------------------------------------------------------------------------------------------


def test_refused_items_keep_reason_place_and_what_was_read(make_batch: MakeBatch) -> None:
    ran(make_batch(("a.jsonl", lines({"title": "א", "published": "מחר", "extra": "\u0000\ud800"}) + "{\n")))
    dated, broken = Item.objects.order_by("number")
    assert (dated.place, dated.raw) == ("שורה 1", {"title": "א", "published": "מחר", "extra": ""})
    assert "אינו קריא" in dated.reason
    assert broken.raw == {"line": "{"}


def test_what_the_database_refuses_stops_nobody_else(make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that no check of ours foresaw: here, a paragraph that the database finds empty."""

    def unforeseen(*_: object, **__: object) -> Iterator[ArticleRecord]:
        for n in range(5):
            yield ArticleRecord(f"כותרת {n}", paragraphs=(Line("text", "" if n == 2 else "גוף"),), place=f"שורה {n}")

    monkeypatch.setattr(reader, "read", unforeseen)
    results = ran(make_batch(("a.jsonl", "x")))
    assert [result.outcome.value for result in results] == ["stored", "stored", "refused", "stored", "stored"]
    assert "מסד הנתונים" in results[2].reason
    assert Article.objects.count() == Paragraph.objects.count() == 4


def test_a_lost_original_is_told(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.txt", "א\nב\nג"), ("b.txt", "ד\nה\nו"))
    originals.path_of(batch.files.order_by("pk")[0].original).unlink()
    assert outcomes(batch) == [("refused", batches.LOST), ("stored", "")]


# --- interrupted and at once ----------------------------------------------------------------------------------


def everything() -> tuple[int, ...]:
    """Return how many rows of each kind there are."""
    return tuple(model.objects.count() for model in (Article, Paragraph, Item, SearchDocument))


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_job_killed_between_handfuls_goes_on(
    make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(handfuls, "CHUNK", 3)
    batch = make_batch(("a.jsonl", numbered(5)), ("b.jsonl", lines(FULL)), publish=True)
    list(itertools.islice(batches.run(batch), after))
    again = ran(batch)
    assert everything() == (6, 6 + 1, 6, 6)
    assert Item.objects.filter(outcome="stored").count() == 6
    assert len(again) == (6 if after == 0 else 3)
    assert ran(batch) == []


def test_a_handful_is_stored_whole_or_not_at_all(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.jsonl", numbered(5)), publish=True)
    with patch.object(index, "refresh", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        ran(batch)
    assert everything() == (0, 0, 0, 0)
    assert len(ran(batch)) == 5 and everything() == (5, 5, 5, 5)


def test_a_batch_that_stopped_says_so(make_batch: MakeBatch) -> None:
    batch = make_batch(("a.jsonl", numbered(1)))
    with patch.object(index, "refresh", side_effect=MemoryError), pytest.raises(MemoryError):
        batch.publish = True
        ran(batch)
    batch.refresh_from_db()
    assert (batch.status, "MemoryError" in batch.error) == (BatchStatus.FAILED, True)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("same_batch", [True, False])
def test_two_jobs_at_once_store_nothing_twice(
    make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch, same_batch: bool
) -> None:
    monkeypatch.setattr(handfuls, "CHUNK", 7)
    things = [{"title": f"כותרת {n}", "body": "גוף", "id": str(n)} for n in range(60)]
    first = make_batch(("a.jsonl", lines(*things)), publish=True)
    second = first if same_batch else make_batch(("b.jsonl", lines(*reversed(things))), publish=True)
    barrier = Barrier(2)

    def run(batch: Batch) -> list[str]:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return [result.outcome.value for result in batches.run(batch)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(run, [first, second]))
    assert everything() == (60, 60, 60 if same_batch else 120, 60)
    assert sum(outcomes.count("stored") for outcomes in told) == 60
    assert sum(len(outcomes) for outcomes in told) == (60 if same_batch else 120)


def test_a_handful_asks_a_fixed_number_of_queries(make_batch: MakeBatch) -> None:
    def asked(count: int, name: str) -> int:
        batch = make_batch(
            (name, lines(*({"title": f"{name} {n}", "body": "גוף", "id": f"{name}{n}"} for n in range(count))))
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ran(batch)
        return len(queries)

    assert asked(2, "a") == asked(40, "b") <= 45


def test_handfuls_are_read_ahead_and_left_when_nobody_wants_them() -> None:
    begun: list[int] = []

    def read() -> Iterator[int]:
        for number in range(100):
            begun.append(number)
            yield number

    ahead = handfuls._ahead(read())
    assert isinstance(ahead, Generator)
    assert next(ahead) == 0
    while len(begun) < 3:  # two are made without being asked for
        sleep(0.001)
    ahead.close()
    assert begun == [0, 1, 2] and list(handfuls._ahead(iter("אבג"))) == ["א", "ב", "ג"]


def waiting_words() -> int:
    """Merge the words that wait outside of the index; return how many pages of them there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_vector')")
        return int(cursor.fetchone()[0])


def test_words_are_merged_into_the_index(make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handfuls, "CHUNK", 2)
    waiting_words()  # those that other tests left
    ran(make_batch(("a.jsonl", numbered(5)), publish=True))
    assert waiting_words() == 0
    SearchDocument.objects.all().delete()
    index.refresh(Article.objects.values_list("pk", flat=True), merge=False)
    assert waiting_words() > 0


def test_words_that_cannot_be_merged_stop_nothing(make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = make_batch(("a.jsonl", numbered(3)), publish=True)
    with monkeypatch.context() as broken:
        broken.setattr(index, "_MERGE", "SELECT gin_clean_pending_list('no_such_index')")
        assert [result.outcome.value for result in ran(batch)] == ["stored"] * 3
    assert waiting_words() > 0


# --- originals ------------------------------------------------------------------------------------------------


def test_originals_are_stored_once_under_their_checksum(db: None) -> None:
    first, second = originals.keep([b"ab", b"c"]), originals.keep([b"abc"])
    assert first == second == Original.objects.get()
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (first.sha256, first.size, first.file.name) == (digest, 3, f"ba/78/{digest}")
    assert originals.path_of(first).read_bytes() == b"abc"
    assert not list(originals.path_of(first).parents[2].glob(".incoming-*"))


def test_a_file_too_large_leaves_nothing_behind(db: None, media: "object") -> None:
    from pathlib import Path

    with pytest.raises(originals.TooLarge):
        originals.keep([b"abc", b"def"], most=5)
    assert not Original.objects.exists()
    assert not [path for path in Path(str(media)).rglob("*") if path.is_file()]


def test_dropping_a_preview_forgets_its_files_but_not_those_of_others(
    make_batch: MakeBatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    shared, alone = ("a.txt", "א\nב\nג"), ("b.txt", "ד\nה\nו")
    other, dropped = make_batch(shared), make_batch(shared, alone)
    path = originals.path_of(dropped.files.get(name="b.txt").original)
    with django_capture_on_commit_callbacks(execute=True):
        assert batches.drop(dropped)
    assert (Batch.objects.get(), Original.objects.count(), path.exists()) == (other, 1, False)
    ran(other)
    assert not batches.drop(other)


# --- real files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stored", "duplicate"), [("headlines-2026.csv", 495, 4), ("walla-netanyahu-putin.txt", 1, 0)]
)
def test_samples(make_batch: MakeBatch, name: str, stored: int, duplicate: int) -> None:
    batch = make_batch((name, sample(name).read_bytes()), publish=True)
    ran(batch)
    assert batches.counts(batch) == {"stored": stored} | ({"duplicate": duplicate} if duplicate else {})
    assert SearchDocument.objects.count() == stored
    assert ran(make_batch((name, sample(name).read_bytes())))[0].outcome.value == "duplicate"


def test_sources_named_by_a_file_are_made_once(make_batch: MakeBatch) -> None:
    Source.objects.create(name="מגדלור")
    ran(make_batch(("a.jsonl", lines(FULL, {**FULL, "source": "חדש", "id": ""}))))
    assert set(Source.objects.values_list("name", flat=True)) == {"מגדלור", "חדש"}


def test_rejections_alone(make_batch: MakeBatch) -> None:
    assert [result.outcome.value for result in ran(make_batch(("a.pdf", "%PDF")))] == ["refused"]
    assert isinstance(Rejection("הקובץ", "סיבה").raw, type(None))


@pytest.mark.parametrize("count", [1, 3])
def test_an_article_beyond_the_limits_is_stored_whole_and_says_so(
    make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """In the first handful, and in one that a second process has analysed."""
    monkeypatch.setattr(handfuls, "CHUNK", 1)
    long = "\n".join(" ".join(f"מילה{n}" for n in range(at, at + 1_000)) for at in range(0, 20_000, 1_000))
    things = [*({"title": f"קצרה {n}", "body": "גוף"} for n in range(count - 1)), {"title": "ארוכה", "body": long}]
    ran(make_batch(("a.jsonl", lines(*things)), publish=True))
    article = Article.objects.get(title="ארוכה")
    assert article.paragraphs.count() == 20 and article.paragraphs.last().text.endswith("מילה19999")  # type: ignore[union-attr]
    assert Item.objects.get(article=article).notes == [CUT_SHORT]
    assert SearchDocument.objects.count() == count
