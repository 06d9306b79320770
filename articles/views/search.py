"""The search page."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.hebrew.analyzer import Mode
from articles.models import Entity
from articles.search import asking, chips, engine, folding, meant, relief, saved, sentence
from articles.search.chips import Chip
from articles.search.criteria import SORTS, Criteria
from articles.search.engine import Hit
from articles.search.facets import Facets
from articles.search.grammar import leaves, plain, without
from articles.search.highlight import Why
from articles.search.postgres import asked
from articles.timeline import chart, series
from articles.timeline.periods import Period, unit_for
from articles.views import narrowing
from articles.views.access import open_to_all
from articles.views.addresses import address

MODES = {Mode.EXACT: "מדויק", Mode.PREFIX: "עם אותיות שימוש", Mode.FLEXIBLE: "כל הנטיות"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen or unchosen, and the address that does it."""

    label: str
    count: int | None
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it: why it is here, each reason with the search without its word, and its entities.

    `versions` counts the other found articles of the same text, of which those on this page are folded under this one.
    """

    hit: Hit
    why: list[tuple[Why, str]]
    chips: list[Chip]
    versions: int
    versions_url: str


@open_to_all
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer any query string with a page."""
    criteria = asking.read(request.GET)
    results = engine.search(criteria, with_widths=True)
    known = _known(criteria, results.facets)
    said = sentence.parts(criteria, known)
    by_share = request.GET.get("scale") == "share"
    context = {
        "criteria": criteria,
        "results": results,
        "shown": _shown(criteria, results.hits),
        "sentence": [(part, address(part.without)) for part in said],
        "widths": _widths(criteria, results.widths),
        "groups": narrowing.groups(criteria, results.facets, known) if results.total or criteria.narrowed else [],
        "sorts": _sorts(criteria),
        "chart": _chart(criteria, results.facets, by_share=by_share),
        "by_share": by_share,
        "toggle_scale": _address(criteria, by_share=not by_share),
        "any_time": _address(criteria.but(start=None, end=None), by_share=by_share),
        "pages": _pages(results),
        "carry": _carry(criteria),
        "repair": _repair(criteria),
        "carried": [(key, value) for key, value in criteria.pairs() if key not in ("q", "from", "to", "page")],
        "before": (results.criteria.page - 1) * engine.PAGE,
    }
    if isinstance(request.user, User):
        saved.remember(request.user, criteria, results.total)
    if criteria.q:
        context["meant_entities"] = meant.entities(criteria)
        context["meant"] = [(one, address(one.criteria)) for one in meant.searches(criteria, results.total)]
    if not results.total:
        context["reliefs"] = [(one, address(one.criteria)) for one in relief.reliefs(criteria, said)]
        context["missing"] = relief.missing(criteria)
    return render(request, "search/search.html", context)


def _known(criteria: Criteria, counted: Facets) -> dict[int, Entity]:
    """Return the entities of the facets and of the criteria."""
    known = {entity.pk: entity for entity, _ in counted.entities}
    lacking = {*criteria.entities, *criteria.not_entities} - set(known)
    return known | Entity.objects.in_bulk(lacking) if lacking else known


def _shown(criteria: Criteria, hits: list[Hit]) -> list[Shown]:
    removals = _removals(criteria)
    ids = [hit.article.pk for hit in hits]
    folds = folding.folds(criteria, ids)
    beside = chips.of(ids)
    return [
        Shown(
            hit,
            [(why, removals.get(why.word, "")) for why in hit.why],
            beside.get(hit.article.pk, []),
            fold.others,
            address(criteria.but(versions=fold.family)) if fold.others else "",
        )
        for hit in hits
        if (fold := folds[hit.article.pk]).shown
    ]


def _removals(criteria: Criteria) -> dict[str, str]:
    """Return for each word asked the address of the search without it (without its phrase, when it is of one)."""
    tree = criteria.parsed.tree
    removals: dict[str, str] = {}
    for leaf in leaves(tree):
        url = address(criteria.but(q=str(without(tree, leaf) or "")))
        for word, _ in asked(leaf, criteria.mode):
            removals.setdefault(word, url)
    return removals


def _repair(criteria: Criteria) -> list[Choice]:
    """Return, for words that could not be read as written, the search as it was read and as plain words."""
    if not criteria.parsed.problems:
        return []
    read, bare = str(criteria.parsed), plain(criteria.q)
    return [Choice(text, None, address(criteria.but(q=text)), False) for text in dict.fromkeys((read, bare)) if text]


def _widths(criteria: Criteria, counts: dict[Mode, int | None]) -> list[Choice]:
    return [
        Choice(label, counts[mode], address(criteria.but(mode=mode)), mode is criteria.mode)
        for mode, label in MODES.items()
    ]


def _sorts(criteria: Criteria) -> list[Choice]:
    offered = {key: label for key, label in SORTS.items() if key != "relevance" or criteria.q}
    return [
        Choice(label, None, address(criteria.but(sort=key)), key == criteria.order) for key, label in offered.items()
    ]


def _chart(criteria: Criteria, counted: Facets, *, by_share: bool) -> chart.Chart | None:
    if len(counted.months) < 2:
        return None
    counts = series.series(dict(counted.months), series.months_of_archive(), unit_for(counted.months))
    return chart.chart(
        counts, lambda period: _address(_in_period(criteria, period), by_share=by_share), by_share=by_share
    )


def _in_period(criteria: Criteria, period: Period) -> Criteria:
    return criteria.but(start=period.start, end=period.end)


def _address(criteria: Criteria, *, by_share: bool) -> str:
    """Return the address of a search whose chart counts articles, or their share of the archive."""
    url = address(criteria)
    return f"{url}{'&' if '?' in url else '?'}scale=share" if by_share else url


def _pages(results: engine.Results) -> list[Choice]:
    """Return the pages to offer; a gap is a choice without an address."""
    if results.pages == 1:
        return []
    criteria, current = results.criteria, results.criteria.page
    shown = Paginator(range(results.pages), 1).get_elided_page_range(current, on_each_side=2, on_ends=1)
    return [
        Choice(str(page), None, address(criteria.but(page=page)) if isinstance(page, int) else "", page == current)
        for page in shown
    ]


def _carry(criteria: Criteria) -> str:
    """Return what a link to an article carries before the number of the result: the search, to mark it and walk on."""
    query = criteria.but().query_string()
    return f"?{query}&n=" if query else "?n="
