"""The editor's pages: tagging an article, and the review queue. Each post is one decision, stored or refused whole."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import condition, require_POST, require_safe

from articles.forms.tagging import MoveForm, ReviewForm, SelectionForm, SettleForm
from articles.models import Article, UnknownName
from articles.models.entity import Kind
from articles.tagging import choices, drawing, mentions, selections, settling, suggestions, unknown
from articles.tagging import review as reviewing
from articles.views.access import needs
from articles.views.tagging_answers import (
    Malformed,
    answer,
    decided,
    editor,
    etag,
    first_error,
    mention_of,
    named,
    open_to,
    redrawn_of,
    refusing,
    version_of,
)

_DECISIONS = {
    "accept": (mentions.accept, "אושר"),
    "reject": (mentions.reject, "נדחה, ולא יוצע שוב"),
    "remove": (mentions.remove, "התיוג בוטל"),
    "undo": (mentions.undo, "ההחלטה הוחזרה"),
}
_SETTLED = {"mine": "ההחלטה שלך נקבעה", "wait": "שתי ההחלטות חזרו לתור"}


@needs("articles.add_mention")
@require_safe
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article's paragraphs with its tags and suggestions."""
    article = get_object_or_404(open_to(request).select_related("source"), pk=pk)
    drawn = drawing.draw(article, editor(request))
    return render(request, "tagging/tag.html", {"article": article, "drawn": drawn, "kinds": Kind.choices})


@needs("articles.add_mention")
@require_POST
@refusing
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tag a selection with a known entity or a new one."""
    article = get_object_or_404(open_to(request), pk=pk)
    mention = selections.tag(_selection(request, article), editor(request))
    return decided(request, mention, f"״{mention.quote}״ תויג: {named(mention)}")


@needs("articles.add_mention")
@require_POST
@refusing
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the names of all entities in one article."""
    article = get_object_or_404(open_to(request), pk=pk)
    return answer(request, article, _found(suggestions.suggest([article.pk]) + unknown.look([article.pk])))


@needs("articles.add_mention")
@require_POST
@refusing
def unknown_name(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Make an entity of a name that the tagger met (`accept`), refuse it (`reject`), or take that back (`undo`)."""
    rows = UnknownName.objects.select_related("paragraph", "article")
    name = get_object_or_404(rows, pk=pk, article__in=open_to(request))
    if act == "accept":
        mention = unknown.accept(name, editor(request))
        return decided(request, mention, f"״{mention.quote}״ תויג כישות חדשה: {named(mention)}")
    if act not in ("reject", "undo"):
        raise Http404
    (unknown.reject if act == "reject" else unknown.undo)(name, editor(request))
    said = f"״{name.quote}״ אינו שם, ולא יוצע כאן שוב." if act == "reject" else f"״{name.quote}״ חזר לרשימה."
    back = {"undo": {"url": reverse("tag_unknown", args=[name.pk, "undo"])}} if act == "reject" else {}
    return answer(request, name.article, said, name.paragraph_id, **back)


@needs("articles.change_mention")
@require_POST
@refusing
def decide(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Accept or reject a suggestion, remove a tag, or take a decision back."""
    if act not in _DECISIONS:
        raise Http404
    mention, version = mention_of(request, pk), version_of(request)
    decision, said = _DECISIONS[act]
    now = decision(mention, editor(request), version)
    return decided(request, now, f"{said}: ״{now.quote}״ – {named(now)}")


@needs("articles.change_mention")
@require_POST
@refusing
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose after another editor was first: `choice` is `mine`, or `wait` for both to go back to the queue."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        raise Malformed(first_error(form))
    holder, given = mention_of(request, pk), form.cleaned_data
    if given["act"] != "add":
        act = given["act"] if given["choice"] == "mine" else "wait"
        now = settling.decide(holder, editor(request), given["version"], act)
    else:
        settled = settling.replace if given["choice"] == "mine" else settling.let_wait
        now = settled(holder, given["version"], _selection(request, holder.article), editor(request))
    return decided(request, now, f"{_SETTLED[given['choice']]}: ״{now.quote}״ – {named(now)}")


@needs("articles.change_mention")
@require_POST
@refusing
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a broken tag a new place."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Malformed(first_error(form))
    given = form.cleaned_data
    place = given["start"], given["end"], given["quote"]
    now = mentions.move(mention_of(request, pk), *place, editor(request), given["version"])
    return decided(request, now, f"התיוג הוחזר למקומו: ״{now.quote}״ – {named(now)}")


@needs("articles.change_mention")
@require_POST
@refusing
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a broken tag up."""
    mention = mention_of(request, pk)
    mentions.discard(mention, version_of(request))
    return answer(request, mention.article, f"התיוג ״{mention.quote}״ הוסר מן התור.")


def _stamp(request: HttpRequest, pk: int) -> str | None:
    article = open_to(request).filter(pk=pk).first()
    return etag(article, editor(request)) if article and request.user.has_perm("articles.add_mention") else None


@needs("articles.add_mention")
@require_safe
@condition(etag_func=_stamp)
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the paragraphs and the side of an article as they are now; 304 to who has seen them so."""
    article = get_object_or_404(open_to(request), pk=pk)
    return JsonResponse(redrawn_of(request, article))


@needs("articles.add_mention")
@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """List the entities that `q` may mean, as options for the popover."""
    text = request.GET.get("q", "")[:200].replace("\0", "")
    given = request.GET.get("article", "")
    article = open_to(request).filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    day = suggestions.day_of(article) if article else None
    found = choices.find(text, user=editor(request), day=day)
    return render(request, "tagging/_choices.html", {"choices": found})


@needs("articles.add_mention")
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show what waits for an editor, over the whole archive."""
    form = ReviewForm(request.GET)
    form.is_valid()
    asked = form.asked()
    queue = reviewing.queue(asked, form.cleaned_data.get("after") or 0)
    context = {"form": form, "queue": queue, "status": asked.status, "next_page": _next_page(request, queue)}
    return render(request, "tagging/review.html", context)


def _selection(request: HttpRequest, article: Article) -> selections.Selection:
    form = SelectionForm(request.POST, article)
    if not form.is_valid():
        raise Malformed(first_error(form))
    return form.selection()


def _next_page(request: HttpRequest, queue: reviewing.Queue) -> str:
    query = request.GET.copy()
    query["after"] = str(queue.following)
    return query.urlencode()


def _found(number: int) -> str:
    if number == 1:
        return "נמצאה הצעה חדשה אחת."
    return f"נמצאו {number} הצעות חדשות." if number else "לא נמצאו הצעות חדשות."
