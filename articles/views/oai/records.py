"""Published articles as the records of OAI-PMH.

The datestamp of a record is the last change of the article's row (its publication, a correction of its title, an index
made anew), which the history knows, or its arrival when it never changed. So an article published long after it was
uploaded is not missed by a harvester that comes back. Changes of its paragraphs and tags do not count.

Lists go by key, not by datestamp: the protocol asks for no order, no index holds the datestamps, and so a whole harvest
passes over the archive once. What changes meanwhile has a datestamp after the harvest began, and is had by the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.timezone import localtime

from articles.models import Article, Source
from articles.views.oai.asking import Choice, Refused

PAGE: Final = 100
_SET: Final = re.compile(r"source-([1-9][0-9]{0,17})")
_KEY: Final = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Record:
    """One article as a template draws it."""

    identifier: str
    datestamp: datetime
    article: Article
    address: str
    day: str

    @property
    def set(self) -> str:
        """The set that the article belongs to."""
        return set_of(self.article.source_id)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `token` leads to the next, "" at the end, None when the first page is all there is."""

    records: list[Record]
    token: str | None


def page(request: HttpRequest, choice: Choice) -> Page:
    """Return a page of what was chosen, by key. Raises Refused for noRecordsMatch."""
    whole = _chosen(choice).select_related("source").prefetch_related("appearances__entity")
    found = list(whole.order_by("pk")[: PAGE + 1])
    if not found and not choice.after:
        raise Refused("noRecordsMatch", "No records match.")
    records = [_record(request, article) for article in found[:PAGE]]
    if len(found) > PAGE:
        return Page(records, choice.token(found[PAGE - 1].pk))
    return Page(records, "" if choice.after else None)


def one(request: HttpRequest, identifier: str) -> Record:
    """Return the record of an identifier. Raises Refused for idDoesNotExist."""
    start = _identifier(request, "")
    key = identifier.removeprefix(start)
    if identifier.startswith(start) and _KEY.fullmatch(key):
        related = _stamped().select_related("source").prefetch_related("appearances__entity")
        if article := related.filter(pk=int(key)).first():
            return _record(request, article)
    raise Refused("idDoesNotExist", "There is no published article of this identifier.")


def sets() -> list[dict[str, str]]:
    """Return the sources of published articles, each a set. Raises Refused when there are none."""
    named = Source.objects.filter(pk__in=Article.objects.published().order_by().values("source"))
    found = [{"spec": set_of(pk), "name": name} for pk, name in named.values_list("pk", "name")]
    if not found:
        raise Refused("noSetHierarchy", "The archive is empty.")
    return found


def set_of(source_id: int) -> str:
    """Return what the set of a source is called."""
    return f"source-{source_id}"


def earliest() -> datetime | None:
    """Return a moment before which no record has a datestamp."""
    return Article.objects.published().order_by().aggregate(first=Min("created"))["first"]


def _stamped() -> QuerySet[Any]:
    """Published articles, each with its `datestamp`."""
    events: Any = Article._meta.get_field("events").related_model
    changes = events.objects.filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    last = Subquery(changes.annotate(last=Max("pgh_created_at")).values("last"))
    return Article.objects.published().annotate(datestamp=Greatest("created", last))


def _chosen(choice: Choice) -> QuerySet[Any]:
    found = _stamped()
    if choice.start:
        found = found.filter(datestamp__gte=choice.start)
    if choice.end:
        found = found.filter(datestamp__lt=choice.end)
    if choice.set:
        known = _SET.fullmatch(choice.set)
        found = found.filter(source=int(known[1])) if known else found.none()
    return found.filter(pk__gt=choice.after)


def _record(request: HttpRequest, article: Any) -> Record:
    return Record(
        identifier=_identifier(request, str(article.pk)),
        datestamp=article.datestamp,
        article=article,
        address=request.build_absolute_uri(article.get_absolute_url()),
        day=localtime(article.published).date().isoformat() if article.published else "",
    )


def _identifier(request: HttpRequest, key: str) -> str:
    return f"oai:{host(request)}:{key}"


def host(request: HttpRequest) -> str:
    """Return the name of the site without its port."""
    return request.get_host().rpartition("]")[0].lstrip("[") or request.get_host().partition(":")[0]
