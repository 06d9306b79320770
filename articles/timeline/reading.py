"""Articles read for the dates and quotes of their text. What editors decided stays; the rest is found anew.

A trigger takes away the mark that an article was read whenever its text or its day changes, and a job reads what is
not marked, so that whoever writes articles need not think of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Mention, Paragraph, Quote, Reading, SpokenDate
from articles.models.entity import Kind
from articles.sql import read as sql
from articles.text import happenings, quotes
from articles.text.sentences import sentence_around

VERSION = 100 * happenings.VERSION + quotes.VERSION
BATCH = 100
_SPEAKERS = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_BODY = ("text", "heading")
Row = TypeVar("Row", SpokenDate, Quote)


def waiting() -> list[int]:
    """Return the articles that were not read by this version, the newest first."""
    read = Reading.objects.filter(version=VERSION).values("article")
    return list(Article.objects.exclude(pk__in=read).order_by("-id").values_list("pk", flat=True))


def read_articles(article_ids: Iterable[int]) -> int:
    """Find the dates and quotes of these articles; return how many were read."""
    ids = list(article_ids)
    for at in range(0, len(ids), BATCH):
        _read(ids[at : at + BATCH])
    return len(ids)


@transaction.atomic
def _read(ids: Sequence[int]) -> None:
    articles = list(Article.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    present = [article.pk for article in articles]
    paragraphs: dict[int, list[Paragraph]] = {pk: [] for pk in present}
    for one in Paragraph.objects.filter(article__in=present, kind__in=_BODY).order_by("article", "position"):
        paragraphs[one.article_id].append(one)
    names = _names(present)
    dates = [row for one in articles for row in _dates(one, paragraphs[one.pk])]
    said = [row for one in articles for row in _quotes(one, paragraphs[one.pk], names)]
    _write(SpokenDate, dates, present, paragraphs)
    _write(Quote, said, present, paragraphs)
    Reading.objects.bulk_create(
        [Reading(article_id=pk, version=VERSION) for pk in present],
        update_conflicts=True, update_fields=["version"], unique_fields=["article"],
    )  # fmt: skip
    refresh(present)


def refresh(article_ids: Sequence[int]) -> None:
    """Tell the quotes and dates of these articles what their tags tell, and roll up what happened when."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql("refresh_said"), {"articles": list(article_ids)})


def _names(articles: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Return the places of tagged people, bodies and places by paragraph."""
    rows = Mention.objects.accepted().filter(article__in=articles, entity__kind__in=_SPEAKERS).order_by("start")
    found: dict[int, list[tuple[int, int]]] = {}
    for paragraph, start, end in rows.values_list("paragraph", "start", "end"):
        found.setdefault(paragraph, []).append((start, end))
    return found


def _dates(article: Article, paragraphs: Sequence[Paragraph]) -> list[SpokenDate]:
    if article.published is None:
        return []
    printed: date = timezone.localtime(article.published).date()
    rows = []
    for one in paragraphs:
        for found in happenings.happenings(one.text, printed):
            start, end = sentence_around(one.text, found.start, found.end)
            rows.append(
                SpokenDate(
                    article=article, paragraph=one, start=found.start, end=found.end,
                    words=one.text[found.start : found.end], why=found.why, first=found.first, last=found.last,
                    precision=found.precision.value, sentence_start=start, sentence_end=end,
                )
            )  # fmt: skip
    return rows


def _quotes(article: Article, paragraphs: Sequence[Paragraph], names: dict[int, list[tuple[int, int]]]) -> list[Quote]:
    texts = [one.text for one in paragraphs]
    found = quotes.quotes(texts, [names.get(one.pk, []) for one in paragraphs])
    return [
        Quote(
            article=article, paragraph=paragraphs[one.paragraph], start=one.start, end=one.end,
            words=texts[one.paragraph][one.start : one.end], why=one.why, named=paragraphs[one.named],
            speaker_start=one.speaker_start, speaker_end=one.speaker_end, direct=one.direct,
            speaker=texts[one.named][one.speaker_start : one.speaker_end][:300], published=article.published,
        )
        for one in found
    ]  # fmt: skip


def _write(model: type[Row], rows: list[Row], articles: Sequence[int], paragraphs: dict[int, list[Paragraph]]) -> None:
    """Replace what was found before; what an editor decided stays where its words still stand."""
    objects = model._default_manager
    texts = {one.pk: one.text for ones in paragraphs.values() for one in ones}
    decided = list(objects.filter(article__in=articles, decided__isnull=False))
    kept = [one for one in decided if texts.get(one.paragraph_id, "")[one.start : one.end] == one.words]
    objects.filter(article__in=articles).exclude(pk__in=[one.pk for one in kept]).delete()
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in kept:
        taken.setdefault(one.paragraph_id, []).append((one.start, one.end))
    objects.bulk_create(
        [
            one
            for one in rows
            if all(one.end <= start or end <= one.start for start, end in taken.get(one.paragraph_id, []))
        ]
    )
