"""One entity tagged in the rest of an article or of the archive, as one act that is taken back as one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Act, Article, Mention
from articles.models.act import ActKind, ActStatus
from articles.tagging import bulk, occurrences, performing
from articles.tagging.archive import articles_speaking
from articles.tagging.errors import Refused
from articles.views.access import needs
from articles.views.tagging_answers import acted, editor, mention_of, open_to, refusing

PAGE = 50
NEWEST_FIRST = 2000  # articles that are looked through for one list


@needs("articles.add_mention")
@require_safe
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how often the entity of a mention is spoken of, untagged, in the rest of the article and the archive."""
    mention = mention_of(request, pk)
    here = len(occurrences.find(mention.entity, mention.quote, [mention.article_id]))
    archive = occurrences.elsewhere(mention.entity, mention.quote, mention.article_id)
    return render(request, "tagging/_more.html", {"mention": mention, "here": here, "archive": archive})


@needs("articles.add_mention")
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    """List, or tag, the other places of a mention's entity: in its article, or with `scope=archive` everywhere."""
    mention = mention_of(request, pk)
    if request.method == "POST":
        return _tag(request, mention)
    articles = _articles(request, mention)
    found = occurrences.find(mention.entity, mention.quote, articles)
    context = {
        "mention": mention,
        "groups": occurrences.grouped(found),
        "count": len(found),
        "safe": sum(not one.risks for one in found),
        "cut": len(found) == occurrences.LISTED or len(articles) == NEWEST_FIRST,
        "archive": _is_archive(request),
    }
    page = "tagging/_rest.html" if request.headers.get("X-Fragment") else "tagging/rest.html"
    return render(request, page, context)


@needs("articles.add_mention")
@require_safe
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Unfold one act: every tag that it changed, in its article."""
    found = get_object_or_404(Act.objects.select_related("entity", "other", "created_by", "changed_by"), pk=pk)
    steps = found.steps.filter(article_id__in=open_to(request).values("pk"))
    page = Paginator(steps, PAGE).get_page(request.GET.get("page"))
    articles = Article.objects.select_related("source").in_bulk({step.article_id for step in page})
    rows = [(step, articles.get(step.article_id)) for step in page]
    return render(request, "tagging/act.html", {"act": found, "page": page, "rows": rows})


@needs("articles.change_mention")
@require_POST
@refusing
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an act back."""
    done = performing.undo(_mine_to_change(request, pk), editor(request))
    if done.status == ActStatus.WAITING:
        return acted(request, done, "ההחזרה נמסרה לעבודה ברקע.")
    kept = f" {done.skipped} שהוחלט עליהן מאז נשארו." if done.skipped else ""
    return acted(request, done, f"המעשה הוחזר: {done.done} תגיות.{kept}")


@needs("articles.change_mention")
@require_POST
@refusing
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    """Do again an act that was taken back."""
    done = performing.redo(_mine_to_change(request, pk), editor(request))
    return acted(request, done, _said(done))


def _mine_to_change(request: HttpRequest, pk: int) -> Act:
    """Return an act that this editor may take back: those on entities are for who may merge."""
    found = get_object_or_404(Act.objects.select_related("entity", "other"), pk=pk)
    if found.kind in (ActKind.MERGE, ActKind.SPLIT) and not request.user.has_perm("articles.merge_entity"):
        raise Refused("רק מנהלי הארכיון מפרידים ומחזירים מיזוג או פיצול.")
    return found


def _tag(request: HttpRequest, mention: Mention) -> HttpResponse:
    places = bulk.wanted(request.POST.getlist("place")[: occurrences.LISTED])
    may = set(open_to(request).filter(pk__in={one.article for one in places}).values_list("pk", flat=True))
    chosen = [one for one in places if one.article in may]
    whole = [form[:200] for form in request.POST.getlist("whole")]
    if not chosen and not whole:
        raise Refused("לא סומן אף מקום. סמנו לפחות אחד, או סגרו את הרשימה.")
    done = bulk.tag(mention.entity, chosen, editor(request), whole, mention.quote)
    return acted(request, done, _said(done))


def _said(done: Act) -> str:
    name = done.entity.name if done.entity else ""
    if done.status == ActStatus.WAITING:
        return f"התיוג של {name} נמסר לעבודה ברקע. אפשר להחזיר את כולו במעשה אחד."
    skipped = f" {done.skipped} דולגו: תויגו בינתיים אחרת." if done.skipped else ""
    return f"{done.done} מקומות תויגו: {name}.{skipped}"


def _is_archive(request: HttpRequest) -> bool:
    return request.GET.get("scope") == "archive"


def _articles(request: HttpRequest, mention: Mention) -> list[int]:
    """Return the articles to look through: this one, or the newest of those that may speak the name."""
    if not _is_archive(request):
        return [mention.article_id]
    spoken = articles_speaking(occurrences.names_of(mention.entity, mention.quote))
    found = open_to(request).filter(pk__in=spoken).order_by("-published", "-pk")
    return list(found.values_list("pk", flat=True)[:NEWEST_FIRST])
