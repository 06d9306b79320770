"""The editor's pages: tagging an article, and the review queue. Each post is one decision, stored or refused whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from articles.forms.tagging import DecisionForm, MoveForm, ReviewForm, SelectionForm
from articles.models import Article, Mention
from articles.models.article import Status
from articles.models.entity import Kind, MentionStatus
from articles.querysets import ArticleQuerySet
from articles.tagging import choices, drawing, mentions, selections, suggestions
from articles.tagging import review as reviewing
from articles.tagging.errors import Conflict, Lookalike, Refused, TaggingError
from articles.views.access import needs

View = Callable[..., HttpResponse]
_DECISIONS = {
    "accept": (mentions.accept, "אושר"),
    "reject": (mentions.reject, "נדחה, ולא יוצע שוב"),
    "remove": (mentions.remove, "התיוג בוטל"),
    "undo": (mentions.undo, "ההחלטה הוחזרה"),
}


class Malformed(Refused):
    """The request lacks something or carries what cannot be read."""


def refusing(view: View) -> View:
    """Answer a refused decision: 409 when somebody came first or must confirm, 400 otherwise, with its sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TaggingError as error:
            return _refusal(request, error)

    return guarded


@needs("articles.add_mention")
@require_safe
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article's paragraphs with its tags and suggestions."""
    article = get_object_or_404(_open_to(request).select_related("source"), pk=pk)
    drawn = drawing.draw(article, _editor(request))
    return render(request, "tagging/tag.html", {"article": article, "drawn": drawn, "kinds": Kind.choices})


@needs("articles.add_mention")
@require_POST
@refusing
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tag a selection with a known entity or a new one."""
    article = get_object_or_404(_open_to(request), pk=pk)
    form = SelectionForm(request.POST, article)
    if not form.is_valid():
        raise Malformed(_first_error(form))
    mention = selections.tag(form.selection(), _editor(request))
    return _decided(request, mention, f"״{mention.quote}״ תויג: {_entity(mention)}")


@needs("articles.add_mention")
@require_POST
@refusing
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the names of all entities in one article."""
    article = get_object_or_404(_open_to(request), pk=pk)
    return _answer(request, article, _found(suggestions.suggest([article.pk])))


@needs("articles.change_mention")
@require_POST
@refusing
def decide(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Accept or reject a suggestion, remove a tag, or take a decision back."""
    if act not in _DECISIONS:
        raise Http404
    mention, version = _mention(request, pk), _version(request)
    decision, said = _DECISIONS[act]
    now = decision(mention, _editor(request), version)
    return _decided(request, now, f"{said}: ״{now.quote}״ – {_entity(now)}")


@needs("articles.change_mention")
@require_POST
@refusing
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a broken tag a new place."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Malformed(_first_error(form))
    given = form.cleaned_data
    place = given["start"], given["end"], given["quote"]
    now = mentions.move(_mention(request, pk), *place, _editor(request), given["version"])
    return _decided(request, now, f"התיוג הוחזר למקומו: ״{now.quote}״ – {_entity(now)}")


@needs("articles.change_mention")
@require_POST
@refusing
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a broken tag up."""
    mention = _mention(request, pk)
    mentions.discard(mention, _version(request))
    return _answer(request, mention.article, f"התיוג ״{mention.quote}״ הוסר מן התור.")


@needs("articles.add_mention")
@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """List the entities that `q` may mean, as options for the popover."""
    text = request.GET.get("q", "")[:200].replace("\0", "")
    return render(request, "tagging/_choices.html", {"choices": choices.find(text)})


@needs("articles.add_mention")
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show what waits for an editor, over the whole archive."""
    form = ReviewForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    status = given.get("status") or MentionStatus.SUGGESTED
    queue = reviewing.queue(status, given.get("kind") or "", given.get("entity"), given.get("after") or 0)
    context = {"form": form, "queue": queue, "status": status, "next_page": _next_page(request, queue)}
    return render(request, "tagging/review.html", context)


def _next_page(request: HttpRequest, queue: reviewing.Queue) -> str:
    query = request.GET.copy()
    query["after"] = str(queue.following)
    return query.urlencode()


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _open_to(request: HttpRequest) -> ArticleQuerySet:
    """Return the articles that this editor may tag: withheld ones only with the permission to see them."""
    visible = Article.objects.visible_to(request.user)
    may = request.user.has_perm("articles.withhold_article")
    return visible if may else visible.exclude(status=Status.WITHHELD)


def _mention(request: HttpRequest, pk: int) -> Mention:
    rows = Mention.objects.select_related("entity", "decided_by", "paragraph", "article")
    return get_object_or_404(rows, pk=pk, article__in=_open_to(request))


def _version(request: HttpRequest) -> int:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Malformed("הבקשה אינה אומרת על איזו גרסה של התיוג הוחלט. רעננו את הדף.")
    version: int = form.cleaned_data["version"]
    return version


def _found(number: int) -> str:
    if number == 1:
        return "נמצאה הצעה חדשה אחת."
    return f"נמצאו {number} הצעות חדשות." if number else "לא נמצאו הצעות חדשות."


def _entity(mention: Mention) -> str:
    return f"{mention.entity.name} ({mention.entity.get_kind_display()})"


def _decided(request: HttpRequest, mention: Mention, said: str) -> HttpResponse:
    undo = {"url": reverse("tag_decide", args=[mention.pk, "undo"]), "version": mention.version}
    return _answer(request, mention.article, said, mention.paragraph_id, undo=undo)


def _answer(
    request: HttpRequest, article: Article, said: str, paragraph: int | None = None, **more: object
) -> HttpResponse:
    """Answer a script with what to redraw, a plain form with the page it came from."""
    if _is_script(request):
        return JsonResponse({"said": said, **more, **_redrawn(request, paragraph)})
    messages.success(request, said)
    return redirect(_back(request, reverse("tag", args=[article.pk])))


def _refusal(request: HttpRequest, error: TaggingError) -> HttpResponse:
    status = 409 if isinstance(error, Conflict | Lookalike) else 400
    if not _is_script(request):
        context = {"error": error, "back": _back(request, reverse("review"))}
        return render(request, "tagging/refused.html", context, status=status)
    alike = [entity.pk for entity in error.entities] if isinstance(error, Lookalike) else []
    return JsonResponse({"said": str(error), "alike": alike, **_redrawn(request)}, status=status)


def _redrawn(request: HttpRequest, paragraph: int | None = None) -> dict[str, object]:
    """Return a paragraph (or all) and the side of the tagging page as they are now, if the request names its article.

    The review queue, which shows neither, names none.
    """
    number = request.POST.get("article", "")
    article = _open_to(request).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if article is None:
        return {}
    drawn = drawing.draw(article, _editor(request), paragraph)
    paragraphs = {
        one.paragraph.pk: render_to_string("tagging/_paragraph.html", {"one": one}, request) for one in drawn.paragraphs
    }
    side = render_to_string("tagging/_side.html", {"article": article, "drawn": drawn}, request)
    return {"paragraphs": paragraphs, "side": side}


def _is_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _back(request: HttpRequest, otherwise: str) -> str:
    """Return the page that the form names, if it is one of ours."""
    page = request.POST.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else otherwise


def _first_error(form: DecisionForm | SelectionForm | MoveForm) -> str:
    return next(str(message) for messages in form.errors.values() for message in messages)
