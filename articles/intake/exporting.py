"""Articles to JSON lines that the intake reads back: exported and imported elsewhere, they are the same articles.

What has no place in a file does not travel: where tags stand in the text, corrections, history, and how a date was
known (it is stated in the file from then on).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.utils.timezone import localtime

from articles.intake.dates import ZONE
from articles.models import Article
from articles.querysets import ArticleQuerySet

CHUNK: Final = 200
_PARTS: Final = ("paragraphs", "related_links", "appearances__entity")
_PLAIN: Final = ("external_id", "title", "deck", "byline", "section", "url")


def chosen(source: str = "", since: date | None = None) -> ArticleQuerySet:
    """Return the published articles of a source, dated `since` that day; all when nothing is said."""
    found = Article.objects.published()
    if since:
        found = found.between(datetime.combine(since, time(), ZONE), None)
    return found.filter(source__name=source) if source else found


def lines(articles: ArticleQuerySet) -> Iterator[str]:
    """Yield a line of JSON for each article, oldest in the archive first, holding `CHUNK` articles at most."""
    last = 0
    whole = articles.order_by("pk").select_related("source").prefetch_related(*_PARTS)
    while chunk := list(whole.filter(pk__gt=last)[:CHUNK]):
        for article in chunk:
            yield json.dumps(as_json(article), ensure_ascii=False) + "\n"
        last = chunk[-1].pk


def as_json(article: Article) -> dict[str, Any]:
    """Return an article under the names that `columns` knows; what is empty is left out."""
    fields: dict[str, Any] = {name: getattr(article, name) for name in _PLAIN}
    fields["source"] = article.source.name
    fields["published"] = _moment(article.published, article.time_known)
    fields["updated"] = _moment(article.updated, True)
    fields["paragraphs"] = [{"kind": one.kind, "text": one.text} for one in article.paragraphs.all()]
    fields["related"] = [{"text": one.text, "url": one.url} for one in article.related_links.all()]
    fields["tags"] = [one.entity.name for one in article.appearances.all()]
    return {name: value for name, value in fields.items() if value}


def _moment(moment: datetime | None, time_known: bool) -> str:
    """Return a moment as `dates` reads it: a day alone when the hour is unknown; midnight in UTC, lest it be a day."""
    if not moment:
        return ""
    local = localtime(moment, ZONE)
    if not time_known:
        return local.date().isoformat()
    return (moment.astimezone(UTC) if local.time() == time() else local).isoformat()
