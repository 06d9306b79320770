"""The history of decisions: all of it, an editor's, an entity's, an article's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.forms.tagging import HistoryForm
from articles.models import Article, Entity
from articles.tagging import history as told
from articles.views.access import needs
from articles.views.tagging_answers import open_to


@needs("articles.view_mention")
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Tell who decided what, newest first; `editor`, `entity`, `article` narrow it, `before` goes back in time."""
    form = HistoryForm(request.GET)
    form.is_valid()
    given: dict[str, Any] = {name: form.cleaned_data.get(name) for name in ("editor", "entity", "article", "before")}
    entries = told.read(told.Asked(**given), open_to(request))
    context = {
        "entries": entries,
        "editor": User.objects.filter(pk=given["editor"]).first(),
        "entity": Entity.all_objects.filter(pk=given["entity"]).first(),
        "article": Article.objects.filter(pk=given["article"]).filter(pk__in=open_to(request)).first(),
        "earlier": _earlier(request, entries),
    }
    return render(request, "tagging/history.html", context)


def _earlier(request: HttpRequest, entries: list[told.Entry]) -> str:
    if len(entries) < told.PAGE:
        return ""
    query = request.GET.copy()
    query["before"] = entries[-1].when.isoformat()
    return query.urlencode()
