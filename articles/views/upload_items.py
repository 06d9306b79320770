"""One item of an upload: what came again with another text, to be decided; what was set apart, to be put back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.corrections import versions
from articles.intake import apart, changed, jobs
from articles.models import Article, Item
from articles.models.intake import Outcome
from articles.views.access import needs
from articles.views.uploads import PERMISSION, signed_in, visible_batch

DECIDED_AT_ONCE = 20  # more than so many versions are kept by the worker
DECIDED = "על הפריט הזה כבר הוחלט."


@needs(PERMISSION)
@require_safe
def upload_item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Show an item: beside the article that it repeats, or with what was set apart of it."""
    item = _item(request, pk, item_pk)
    return render(request, "upload/item.html", {"item": item, "batch": item.batch, **_shown(request, item)})


@needs(PERMISSION)
@require_POST
def upload_item_decide(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Keep an item as a new version of its article (`choice=version`), or leave the article as it is (`leave`)."""
    item = _item(request, pk, item_pk)
    try:
        if request.POST.get("choice") == "version":
            messages.success(request, changed.decide_version(item, signed_in(request).pk).reason)
        else:
            changed.leave(item)
            messages.success(request, changed.LEFT)
    except changed.Decided:
        messages.error(request, DECIDED)
    return redirect(item.batch)


@needs(PERMISSION)
@require_POST
def upload_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep everything that waits in a batch as new versions; many are left to the worker."""
    batch = visible_batch(request, pk)
    waiting = list(changed.waiting(batch)[: DECIDED_AT_ONCE + 1])
    if len(waiting) > DECIDED_AT_ONCE:
        jobs.queue_versions(batch, signed_in(request))
        messages.success(request, "הגרסאות נשמרות ברקע. רעננו את הדף כדי לראות כמה נותרו.")
    else:
        kept = changed.decide_all(batch, signed_in(request).pk)
        messages.success(request, f"נשמרו {kept:,} גרסאות חדשות.")
    return redirect(batch)


@needs(PERMISSION)
@require_POST
def upload_item_put_back(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Put a line (`line`) or a related item (`link`), by its id, back into the body of the article."""
    item = _item(request, pk, item_pk)
    done = False
    for name, act in (("line", apart.put_back_line), ("link", apart.put_back_link)):
        chosen = request.POST.get(name, "")
        if chosen.isdecimal() and len(chosen) < 19:
            done = act(item, int(chosen))
    if done:
        messages.success(request, "השורה הוחזרה לגוף הכתבה.")
    else:
        messages.error(request, "השורה כבר אינה מופרדת, או שהכתבה הוסרה מעיון.")
    return redirect("upload_item", pk, item_pk)


def _item(request: HttpRequest, pk: int, item_pk: int) -> Item:
    items = visible_batch(request, pk).items.select_related("file", "batch", "article__source")
    found: Item = get_object_or_404(items, pk=item_pk)
    return found


def _shown(request: HttpRequest, item: Item) -> dict[str, Any]:
    """What the page shows of the item's article, when there is one that the user may see."""
    visible = Article.objects.visible_to(request.user).select_related("source")
    article = visible.filter(pk=item.article_id).first() if item.article_id else None
    if article is None or article.status == "withheld":
        return {}
    if item.record is not None:
        record = changed.record_of(item)
        difference = versions.difference(versions.text_of(article), changed.text_of(record))
        return {"article": article, "record": record, "difference": difference}
    if item.outcome not in (Outcome.STORED, Outcome.VERSION):
        return {"article": article}
    return {"article": article, "lines": apart.lines(article), "links": article.related_links.all()}
