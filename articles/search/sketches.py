"""Sketches of published articles: titles to be suggested, and MinHash signatures by which versions of a text meet.

A text is the set of its runs of three folded words, as `analysed` reads them. Two texts are versions of one when
their signatures agree in at least `ALIKE` of their places, which estimates what part of their runs they share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import QuerySet

from articles.hebrew.names import name_key
from articles.models import Article, SearchSketch
from articles.querysets import any_of
from articles.search.analysed import PLACES

ROWS = 4  # how many of the numbers of a signature make a band
ALIKE = 0.6
MOST_CANDIDATES = 400


@dataclass(slots=True)
class _Known:
    """A signature and the family it is in, as families are being joined."""

    article_id: int
    digest: Sequence[int]
    family: int | None


def write(articles: Sequence[Article], digests: Mapping[int, Sequence[int]]) -> None:
    """Write the sketches of these published articles anew, given the signature of each by its id.

    Three queries, and two more where versions are found. Articles of a family that one leaves stay in it.
    """
    sketches = [_sketch(article, digests[article.pk]) for article in articles]
    _join(sketches)
    SearchSketch.objects.bulk_create(
        sketches,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["published", "title_key", "digest", "bands", "family"],
    )


def delete(article_ids: Iterable[int]) -> None:
    """Delete the sketches of articles that are no longer published."""
    SearchSketch.objects.filter(article_id__in=list(article_ids)).delete()


def families(article_ids: Sequence[int]) -> dict[int, int]:
    """Return the family of each of these articles that has one; one query."""
    found = SearchSketch.objects.filter(article_id__in=article_ids, family__isnull=False)
    return {pk: family for pk, family in found.values_list("article_id", "family") if family}


def versions(family: int) -> QuerySet[SearchSketch]:
    """Return the sketches of a family, the oldest first."""
    return SearchSketch.objects.filter(family=family).order_by("published", "article_id")


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the part of the places in which two signatures agree, from 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / PLACES if one and other else 0.0


def _sketch(article: Article, signature: Sequence[int]) -> SearchSketch:
    return SearchSketch(
        article_id=article.pk,
        published=article.published,
        title_key=f" {name_key(article.title)}",
        digest=list(signature),
        bands=[_band(number, signature[number : number + ROWS]) for number in range(0, len(signature), ROWS)],
    )


def _band(number: int, rows: Sequence[int]) -> int:
    hashed = blake2b(f"{number}:{rows}".encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)


def _join(sketches: Sequence[SearchSketch]) -> None:
    """Give each sketch the family of its versions, in the archive and among these; families that it ties become one."""
    bands = {band for sketch in sketches for band in sketch.bands}
    mine = {sketch.article_id for sketch in sketches}
    stored = _sharing(bands).exclude(article_id__in=mine) if bands else []
    by_band: dict[int, list[_Known]] = {}
    known = [(_Known(one.article_id, one.digest, one.family), one.bands) for one in stored]
    for one, its_bands in known:
        _remember(by_band, one, its_bands)
    moved: dict[int, int] = {}
    for sketch in sketches:
        this = _Known(sketch.article_id, sketch.digest, None)
        _settle(this, _alike(this, sketch.bands, by_band), [one for one, _ in known], moved)
        _remember(by_band, this, sketch.bands)
        known.append((this, sketch.bands))
    family_of = {one.article_id: one.family for one, _ in known}
    for sketch in sketches:
        sketch.family = family_of[sketch.article_id]
    _move(moved, {one.article_id: one.family for one, _ in known if one.family and one.article_id not in mine})


def _sharing(bands: Iterable[int]) -> QuerySet[SearchSketch]:
    return SearchSketch.objects.filter(bands__overlap=any_of(bands, "bigint"))


def _remember(by_band: dict[int, list[_Known]], one: _Known, bands: Iterable[int]) -> None:
    for band in bands:
        by_band.setdefault(band, []).append(one)


def _alike(this: _Known, bands: Iterable[int], by_band: dict[int, list[_Known]]) -> list[_Known]:
    candidates = {one.article_id: one for band in bands for one in by_band.get(band, ())}
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
