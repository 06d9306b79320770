"""Entities merged, split and told from one another: rehearsed by anybody who edits, done by who may."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.forms.entities import LabelsForm, MergeForm, SplitForm
from articles.models import Act, Entity, Mention
from articles.models.act import ActStatus
from articles.models.entity import Kind
from articles.tagging import choices, entities, labels, merging, performing, splitting
from articles.views.access import needs
from articles.views.tagging_answers import Malformed, editor, first_error, open_to, refusing

PAGE = 200


@needs("articles.change_entity")
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what to merge an entity into, rehearse it, and merge or propose it."""
    source = get_object_or_404(Entity, pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else request.GET)
    target = form.cleaned_data["into"] if form.is_valid() else None
    if request.method == "POST":
        if target is None:
            raise Malformed(first_error(form))
        return _merged(request, source, target, form.settled())
    asked = request.GET.get("q", source.name)[:200].replace("\0", "")
    context = {
        "source": source,
        "asked": asked,
        "found": [one for one in choices.find(asked) if one.entity != source],
        "rehearsal": merging.rehearse(source, target) if target else None,
    }
    return render(request, "tagging/merge.html", context)


@needs("articles.change_entity")
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """List an entity's tags in context, and give those that are ticked to another, known or new."""
    source = get_object_or_404(Entity, pk=pk)
    if request.method == "POST":
        return _split(request, source)
    rows = Mention.objects.accepted().filter(entity=source, article__in=open_to(request))
    rows = rows.select_related("paragraph", "article__source").order_by("quote", "article_id", "start")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"source": source, "page": page, "groups": _by_quote(list(page)), "kinds": Kind.choices}
    return render(request, "tagging/split.html", context)


@needs("articles.change_entity")
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """List what editors propose and an administrator is to do."""
    waiting = Act.objects.filter(status=ActStatus.PROPOSED).select_related("entity", "other", "created_by")
    return render(request, "tagging/proposals.html", {"waiting": waiting[:PAGE]})


@needs("articles.merge_entity")
@require_POST
@refusing
def propose(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Do what an editor proposed (`do`), or decline it."""
    act = get_object_or_404(Act.objects.select_related("entity", "other"), pk=pk)
    if answer == "do":
        performing.perform(act, editor(request))
        messages.success(request, "ההצעה בוצעה.")
    else:
        performing.decline(act, editor(request))
        messages.success(request, "ההצעה נדחתה.")
    return redirect(reverse("tag_act", args=[act.pk]) if answer == "do" else reverse("proposals"))


@needs("articles.change_entity")
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def wikidata(request: HttpRequest) -> HttpResponse:
    """Match an uploaded file of labels with the entities that lack an identifier; store the pairs that are ticked."""
    if request.POST.getlist("pair"):
        stored, refused = labels.store(request.POST.getlist("pair")[:PAGE])
        messages.success(request, f"{stored} מזהים נשמרו." + (f" {refused} כבר רשומים לאחרות." if refused else ""))
        return redirect("wikidata")
    form = LabelsForm(request.POST or None, request.FILES or None)
    matched = labels.match(form.rows())[:PAGE] if request.method == "POST" and form.is_valid() else None
    return render(request, "tagging/wikidata.html", {"form": form, "matched": matched})


def _merged(request: HttpRequest, source: Entity, target: Entity, settled: dict[str, str]) -> HttpResponse:
    may = request.user.has_perm("articles.merge_entity")
    act = merging.merge(source, target, settled, editor(request), propose=not may)
    said = f"״{source.name}״ מוזגה אל ״{target.name}״." if may else "ההצעה למזג נמסרה למנהלי הארכיון."
    messages.success(request, said)
    return redirect(reverse("tag_act", args=[act.pk]) if may else source.get_absolute_url())


def _split(request: HttpRequest, source: Entity) -> HttpResponse:
    form = SplitForm(request.POST)
    if not form.is_valid():
        raise Malformed(first_error(form))
    given, user = form.cleaned_data, editor(request)
    may = request.user.has_perm("articles.merge_entity")
    chosen = [int(one) for one in request.POST.getlist("mention") if one.isdecimal() and len(one) < 19]
    if not chosen:
        raise splitting.NothingChosen
    target = given["entity"] or entities.create(given["name"], given["kind"], user=user)
    act = splitting.split(source, target, chosen, user, propose=not may)
    messages.success(request, "התגים עברו." if may else "ההצעה לפצל נמסרה למנהלי הארכיון.")
    return redirect(reverse("tag_act", args=[act.pk]) if may else source.get_absolute_url())


def _by_quote(rows: list[Mention]) -> list[tuple[str, list[Mention]]]:
    groups: dict[str, list[Mention]] = {}
    for one in rows:
        groups.setdefault(one.quote, []).append(one)
    return sorted(groups.items(), key=lambda group: -len(group[1]))
