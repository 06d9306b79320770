"""What an article says of time and who speaks in it, explained, and corrected by editors; and an entity's quotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Entity, Quote, SpokenDate
from articles.models.article import Status
from articles.search.criteria import Criteria
from articles.tagging.errors import NoLetters
from articles.tagging.names import key
from articles.text.dates import day_of
from articles.timeline import deciding
from articles.views.access import needs, open_to_all, who
from articles.views.known import entity_or_404
from articles.views.periods import Asked

Said = TypeVar("Said", SpokenDate, Quote)
PAGE = 30
TO_EDITORS = "articles.change_mention"
MOVED = "בינתיים החליט כאן עורך אחר; זה מה שיש עכשיו."


@open_to_all
@require_safe
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """List the dates and quotes of an article in the order of its text; editors see the rejected ones too."""
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("source"), pk=pk)
    if article.status == Status.WITHHELD:
        raise Http404
    editing = request.user.has_perm(TO_EDITORS)
    shown = {} if editing else {"status": "accepted"}
    context = {
        "article": article,
        "editing": editing,
        "dates": article.spokendates.filter(**shown).select_related("paragraph", "decided_by"),
        "quotes": article.quotes.filter(**shown).select_related("paragraph", "entity", "decided_by"),
        "tagged": Entity.objects.filter(mentions__article=article, mentions__status="accepted").distinct()
        if editing
        else [],
    }
    return render(request, "article/said.html", context)


@open_to_all
@require_safe
def quotes(request: HttpRequest, pk: int) -> HttpResponse:
    """List what an entity said by date, within the days asked."""
    found = entity_or_404(pk)
    asked = Asked.read(request.GET)
    rows = _spoken(found, asked.criteria)
    context = {
        "entity": found,
        "criteria": asked.criteria,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "carried": asked.but()[1:] + "&",
    }
    return render(request, "entity/quotes.html", context)


@needs(TO_EDITORS)
@require_POST
def decide_date(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Reject, restore or correct a date."""
    row = get_object_or_404(SpokenDate, pk=pk, article__in=Article.objects.visible_to(request.user))
    return _decide(request, row, _change_date if act == "change" else _simply(act))


@needs(TO_EDITORS)
@require_POST
def decide_quote(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Reject, restore or say who spoke."""
    row = get_object_or_404(Quote, pk=pk, article__in=Article.objects.visible_to(request.user))
    return _decide(request, row, _change_speaker if act == "speaker" else _simply(act))


def _decide(request: HttpRequest, row: Said, act: Callable[[HttpRequest, Said, User, int], None]) -> HttpResponse:
    """Decide on what the editor saw, and show the article's page again; another's decision stands and is told."""
    try:
        act(request, row, who(request), _version(request))
    except deciding.Moved:
        messages.warning(request, MOVED)
    return redirect("said", row.article_id)


def _simply(act: str) -> Callable[[HttpRequest, SpokenDate | Quote, User, int], None]:
    decide = {"reject": deciding.reject, "restore": deciding.restore}.get(act)
    if decide is None:
        raise Http404
    return lambda request, row, user, version: decide(row, user, version)


def latest_quotes(found: Entity, criteria: Criteria, most: int = 4) -> list[Quote]:
    """Return the newest things that an entity said in the days asked."""
    return list(_spoken(found, criteria)[:most])


def _spoken(found: Entity, criteria: Criteria) -> QuerySet[Quote]:
    """Return what an entity said in published articles in the days asked, the newest first."""
    rows = Quote.objects.filter(entity=found, status="accepted", article__status="published")
    if criteria.since:
        rows = rows.filter(published__gte=criteria.since)
    if criteria.until:
        rows = rows.filter(published__lt=criteria.until)
    return rows.select_related("article__source", "paragraph").order_by("-published", "-id")


def _change_date(request: HttpRequest, row: SpokenDate, user: User, version: int) -> None:
    first = day_of(request.POST.get("first", ""), last=False)
    last = day_of(request.POST.get("last") or request.POST.get("first", ""), last=True)
    if not first or not last:
        messages.error(request, "התאריך לא נקרא. כותבים כך: 2019-01-04, או 2019-01 לחודש שלם.")
        return
    try:
        deciding.date_as(row, first, last, user, version)
    except deciding.NotInOrder:
        messages.error(request, "היום האחרון קודם לראשון. החליפו ביניהם ושלחו שוב.")


def _change_speaker(request: HttpRequest, row: Quote, user: User, version: int) -> None:
    name = request.POST.get("speaker", "").replace("\x00", "").strip()
    if not name:
        deciding.spoken_by(row, None, user, version)
        return
    try:
        found = Entity.objects.filter(aliases__key=key(name)).order_by("pk").first()
    except NoLetters:
        found = None
    if found is None:
        messages.error(request, f"אין בארכיון ישות ששמה {name[:80]}. בחרו שם מן הרשימה, או הוסיפו אותו בדף התיוג.")
        return
    deciding.spoken_by(row, found, user, version)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
