"""The neighbourhood of an entity: who appears with it and with each other, as a picture and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Entity
from articles.timeline import cooccurrence, series
from articles.timeline.network import HEIGHT, MOST, WIDTH, Network
from articles.timeline.network import network as placed
from articles.views import pictures
from articles.views.access import open_to_all
from articles.views.known import entity_or_404


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The picture, and the rows of the table: two entities and the articles they share, the most first."""

    picture: Network[Entity]
    rows: list[tuple[Entity, Entity, int]]


def neighbourhood(found: Entity) -> Neighbourhood:
    """Place an entity and its closest companions; five queries."""
    beside, among = cooccurrence.neighbourhood(found, MOST - 1)
    entities = [found, *(one.entity for one in beside)]
    numbers = {one.pk: number for number, one in enumerate(entities)}
    links = {(0, numbers[one.entity.pk]): one.articles for one in beside}
    for (one, other), articles in among.items():
        pair = sorted((numbers[one], numbers[other]))
        links[pair[0], pair[1]] = articles
    counts = series.totals([one.pk for one in entities])
    picture = placed(entities, [one.name for one in entities], [counts.get(one.pk, 0) for one in entities], links)
    rows = sorted(((entities[a], entities[b], n) for (a, b), n in links.items()), key=lambda row: -row[2])
    return Neighbourhood(picture, rows)


@open_to_all
@require_safe
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the neighbourhood of an entity."""
    found = entity_or_404(pk)
    shown = neighbourhood(found)
    context = {
        "entity": found,
        "network": shown.picture,
        "rows": shown.rows,
        "width": int(WIDTH),
        "height": int(HEIGHT),
    }
    return render(request, "entity/network.html", context)


@open_to_all
@require_safe
def network_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Hand out the neighbourhood as CSV, SVG or PNG."""
    found = entity_or_404(pk)
    shown = neighbourhood(found)
    name = f"network-{found.pk}"
    if extension == "csv":
        lines = [(one.name, other.name, articles) for one, other, articles in shown.rows]
        return pictures.csv_file(name, ("שם", "עם", "כתבות משותפות"), lines)
    if extension not in pictures.PICTURES:
        raise Http404
    caption = f"מי מופיע לצד {found.name}"
    link = request.build_absolute_uri(f"/entities/{found.pk}/network")
    context = {"network": shown.picture, "caption": caption, "link": link, "width": int(WIDTH), "height": int(HEIGHT)}
    return pictures.picture("entity/network.svg", context, name, extension)
