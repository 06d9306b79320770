"""The whole result of a search as a file: CSV, XLSX, JSON lines or RIS, made while it is read, never held whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from articles.models import Article
from articles.search.criteria import Criteria
from articles.search.postgres import where
from articles.text.citations import files
from articles.text.citations.citation import Citation

CHUNK: Final = 200
MOST_ROWS: Final = 1_000_000  # XLSX holds 2**20
_CELL: Final = 32_767  # characters that a cell of XLSX holds
_COLUMNS: Final = ("מזהה", "כותרת", "כותרת משנה", "מאת", "מקור", "מדור", "תאריך", "כתובת", "כתובת מקורית", "ישויות")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_PARTS: Final = ("appearances__entity", "paragraphs")
BOM: Final = "\ufeff"
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}


def _tell_nobody(done: int) -> None:
    """Take no notice."""


def export(criteria: Criteria, form: str, base: str, told: Callable[[int], object] = _tell_nobody) -> Iterator[bytes]:
    """Yield the bytes of a file of all that `criteria` finds, in its order of dates (the newest first, or the oldest).

    `form` is a key of `TYPES`, `base` the address of the site without a slash at its end; `told` hears after each chunk
    how many articles were written. Holds `CHUNK` articles at most.
    """
    return _FORMS[form](_articles(criteria, told), base)


def _articles(criteria: Criteria, told: Callable[[int], object]) -> Iterator[Article]:
    done = 0
    for ids in _chunks(criteria):
        found = Article.objects.published().select_related("source").prefetch_related(*_PARTS).in_bulk(ids)
        yield from (found[pk] for pk in ids if pk in found)
        done += len(ids)
        told(done)


def _chunks(criteria: Criteria) -> Iterator[list[int]]:
    """Yield the ids of the hits by a cursor of the server, so that neither side sorts or sends them twice."""
    condition = where(criteria)
    order = "ASC" if criteria.sort == "oldest" else "DESC"
    sql = f"""
        SELECT d.article_id FROM articles_searchdocument d WHERE {condition.text}
        ORDER BY d.published {order} NULLS LAST, d.article_id {order} LIMIT {MOST_ROWS}"""
    named = not settings.DISABLE_SERVER_SIDE_CURSORS
    with connection.chunked_cursor() if named else connection.cursor() as cursor:
        cursor.execute(sql, condition.params)
        while rows := cursor.fetchmany(CHUNK):
            yield [row[0] for row in rows]


def _row(article: Article, base: str) -> list[str]:
    entities = "; ".join(one.entity.name for one in article.appearances.all())
    return [
        str(article.pk), article.title, article.deck, article.byline, article.source.name, article.section,
        _moment(article), base + article.get_absolute_url(), article.url, entities,
    ]  # fmt: skip


def _moment(article: Article) -> str:
    """Return when the article was published, as in 2019-01-04 or 2019-01-04 14:26; empty when unknown."""
    if article.published is None:
        return ""
    return f"{localtime(article.published):%Y-%m-%d %H:%M}"[: 16 if article.time_known else 10]


def _csv(articles: Iterable[Article], base: str) -> Iterator[bytes]:
    yield BOM.encode()
    yield _line(_COLUMNS)
    for article in articles:
        yield _line(_tame(text) for text in _row(article, base))


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def _tame(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _xlsx(articles: Iterable[Article], base: str) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("תוצאות")
    sheet.sheet_view.rightToLeft = True
    sheet.append(list(_COLUMNS))
    for article in articles:
        sheet.append([_cell(sheet, text) for text in _row(article, base)])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        book.save(path)
        with path.open("rb") as file:
            yield from iter(lambda: file.read(65_536), b"")


def _cell(sheet: Any, text: str) -> Any:
    """Return a cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL])
    cell.data_type = "s"
    return cell


def _jsonl(articles: Iterable[Article], base: str) -> Iterator[bytes]:
    for article in articles:
        yield (json.dumps(_as_json(article, base), ensure_ascii=False) + "\n").encode()


def _as_json(article: Article, base: str) -> dict[str, object]:
    body = [{"kind": one.kind, "text": one.text} for one in article.paragraphs.all()]
    return {
        "id": article.pk,
        "external_id": article.external_id,
        "title": article.title,
        "deck": article.deck,
        "byline": article.byline,
        "source": article.source.name,
        "section": article.section,
        "published": _iso(article.published),
        "archive_url": base + article.get_absolute_url(),
        "url": article.url,
        "paragraphs": body,
        "entities": [{"id": one.entity_id, "name": one.entity.name} for one in article.appearances.all()],
    }


def _iso(moment: datetime | None) -> str | None:
    return localtime(moment).isoformat() if moment else None


def _ris(articles: Iterable[Article], base: str) -> Iterator[bytes]:
    for article in articles:
        day = localtime(article.published).date() if article.published else None
        url = base + article.get_absolute_url()
        cited = Citation(
            f"article{article.pk}",
            article.title,
            article.byline,
            article.source.name,
            day,
            url,
            article.section,
            article.deck,
        )
        yield files.ris(cited).encode()


_FORMS: Final = {"csv": _csv, "xlsx": _xlsx, "jsonl": _jsonl, "ris": _ris}
