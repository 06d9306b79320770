"""`/oai`: the published articles for harvesters, by OAI-PMH 2.0 in unqualified Dublin Core."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.views.access import open_to_all
from articles.views.oai import asking, records
from articles.views.oai.asking import Refused

Arguments = Mapping[str, str]

NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML 1.0 cannot hold, however they are written."""


@open_to_all
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester; what is wrong with its request is told in the answer, with status 200, as it expects."""
    said: dict[str, str] = {}
    context: dict[str, Any]
    try:
        verb, arguments = asking.read(request.POST if request.method == "POST" else request.GET)
        said = {"verb": verb, **arguments}
        context = {"verb": verb, **_ANSWERS[verb](request, arguments)}
    except Refused as error:
        context = {"error": error}
        said = {} if error.code in ("badVerb", "badArgument") else said
    return _drawn(request, {**context, "said": said, "base": request.build_absolute_uri(request.path)})


def _drawn(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    whole = {**context, "now": timezone.now(), "format": asking.PREFIX}
    text = render_to_string("oai/answer.xml", whole, request)
    return HttpResponse(NOT_XML.sub("", text), content_type="text/xml; charset=utf-8")


def _identify(request: HttpRequest, arguments: Arguments) -> dict[str, Any]:
    return {"earliest": records.earliest(), "host": records.host(request)}


def _formats(request: HttpRequest, arguments: Arguments) -> dict[str, Any]:
    return {"record": records.one(request, arguments["identifier"])} if "identifier" in arguments else {}


def _sets(request: HttpRequest, arguments: Arguments) -> dict[str, Any]:
    if arguments:
        raise Refused("badResumptionToken", "All sets are in one answer.")
    return {"sets": records.sets()}


def _list(request: HttpRequest, arguments: Arguments) -> dict[str, Any]:
    return {"page": records.page(request, asking.choice(arguments))}


def _record(request: HttpRequest, arguments: Arguments) -> dict[str, Any]:
    asking.is_dublin_core(arguments["metadataPrefix"])
    return {"record": records.one(request, arguments["identifier"])}


_ANSWERS: Final[Mapping[str, Callable[[HttpRequest, Arguments], dict[str, Any]]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _record,
}
