"""Sketches of articles: signatures by which versions of a text meet, and of those published titles to be suggested.

Two texts are versions of one when their signatures agree in at least `ALIKE` of their places.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from articles.hebrew.names import name_key
from articles.models import Article, SearchSketch, Sketch
from articles.querysets import any_of
from articles.search.signature import bands, likeness
from articles.sql import binary

ALIKE = 0.6
MOST_CANDIDATES = 400


@dataclass(slots=True)
class _Known:
    """A signature with its bands and the family it is in, as families are being joined."""

    article_id: int
    digest: Sequence[int]
    bands: Sequence[int]
    family: int | None = None


def write(articles: Sequence[Article], digests: Mapping[int, Sequence[int]]) -> None:
    """Write the sketches of these published articles anew, given the signature of each by its id.

    Four queries, and two more where versions are found. Articles of a family that one leaves stay in it.
    """
    mine = [_Known(article.pk, digests[article.pk], bands(digests[article.pk])) for article in articles]
    _join(mine)
    _sign(mine)
    SearchSketch.objects.bulk_create(
        [_sketch(article, one.family) for article, one in zip(articles, mine, strict=True)],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["published", "title_key", "family"],
    )


def sign(digests: Mapping[int, Sequence[int]]) -> None:
    """Write the signatures of drafts anew, each by the id of its article. Two queries."""
    _sign([_Known(pk, digest, bands(digest)) for pk, digest in digests.items()])


def _sketch(article: Article, family: int | None) -> SearchSketch:
    title_key = f" {name_key(article.title)}"
    return SearchSketch(article=article, published=article.published, title_key=title_key, family=family)


def _sign(many: Sequence[_Known]) -> None:
    Sketch.objects.filter(article_id__in=[one.article_id for one in many]).delete()
    rows = ((one.article_id, one.digest, one.bands) for one in many if one.digest)
    binary.copy(Sketch, ("article", "digest", "bands"), rows)


def delete(article_ids: Iterable[int]) -> None:
    """Delete what is kept of articles as published that no longer are; their signatures stay."""
    SearchSketch.objects.filter(article_id__in=list(article_ids)).delete()


def families(article_ids: Sequence[int]) -> dict[int, int]:
    """Return the family of each of these articles that has one; one query."""
    return dict(binary.rows(_FAMILIES, [list(article_ids)]))


_FAMILIES = "SELECT article_id, family FROM articles_searchsketch WHERE article_id = ANY(%s) AND family IS NOT NULL"


def versions(family: int) -> QuerySet[SearchSketch]:
    """Return the sketches of a family, the oldest first."""
    return SearchSketch.objects.filter(family=family).order_by("published", "article_id")


def sharing(values: Iterable[int]) -> QuerySet[Sketch]:
    """Return the sketches that have one of these bands, by the index however many they are."""
    return Sketch.objects.filter(bands__overlap=any_of(values, "bigint"))


def _join(mine: Sequence[_Known]) -> None:
    """Give each the family of its versions, in the archive and among these; families that it ties become one."""
    asked, own = {band for one in mine for band in one.bands}, {one.article_id for one in mine}
    known = _published(asked, own) if asked else []
    by_band: dict[int, list[_Known]] = {}
    for one in known:
        _remember(by_band, one)
    moved: dict[int, int] = {}
    for this in mine:
        _settle(this, _alike(this, by_band), known, moved)
        _remember(by_band, this)
        known.append(this)
    _move(moved, {one.article_id: one.family for one in known if one.family and one.article_id not in own})


def _published(asked: Iterable[int], own: Collection[int]) -> list[_Known]:
    """Return the published articles, but for some, that have one of these bands."""
    rows = sharing(asked).values_list("article_id", "digest", "bands")
    shared = {pk: _Known(pk, digest, its_bands) for pk, digest, its_bands in rows if pk not in own}
    families = SearchSketch.objects.filter(article_id__in=list(shared)).values_list("article_id", "family")
    return [replace(shared[pk], family=family) for pk, family in families]


def _remember(by_band: dict[int, list[_Known]], one: _Known) -> None:
    for band in one.bands:
        by_band.setdefault(band, []).append(one)


def _alike(this: _Known, by_band: dict[int, list[_Known]]) -> list[_Known]:
    candidates = {one.article_id: one for band in this.bands for one in by_band.get(band, ())}
    return [one for one in list(candidates.values())[:MOST_CANDIDATES] if likeness(this.digest, one.digest) >= ALIKE]


def _settle(this: _Known, alike: list[_Known], known: list[_Known], moved: dict[int, int]) -> None:
    """Put `this` and those like it into one family, and note which families became which."""
    if not alike:
        return
    old = {one.family for one in alike if one.family}
    family = min(old or {this.article_id, *(one.article_id for one in alike)})
    for one in (this, *alike, *(one for one in known if one.family in old)):
        one.family = family
    moved.update({before: family for before in old if before != family})


def _move(moved: dict[int, int], family_of: dict[int, int | None]) -> None:
    """Write the families of articles that were stored before."""
    for before, after in moved.items():
        SearchSketch.objects.filter(family=before).update(family=after)
    by_family: dict[int, list[int]] = {}
    for article_id, family in family_of.items():
        if family:
            by_family.setdefault(family, []).append(article_id)
    for family, ids in by_family.items():
        SearchSketch.objects.filter(article_id__in=ids).exclude(family=family).update(family=family)
        SearchSketch.objects.filter(article_id__in=ids, family=None).update(family=family)
