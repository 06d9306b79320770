"""The search said in one Hebrew sentence, each part of which can be removed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from articles.hebrew.analyzer import Mode
from articles.models import Entity
from articles.search.criteria import Criteria
from articles.search.grammar import And, Field, InField, Node, Not, Or, Phrase, Word
from articles.text.dates import long_date

_FIELDS = {
    Field.TITLE: "שבכותרתן",
    Field.SOURCE: "מאת",
    Field.ENTITY: "שמזכירות את",
    Field.AFTER: "אחרי",
    Field.BEFORE: "לפני",
    Field.DATE: "מיום",
    Field.SAID: "שבהן אומר",
}
_MODES = {Mode.EXACT: "כלשונן ממש", Mode.PREFIX: "כלשונן ועם אותיות שימוש"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sentence: what leads to it, what is asked, and the search without it."""

    lead: str
    text: str
    without: Criteria


def parts(criteria: Criteria, entities: Mapping[int, Entity]) -> list[Part]:
    """Return the parts of the sentence in reading order; empty for a search that asks nothing."""
    return [*_asked(criteria), *_narrowed(criteria, entities), *_in_time(criteria)]


def _asked(criteria: Criteria) -> Iterator[Part]:
    tree = criteria.parsed.tree
    if criteria.q and tree is None:
        yield Part("עם", criteria.q, criteria.but(q=""))
    elif tree is not None:
        nodes = tree.nodes if isinstance(tree, And) else (tree,)
        for number, node in enumerate(nodes):
            rest = And(nodes[:number] + nodes[number + 1 :])
            yield Part(*_said(node), criteria.but(q=str(rest)))
        if criteria.mode in _MODES:
            yield Part("והמילים", _MODES[criteria.mode], criteria.but(mode=Mode.FLEXIBLE))


def _said(node: Node) -> tuple[str, str]:
    """Return what leads to a part of the words asked, and how it is said."""
    if isinstance(node, InField):
        return _FIELDS[node.field], node.value.text
    if isinstance(node, Not):
        lead, text = _said(node.node)
        return ("בלי", text) if lead == "עם" else (f"ולא {lead}", text)
    if isinstance(node, Phrase):
        return "עם הצירוף", node.text
    if isinstance(node, Word) and node.begins:
        return "עם מילים שמתחילות כך:", node.text
    if isinstance(node, Or):
        return "עם אחד מאלה:", ", ".join(str(inner) for inner in node.nodes)
    return "עם", str(node)


def _narrowed(criteria: Criteria, entities: Mapping[int, Entity]) -> Iterator[Part]:
    yield from _each(criteria, "sources", "מאת")
    yield from _each(criteria, "not_sources", "ולא מאת")
    yield from _each(criteria, "sections", "במדור")
    yield from _each(criteria, "not_sections", "ולא במדור")
    yield from _each(criteria, "entities", "שמזכירות את", entities)
    yield from _each(criteria, "not_entities", "ואינן מזכירות את", entities)


def _in_time(criteria: Criteria) -> Iterator[Part]:
    yield from _each(criteria, "years", "משנת")
    yield from _each(criteria, "not_years", "ולא משנת")
    if criteria.versions is not None:
        yield Part("שהן", "גרסאות של כתבה אחת", criteria.but(versions=None))
    if criteria.start:
        yield Part("מיום", long_date(criteria.start), criteria.but(start=None))
    if criteria.end:
        yield Part("עד יום", long_date(criteria.end), criteria.but(end=None))


def _each(criteria: Criteria, name: str, lead: str, entities: Mapping[int, Entity] | None = None) -> Iterator[Part]:
    """Yield a part for each value of a field of the criteria; או joins those any of which is enough."""
    values = getattr(criteria, name)
    for number, value in enumerate(values):
        text = str(value) if entities is None else _name(value, entities)
        joined = f"או {lead}" if number and name in ("sources", "sections", "years") else lead
        yield Part(joined, text, criteria.but(**{name: _less(values, value)}))


def _less(values: Iterable[object], value: object) -> tuple[object, ...]:
    return tuple(one for one in values if one != value)


def _name(pk: int, entities: Mapping[int, Entity]) -> str:
    return entities[pk].name if pk in entities else f"ישות {pk} שאינה בארכיון"
