"""Upload: hand files in, see what they would become, take them in, read what became of each item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.forms.upload import SettingsForm, UploadForm, chosen_mappings
from articles.intake import batches, changed, columns, jobs, limits, originals, refused, remembering
from articles.intake.preview import FilePreview, preview
from articles.models import Batch, Original
from articles.models.intake import Asked, BatchStatus, Outcome
from articles.views.access import needs
from articles.views.downloads import attachment

PERMISSION: Final = "articles.upload_articles"
PASTED: Final = "טקסט שהודבק.txt"
ACTIVE: Final = (BatchStatus.QUEUED, BatchStatus.RUNNING)
ITEMS_A_PAGE: Final = 50
BATCHES_A_PAGE: Final = 20
PUBLISHED_AT_ONCE: Final = 500  # more drafts than this are published by the worker
ENDED: Final = "ההעלאה כבר הסתיימה."
EXPORTS: Final = {
    "csv": (refused.as_csv, "text/csv; charset=utf-8"),
    "jsonl": (refused.as_jsonl, "application/x-ndjson; charset=utf-8"),
}


@needs(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """Show the upload page with the uploads so far; on POST keep what was sent and show its preview."""
    sends = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sends else UploadForm()
    if sends and form.is_valid():
        batch = batches.create(signed_in(request), _kept(form), form.settings())
        return redirect(batch)
    sent = Batch.objects.visible_to(request.user).select_related("created_by", "source").prefetch_related("files")
    shown = {"form": form, "page": _page(request, sent, BATCHES_A_PAGE), "limits": limits}
    return render(request, "upload/uploads.html", shown, status=422 if form.errors else 200)


@needs(PERMISSION)
@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch: what it would become, or how far it is, or what became of it."""
    batch = visible_batch(request, pk)
    if request.headers.get("HX-Request"):
        return _progress(request, batch)
    if batch.status == BatchStatus.PREVIEW:
        return render(request, "upload/preview.html", _preview(batch, SettingsForm(initial=_initial(batch))))
    return render(request, "upload/report.html", _report(request, batch))


@needs(PERMISSION)
@require_POST
def upload_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the preview page says of columns, source and date; with `start`, hand the batch to the worker."""
    batch = get_object_or_404(_batches(request), pk=pk, status=BatchStatus.PREVIEW)
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return render(request, "upload/preview.html", _preview(batch, form), status=422)
    shown = preview(batch)
    if "guess" in request.POST:
        for one in shown:
            if str(one.file.pk) == request.POST["guess"]:
                batches.guess_anew(batch, one.file.pk, one.header)
        return redirect(batch)
    chosen = chosen_mappings(request.POST, shown)
    batches.change(batch, form.settings(), chosen)
    if "start" in request.POST:
        _remember(batch, shown)
        jobs.queue(batch)
    return redirect(batch)


def _remember(batch: Batch, shown: list[FilePreview]) -> None:
    """Remember for the source how the tables are read that the archivist had read otherwise than was guessed."""
    for one in shown:
        chosen = batches.mapping_of(batch, one.file)
        if chosen and (chosen != one.guessed or remembering.recall(batch.source, one.header)):
            remembering.remember(batch.source, one.header, chosen)


@needs(PERMISSION)
@require_POST
def upload_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a batch that stopped to the worker again; it goes on where it stopped."""
    batch = visible_batch(request, pk)
    if batch.status in batches.RESUMABLE:
        jobs.queue(batch)
    return redirect(batch)


@needs(PERMISSION)
@require_POST
def upload_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a batch for a while; it goes on where it stopped."""
    batch = visible_batch(request, pk)
    if not batches.ask(batch, Asked.PAUSE):
        messages.error(request, ENDED)
    return redirect(batch)


@needs(PERMISSION)
@require_POST
def upload_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the refused items of a batch again, from the file as it was uploaded."""
    batch = visible_batch(request, pk)
    if batches.reopen(batch):
        jobs.queue(Batch.objects.get(pk=pk))
    else:
        messages.error(request, "אין מה לנסות שוב.")
    return redirect(batch)


@needs(PERMISSION)
@require_POST
def upload_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a batch in preview with its files; of one that was begun, leave what is stored and take in no more."""
    batch = visible_batch(request, pk)
    if not batches.drop(batch):
        if not batches.ask(batch, Asked.CANCEL):
            messages.error(request, ENDED)
        return redirect(batch)
    messages.success(request, "ההעלאה בוטלה. דבר ממנה לא נקלט.")
    return redirect("uploads")


@needs(PERMISSION)
@require_POST
def upload_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the drafts of a batch; many are left to the worker."""
    batch = visible_batch(request, pk)
    if batches.drafts(batch).count() > PUBLISHED_AT_ONCE:
        jobs.queue_publishing(batch, signed_in(request))
        messages.success(request, "הטיוטות מתפרסמות ברקע. רעננו את הדף כדי לראות כמה נותרו.")
    else:
        messages.success(request, f"פורסמו {batches.publish(batch, signed_in(request)):,} כתבות.")
    return redirect(batch)


@needs(PERMISSION)
@require_safe
def upload_refused(request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
    """Hand back the refused items with their reasons, to be mended and sent again."""
    batch = visible_batch(request, pk)
    if extension not in EXPORTS:
        raise Http404
    lines, content_type = EXPORTS[extension]
    answer = StreamingHttpResponse((line.encode() for line in lines(batch)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="refused-{batch.pk}.{extension}"'
    return answer


@needs(PERMISSION)
@require_safe
def upload_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """Hand back a file as it was uploaded: to keep, never to display."""
    file = get_object_or_404(visible_batch(request, pk).files.select_related("original"), pk=file_pk)
    return attachment(file.original, file.name)


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in: every view here needs somebody."""
    assert isinstance(request.user, User)
    return request.user


def _batches(request: HttpRequest) -> Any:
    return Batch.objects.visible_to(request.user).select_related("source", "created_by")


def visible_batch(request: HttpRequest, pk: int) -> Batch:
    """Return a batch that the user may see; those of others are as if they were not."""
    found: Batch = get_object_or_404(_batches(request), pk=pk)
    return found


def _kept(form: UploadForm) -> Iterator[tuple[str, Original]]:
    """Keep the files and the pasted text on the disk; yield each with its name."""
    for file in form.cleaned_data["file"]:
        yield file.name, originals.keep(file.chunks())
    if form.cleaned_data["text"]:
        yield PASTED, originals.keep([form.cleaned_data["text"].encode("utf-8", "replace")])


def _initial(batch: Batch) -> dict[str, Any]:
    return {
        "source": batch.source,
        "published": batches.day_of(batch),
        "publish": batch.publish,
        "on_changed": batch.on_changed,
        "on_tags": batch.on_tags,
    }


def _preview(batch: Batch, form: SettingsForm) -> dict[str, Any]:
    return {"batch": batch, "files": preview(batch), "form": form, "fields": columns.LABELS}


def _progress(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Answer the page's own polling; once the work has ended, have the page show its report."""
    answer = render(request, "upload/_progress.html", _state(batch))
    if batch.status not in ACTIVE:
        answer["HX-Refresh"] = "true"
    return answer


def _state(batch: Batch) -> dict[str, Any]:
    counts = batches.counts(batch)
    outcomes = [(outcome, counts.get(outcome.value, 0)) for outcome in Outcome]
    return {
        "batch": batch,
        "active": batch.status in ACTIVE,
        "outcomes": outcomes,
        "total": sum(counts.values()),
        "refused": counts.get("refused", 0),
        **_pace(batch, sum(counts.values())),
    }


def _pace(batch: Batch, total: int) -> dict[str, Any]:
    """How far a batch at work is: which of its files, the place it has reached, seconds at work, items left so far."""
    if batch.status != BatchStatus.RUNNING or batch.started is None:
        return {"resumable": batch.status in batches.RESUMABLE}
    last = batch.items.select_related("file").order_by("-pk").first()
    files = list(batch.files.values_list("pk", flat=True))
    at = files.index(last.file_id) + 1 if last else 1
    seconds = max(0, int((timezone.now() - batch.started).total_seconds()))
    return {"last": last, "file_number": at, "file_count": len(files), "seconds": seconds}


def _report(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    chosen = request.GET.get("outcome", "")
    chosen = chosen if chosen in Outcome.values else ""
    items = batch.items.select_related("file", "article").order_by("file_id", "number")
    shown = items.filter(outcome=chosen) if chosen else items
    return {
        **_state(batch),
        "page": _page(request, shown, ITEMS_A_PAGE),
        "chosen": chosen,
        "carried": f"outcome={chosen}&" if chosen else "",
        "files": batch.files.select_related("original"),
        "drafts": batches.drafts(batch).count(),
        "waiting": changed.waiting(batch).count(),
    }


def _page(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """Return the page asked for; a number that makes no sense gives the first or the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
