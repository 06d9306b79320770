"""The search said in one Hebrew sentence, each part of which can be removed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from articles.models import Entity
from articles.search.criteria import Criteria
from articles.text.dates import long_date


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sentence: what leads to it, what is asked, and the search without it."""

    lead: str
    text: str
    without: Criteria


def parts(criteria: Criteria, entities: Mapping[int, Entity]) -> list[Part]:
    """Return the parts of the sentence in reading order; empty for a search that asks nothing."""
    return list(_parts(criteria, entities))


def _parts(criteria: Criteria, entities: Mapping[int, Entity]) -> Iterator[Part]:
    if criteria.q:
        yield Part("עם", criteria.q, criteria.but(q=""))
    for name in criteria.sources:
        yield Part("מאת", name, criteria.but(sources=tuple(one for one in criteria.sources if one != name)))
    for name in criteria.sections:
        yield Part("במדור", name, criteria.but(sections=tuple(one for one in criteria.sections if one != name)))
    for pk in criteria.entities:
        name = entities[pk].name if pk in entities else f"ישות {pk} שאינה בארכיון"
        yield Part("שמזכירות את", name, criteria.but(entities=tuple(one for one in criteria.entities if one != pk)))
    if criteria.start:
        yield Part("מיום", long_date(criteria.start), criteria.but(start=None))
    if criteria.end:
        yield Part("עד יום", long_date(criteria.end), criteria.but(end=None))
