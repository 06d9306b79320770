"""Many suggestions of the queue decided at once, what became of them all, and tags handed out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from articles.models import Mention
from articles.tagging import bulk, webannotations
from articles.tagging import statistics as counted
from articles.tagging.errors import Refused
from articles.views.access import needs
from articles.views.tagging_answers import back, editor, open_to, refusing

MOST = 200


@needs("articles.change_mention")
@require_POST
@refusing
def decide_many(request: HttpRequest) -> HttpResponse:
    """Accept or reject the ticked suggestions (`chosen`: id-version, each), as one act."""
    chosen = dict(_pair(one) for one in request.POST.getlist("chosen")[:MOST] if _is_pair(one))
    may = Mention.objects.filter(pk__in=chosen, article__in=open_to(request)).values_list("pk", flat=True)
    decision = request.POST.get("decision")
    if decision not in bulk.DECISIONS or not may:
        raise Refused("לא סומנה אף הצעה. סמנו לפחות אחת, ובחרו באישור או בדחייה.")
    act = bulk.decide(decision, {pk: chosen[pk] for pk in may}, editor(request))
    done = "אושרו" if decision == "accept" else "נדחו"
    skipped = f" {act.skipped} הוכרעו בינתיים בידי אחרים." if act.skipped else ""
    url = reverse("tag_act", args=[act.pk])
    messages.success(request, format_html('{} הצעות {}.{} <a href="{}">להחזרה</a>', act.done, done, skipped, url))
    return redirect(back(request, reverse("review")))


@needs("articles.view_mention")
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show by origin and rule what share of the suggestions is accepted."""
    return render(request, "tagging/statistics.html", {"fates": counted.fates()})


@needs("articles.view_mention")
@require_safe
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out an article's decided tags as Web Annotations (`jsonld`) or CSV."""
    article = get_object_or_404(open_to(request), pk=pk)
    tags = webannotations.decided([article])
    if form == "csv":
        answer = StreamingHttpResponse(webannotations.as_csv(tags), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="tags-{pk}.csv"'
        return answer
    if form != "jsonld":
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    found = [webannotations.annotation(one, site) for one in tags]
    return JsonResponse(
        found, safe=False, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
    )


def _is_pair(given: str) -> bool:
    parts = given.split("-")
    return len(parts) == 2 and all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts)


def _pair(given: str) -> tuple[int, int]:
    pk, version = given.split("-")
    return int(pk), int(version)
