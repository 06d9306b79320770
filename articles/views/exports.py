"""The whole result of a search as a file: sent at once when it is small, else made by the worker."""

import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.models import Export
from articles.models.reader import ExportStatus, Format
from articles.search import asking, exports, relief, sentence
from articles.search.criteria import Criteria
from articles.search.exporting import TYPES, export
from articles.search.jobs import make_export
from articles.views.access import open_to_all
from articles.views.addresses import address


@open_to_all
@require_safe
def search_export(request: HttpRequest, extension: str) -> HttpResponse | StreamingHttpResponse:
    """Send the file, or offer to have it made when the result is large."""
    if extension not in Format.values:
        raise Http404
    criteria = asking.read(request.GET)
    total = relief.count([criteria])[0]
    if total > exports.AT_ONCE:
        return _offer(request, criteria, extension, total)
    parts: Iterator[bytes] = export(criteria, extension, _base(request))
    answer = StreamingHttpResponse(parts, content_type=TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="search.{extension}"'
    return answer


@open_to_all
@require_POST
def export_create(request: HttpRequest, extension: str) -> HttpResponse:
    """Have the worker make the file; go to the page that tells when it is ready."""
    if extension not in Format.values:
        raise Http404
    criteria = asking.read(request.POST)
    try:
        with transaction.atomic():
            asked, new = exports.create(criteria, extension, _base(request))
            if new:
                make_export.defer(export_id=str(asked.pk))
    except exports.TooManyExports:
        messages.error(request, "כרגע מוכנים קבצים רבים אחרים. נסו שוב בעוד כמה דקות.")
        return redirect(address(criteria))
    return redirect(asked)


@open_to_all
@require_safe
def export_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tell how far the file is, and hand it over."""
    asked = get_object_or_404(Export, pk=pk)
    ready = asked.status == ExportStatus.DONE and exports.path_of(asked).exists()
    making = asked.status in (ExportStatus.WAITING, ExportStatus.RUNNING)
    context = {"export": asked, "ready": ready, "making": making, "search": address(exports.criteria_of(asked.query))}
    answer = render(request, "search/export.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@open_to_all
@require_safe
def export_file(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Hand the file over; 404 before it is ready and after a week."""
    asked = get_object_or_404(Export, pk=pk, status=ExportStatus.DONE)
    path = exports.path_of(asked)
    if not path.exists():
        raise Http404
    name = f"search.{asked.format}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[asked.format])


def _offer(request: HttpRequest, criteria: Criteria, extension: str, total: int) -> HttpResponse:
    context = {
        "total": total,
        "format": Format(extension),
        "search": address(criteria),
        "carried": list(criteria.but().pairs()),
        "sentence": sentence.parts(criteria, {}),
        "at_once": exports.AT_ONCE,
    }
    return render(request, "search/export_offer.html", context)


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
