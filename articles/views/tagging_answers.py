"""How the editor's pages answer: a script with what to redraw, a plain form with the page it came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from articles.forms.tagging import DecisionForm
from articles.models import Act, Article, Mention
from articles.models.article import Status
from articles.models.entity import MentionStatus
from articles.querysets import ArticleQuerySet
from articles.tagging import drawing, live
from articles.tagging.errors import Conflict, Lookalike, Refused, TaggingError

View = Callable[..., HttpResponse]


class Malformed(Refused):
    """The request lacks something or carries what cannot be read."""


def refusing(view: View) -> View:
    """Answer a refused decision: 409 when somebody came first or must confirm, 400 otherwise, with its sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TaggingError as error:
            return refusal(request, error)

    return guarded


def editor(request: HttpRequest) -> User:
    """Return who asks."""
    assert isinstance(request.user, User)
    return request.user


def open_to(request: HttpRequest) -> ArticleQuerySet:
    """Return the articles that this editor may tag: withheld ones only with the permission to see them."""
    visible = Article.objects.visible_to(request.user)
    may = request.user.has_perm("articles.withhold_article")
    return visible if may else visible.exclude(status=Status.WITHHELD)


def mention_of(request: HttpRequest, pk: int) -> Mention:
    """Return a mention in an article that this editor may tag."""
    rows = Mention.objects.select_related("entity", "decided_by", "paragraph", "article")
    return get_object_or_404(rows, pk=pk, article__in=open_to(request))


def version_of(request: HttpRequest) -> int:
    """Return the version that the editor saw. Raises Malformed."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Malformed("הבקשה אינה אומרת על איזו גרסה של התיוג הוחלט. רעננו את הדף.")
    version: int = form.cleaned_data["version"]
    return version


def named(mention: Mention) -> str:
    """Return a mention's entity as sentences name it."""
    return f"{mention.entity.name} ({mention.entity.get_kind_display()})"


def decided(request: HttpRequest, mention: Mention, said: str) -> HttpResponse:
    """Answer one decision: how to take it back, and, for a new tag, where the rest of its like are."""
    undo = {"url": reverse("tag_decide", args=[mention.pk, "undo"]), "version": mention.version}
    more = {"more": reverse("tag_more", args=[mention.pk])} if mention.status == MentionStatus.ACCEPTED else {}
    return answer(request, mention.article, said, mention.paragraph_id, undo=undo, **more)


def acted(request: HttpRequest, act: Act, said: str) -> HttpResponse:
    """Answer an act on many tags: how to take it back, and where it is told."""
    undo = {"url": reverse("tag_act_undo", args=[act.pk]), "redo": reverse("tag_act_redo", args=[act.pk])}
    if is_script(request):
        return JsonResponse({"said": said, "undo": undo, **redrawn(request)})
    messages.success(request, said)
    return redirect(back(request, reverse("tag_act", args=[act.pk])))


def answer(
    request: HttpRequest, article: Article, said: str, paragraph: int | None = None, **more: object
) -> HttpResponse:
    """Answer a script with what to redraw, a plain form with the page it came from."""
    if is_script(request):
        return JsonResponse({"said": said, **more, **redrawn(request, paragraph)})
    messages.success(request, said)
    return redirect(back(request, reverse("tag", args=[article.pk])))


def refusal(request: HttpRequest, error: TaggingError) -> HttpResponse:
    """Answer a refused write, with how things stand, and a choice when another editor was first."""
    status = 409 if isinstance(error, Conflict | Lookalike) else 400
    choice = _choice(request, error)
    if not is_script(request):
        context = {
            "error": error,
            "back": back(request, reverse("review")),
            "choice": choice,
            "fields": _carried(request),
        }
        return render(request, "tagging/refused.html", context, status=status)
    alike = [entity.pk for entity in error.entities] if isinstance(error, Lookalike) else []
    more = {"choice": choice} if choice else {}
    return JsonResponse({"said": str(error), "alike": alike, **more, **redrawn(request)}, status=status)


def _choice(request: HttpRequest, error: TaggingError) -> dict[str, object] | None:
    """Return where to settle a conflict of two decisions: the tag as it stands, and what was asked here."""
    match = request.resolver_match
    acts = {"tag_add": "add", "tag_settle": request.POST.get("act", "")}
    act = match and (match.kwargs.get("act") or acts.get(match.url_name or ""))
    mention = error.mention if isinstance(error, Conflict) else None
    if mention is None or mention.status == MentionStatus.BROKEN or act not in ("add", "accept", "reject", "remove"):
        return None
    return {"url": reverse("tag_settle", args=[mention.pk]), "version": mention.version, "act": act}


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was posted, for a form that posts it again."""
    left_out = ("csrfmiddlewaretoken", "version", "act", "choice")
    return [(name, value) for name, value in request.POST.items() if name not in left_out and isinstance(value, str)]


def redrawn(request: HttpRequest, paragraph: int | None = None) -> dict[str, object]:
    """Return a paragraph (or all) and the side of the tagging page as they are now, if the request names its article.

    The review queue, which shows neither, names none.
    """
    number = request.POST.get("article", "")
    article = open_to(request).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    return redrawn_of(request, article, paragraph) if article else {}


def redrawn_of(request: HttpRequest, article: Article, paragraph: int | None = None) -> dict[str, object]:
    """Return a paragraph (or all) and the side of an article's tagging page; with all, `state` is their ETag."""
    seen = etag(article, editor(request))
    drawn = drawing.draw(article, editor(request), paragraph)
    paragraphs = {
        one.paragraph.pk: render_to_string("tagging/_paragraph.html", {"one": one}, request) for one in drawn.paragraphs
    }
    side = render_to_string("tagging/_side.html", {"article": article, "drawn": drawn}, request)
    whole = {} if paragraph else {"state": seen}
    return {"paragraphs": paragraphs, "side": side, **whole}


def etag(article: Article, user: User) -> str:
    """Return the ETag of an article's tags as `user` sees them."""
    return f'"{live.stamp(article.pk)}-{user.pk}"'


def is_script(request: HttpRequest) -> bool:
    """Tell whether a script of ours asks."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def back(request: HttpRequest, otherwise: str) -> str:
    """Return the page that the form names, if it is one of ours."""
    page = request.POST.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else otherwise


def first_error(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form."""
    return next(str(message) for messages in form.errors.values() for message in messages)
