"""The only file that knows tsvector and tsquery: the tree compiled to SQL, and the vector of an article written out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from articles.hebrew import tokens
from articles.hebrew.analyzer import Mode, index_lexemes, query_lexemes
from articles.hebrew.names import name_key
from articles.search import impact, pairs
from articles.search.bits import Adjacent, Bits, Days, Every, Has, Some, Without
from articles.search.criteria import Criteria
from articles.search.grammar import And, Field, InField, Node, Not, Or, Phrase, Word, leaves
from articles.text.dates import day_of
from articles.text.luach import hebrew_day

# PostgreSQL's limits of a tsvector: positions end at 16383, its texts at 1 MB, a word keeps 255 positions.
LAST_POSITION = 16_383
MOST_BYTES = 1_000_000
MOST_POSITIONS = 255
GAP = 8  # positions between two parts of an article, so that no phrase reaches across
MOST_CERTAIN = MOST_BYTES // 4  # characters of a vector as it is written that fit whatever they are
_OVERHEAD = 6  # bytes that a lexeme costs beside its own and its positions
_PLACE = "\0"  # stands for the places of a word in its template; no lexeme holds it


@dataclass(frozen=True, slots=True)
class Sql:
    """A condition over `articles_searchdocument d`, with its parameters.

    `bits` says the same of the sets that segments keep; a condition without it is answered by PostgreSQL alone, so a
    new kind of condition may leave it out and be right from the start, if slower in a large archive.
    """

    text: str
    params: tuple[Any, ...] = ()
    bits: Bits | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A word to rank by: what answers it, and its very form as a lexeme."""

    query: str
    lexemes: tuple[str, ...]
    form: str


class Written(NamedTuple):
    """What is stored of an article's words: its tsvector and its profile, and whether all of it fitted."""

    vector: str
    profile: bytes
    whole: bool


class Stored(NamedTuple):
    """What is stored for a word: its lexemes with places to be filled in, and their keys."""

    template: str
    keys: tuple[int, ...]


EVERYTHING = Sql("TRUE", (), Every(()))
NOTHING = Sql("FALSE", (), Some(()))


def where(criteria: Criteria) -> Sql:
    """Return the condition of a whole search."""
    tree = criteria.parsed.tree
    if criteria.q and tree is None:
        return NOTHING
    return _joined(" AND ", [*_asked(tree, criteria.mode), *_narrowed(criteria)])


def ranked(criteria: Criteria) -> list[Asked]:
    """Return the words by which hits are ranked, those of phrases each by itself; beginnings of words do not count."""
    found = {
        word: Asked(_any(lexemes, ""), lexemes, query_lexemes(word, Mode.EXACT)[0])
        for leaf in leaves(criteria.parsed.tree)
        if not (isinstance(leaf, Word) and leaf.begins)
        for word, lexemes in asked(leaf, criteria.mode)
    }
    return list(found.values())


def vector(parts: Iterable[tuple[str, str]]) -> Written:
    """Write what is stored of an article's words, given (text, weight `A`–`D`) in order."""
    return written((tokens.words(text), weight) for text, weight in parts)


def written(parts: Iterable[tuple[Sequence[str], str]]) -> Written:
    """Write what is stored of an article's words, given (words, weight `A`–`D`) in order.

    A lexeme stands once for each word that has it: PostgreSQL joins and orders the places of what is the same.
    """
    places: dict[str, list[str]] = {}
    more: Counter[str] = Counter()  # what the places of a word weigh beyond one each
    position, count = 0, 0
    for words, weight in parts:
        for word, place in zip(words, _places(position, len(words), weight), strict=True):
            if word in places:
                places[word].append(place)
            else:
                places[word] = [place]
        for _ in range(impact.WEIGHTS[weight] - 1):
            more.update(words)
        position, count = position + len(words) + GAP, count + len(words)
    fitting = places
    text = _text(fitting)
    if len(text) > MOST_CERTAIN and len(fitting := _fitting(places)) < len(places):
        text = _text(fitting)
    weights = Counter(chain.from_iterable([_stored(word).keys * len(at) for word, at in fitting.items()]))
    for word in more.keys() & fitting.keys():
        for key in _stored(word).keys:
            weights[key] += more[word]
    return Written(text, impact.pack(count, weights), len(fitting) == len(places) and position <= LAST_POSITION)


def _places(after: int, many: int, weight: str) -> Sequence[str]:
    """The places that follow, as they are written; all beyond the last one are the last."""
    all_places = _every_place(weight)
    found = all_places[after + 1 : after + 1 + many]
    return found if len(found) == many else (*found, *[all_places[-1]] * (many - len(found)))


@cache
def _every_place(weight: str) -> tuple[str, ...]:
    """Each place by its number; `D` goes without saying."""
    return tuple([f"{at}{weight.rstrip('D')}" for at in range(LAST_POSITION + 1)])


def _text(places: Mapping[str, Sequence[str]]) -> str:
    return " ".join([
        _stored(word).template.replace(_PLACE, ",".join(at if len(at) <= MOST_POSITIONS else at[:MOST_POSITIONS]))
        for word, at in places.items()
    ])  # fmt: skip


def _fitting(places: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The words, from the first on, whose lexemes a tsvector takes."""
    fitting: dict[str, list[str]] = {}
    seen: set[str] = set()
    size = 0
    for word, at in places.items():
        lexemes = index_lexemes(word)
        size += _bytes(lexemes - seen) + 2 * min(len(at), MOST_POSITIONS) * len(lexemes)
        if size > MOST_BYTES:
            break
        seen |= lexemes
        fitting[word] = at
    return fitting


def _bytes(lexemes: Iterable[str]) -> int:
    return sum([len(lexeme.encode()) + _OVERHEAD for lexeme in lexemes])


@lru_cache(maxsize=200_000)
def _stored(word: str) -> Stored:
    lexemes = sorted(index_lexemes(word))
    return Stored(
        " ".join([f"{_stored_as(lexeme)}:{_PLACE}" for lexeme in lexemes]),
        tuple([impact.key(lexeme) for lexeme in lexemes]),
    )


def _stored_as(lexeme: str) -> str:
    """A lexeme as a vector is written: quoted where it has more than letters and digits."""
    return lexeme if lexeme.lstrip("=+-~").isalnum() else _quoted(lexeme)


def _asked(tree: Node | None, mode: Mode) -> Iterator[Sql]:
    if tree is None:
        return
    parts = tree.nodes if isinstance(tree, And) else (tree,)
    if words := [text for part in parts if (text := _words(part, mode))]:
        bits = [_bits(part, mode) for part in parts if _words(part, mode)]
        yield Sql("d.vector @@ %s::tsquery", (" & ".join(f"({text})" for text in words),), _every(bits))
    yield from (_condition(part, mode) for part in parts if not _words(part, mode))


def _condition(node: Node, mode: Mode) -> Sql:
    if text := _words(node, mode):
        return Sql("d.vector @@ %s::tsquery", (text,), _bits(node, mode))
    if isinstance(node, And):
        return _joined(" AND ", list(_asked(node, mode)))
    if isinstance(node, Or):
        return _joined(" OR ", [_condition(inner, mode) for inner in node.nodes])
    if isinstance(node, Not):
        return _denied(_condition(node.node, mode))
    return _field(node) if isinstance(node, InField) else NOTHING


def _words(node: Node, mode: Mode) -> str:
    """Return the tsquery of a part that asks nothing but words, else an empty text."""
    if isinstance(node, Word | Phrase):
        return _leaf(node, mode)
    if isinstance(node, InField):
        return _leaf(node.value, mode, weight="A") if node.field is Field.TITLE else ""
    if isinstance(node, Not):
        inner = _words(node.node, mode)
        return inner and f"!({inner})"
    inners = [_words(inner, mode) for inner in node.nodes]
    sign = " & " if isinstance(node, And) else " | "
    return sign.join(f"({inner})" for inner in inners) if all(inners) else ""


def _bits(node: Node, mode: Mode) -> Bits | None:
    """Return a part that asks nothing but words as sets; None when the order of words or their beginnings matter."""
    if isinstance(node, Word | Phrase):
        begins = isinstance(node, Word) and node.begins
        return None if begins else _standing(node, mode)
    if isinstance(node, InField):
        return None
    if isinstance(node, Not):
        inner = _bits(node.node, mode)
        return inner and Without(inner)
    inners = [_bits(one, mode) for one in node.nodes]
    return _every(inners) if isinstance(node, And) else _some(inners)


def _standing(leaf: Word | Phrase, mode: Mode) -> Bits | None:
    """Return the articles in which the words of a leaf stand one after another; None when sets cannot tell."""
    words = asked(leaf, mode)
    having = tuple([Some(tuple([Has(f"1{lexeme}") for lexeme in lexemes])) for _, lexemes in words])
    if len(words) < 2:
        return having[0] if having else None
    known, enough = pairs.asked([word for word, _ in words], exact=mode is Mode.EXACT)
    return Adjacent(known, Every(having), _leaf(leaf, mode), enough and mode is not Mode.PREFIX)


def _every(parts: list[Bits | None]) -> Bits | None:
    known = tuple(part for part in parts if part is not None)
    return Every(known) if len(known) == len(parts) else None


def _some(parts: list[Bits | None]) -> Bits | None:
    known = tuple(part for part in parts if part is not None)
    return Some(known) if len(known) == len(parts) else None


def _leaf(leaf: Word | Phrase, mode: Mode, weight: str = "") -> str:
    words = asked(leaf, mode)
    terms = [_any(lexemes, weight) for _, lexemes in words]
    if words and isinstance(leaf, Word) and leaf.begins:
        terms[-1] = _any(beginnings(words[-1][0], mode), f"*{weight}")
    return " <-> ".join(terms)


def asked(leaf: Word | Phrase, mode: Mode) -> list[tuple[str, tuple[str, ...]]]:
    """Return the words of a leaf in order, each with the lexemes any of which answers it."""
    words = tokens.words(leaf.text)
    in_phrase = isinstance(leaf, Phrase) or len(words) > 1
    return [(word, query_lexemes(word, mode, in_phrase)) for word in words]


def beginnings(word: str, mode: Mode) -> tuple[str, ...]:
    """Return what the lexemes of words that begin with `word` begin with: as typed, or after prefix letters too."""
    return query_lexemes(word, Mode.EXACT if mode is Mode.EXACT else Mode.PREFIX)[:2]


def _any(lexemes: Iterable[str], weight: str) -> str:
    ending = f":{weight}" if weight else ""
    return "(" + " | ".join(_quoted(lexeme) + ending for lexeme in dict.fromkeys(lexemes)) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _field(asked: InField) -> Sql:
    text = asked.value.text
    if asked.field is Field.SOURCE:
        return Sql(f"d.source_id IN ({_SOURCES_LIKE})", (text,), _ids("s", _SOURCES_LIKE, text))
    if asked.field is Field.ENTITY:
        key = name_key(text)
        return Sql(f"EXISTS ({_APPEARS} AND a.entity_id IN ({_NAMED}))", (key,), _ids("e", _NAMED, key))
    if asked.field is Field.SAID:
        who = f"(entity_id IN ({_NAMED}) OR speaker = %s)"
        said = f"SELECT article_id FROM articles_quote WHERE status = 'accepted' AND {who}"
        return Sql(f"d.article_id IN ({said})", (name_key(text), text))
    if asked.field is Field.DATE:
        return _on_days(text)
    day = day_of(text, last=asked.field is Field.AFTER)
    if day is None:
        return NOTHING
    return _after(day) if asked.field is Field.AFTER else _before(day)


_SOURCES_LIKE = "SELECT id FROM articles_source WHERE strpos(lower(name), lower(%s)) > 0"
_SOURCES = "SELECT id FROM articles_source WHERE name = ANY(%s)"
_NAMED = "SELECT entity_id FROM articles_alias WHERE key = %s"
_MIDNIGHT = "(({})::timestamp AT TIME ZONE 'Asia/Jerusalem')"


def _on_days(text: str) -> Sql:
    """Return the condition of a day of either calendar; each of the days is one look into the index by date."""
    first, last = day_of(text, last=False), day_of(text, last=True)
    if first and last:
        return Sql(
            f"d.published >= {_MIDNIGHT.format('%s::date')} AND d.published < {_MIDNIGHT.format('%s::date + 1')}",
            (first, last),
        )
    found = hebrew_day(text)
    among = (
        "SELECT there.article_id FROM unnest(%s::date[]) day JOIN articles_searchdocument there"
        f" ON there.published >= {_MIDNIGHT.format('day')} AND there.published < {_MIDNIGHT.format('day + 1')}"
    )
    return Sql(f"d.article_id IN ({among})", (found.days() if found else [],))


_APPEARS = "SELECT FROM articles_appearance a WHERE a.article_id = d.article_id"


def _ids(kind: str, query: str, value: Any) -> Some:
    """Return the sets of the sources or entities that `query` finds."""
    with connection.cursor() as cursor:
        cursor.execute(query, [value])
        return Some(tuple(Has(f"{kind}{row[0]}") for row in cursor.fetchall()))


def _after(day: date) -> Sql:
    """Return what was published after a day."""
    since = Criteria(end=day).until
    return Sql("d.published >= %s", (since,), Days(day.toordinal() + 1, date.max.toordinal()))


def _before(day: date) -> Sql:
    """Return what was published before a day."""
    return Sql("d.published < %s", (Criteria(start=day).since,), Days(1, day.toordinal() - 1))


def _narrowed(criteria: Criteria) -> Iterator[Sql]:
    if criteria.sources:
        yield _of_sources(criteria.sources)
    if criteria.sections:
        yield _of_sections(criteria.sections)
    yield from (_of_entity(number) for number in criteria.entities)
    if criteria.years:
        yield _joined(" OR ", [_of_year(year) for year in criteria.years])
    if criteria.versions is not None:
        family = "SELECT article_id FROM articles_searchsketch WHERE family = %s"
        yield Sql(f"d.article_id IN ({family})", (criteria.versions,))
    yield from (_denied(part) for part in _excluded(criteria))
    if criteria.start:
        yield _after(criteria.start - timedelta(days=1))
    if criteria.end:
        yield _before(criteria.end + timedelta(days=1))


def _excluded(criteria: Criteria) -> Iterator[Sql]:
    if criteria.not_sources:
        yield _of_sources(criteria.not_sources)
    if criteria.not_sections:
        yield _of_sections(criteria.not_sections)
    yield from (_of_entity(number) for number in criteria.not_entities)
    yield from (_of_year(year) for year in criteria.not_years)


def _of_sources(names: Iterable[str]) -> Sql:
    return Sql(f"d.source_id IN ({_SOURCES})", (list(names),), _ids("s", _SOURCES, list(names)))


def _of_sections(names: Iterable[str]) -> Sql:
    return Sql("d.section = ANY(%s)", (list(names),), Some(tuple(Has(f"c{name}") for name in names)))


def _of_entity(number: int) -> Sql:
    return Sql(f"EXISTS ({_APPEARS} AND a.entity_id = %s)", (number,), Has(f"e{number}"))


def _of_year(year: int) -> Sql:
    start, end = date(year, 1, 1), date(year, 12, 31)
    whole = Criteria(start=start, end=end)
    days = Days(start.toordinal(), end.toordinal())
    return Sql("d.published >= %s AND d.published < %s", (whole.since, whole.until), days)


def _denied(part: Sql) -> Sql:
    return Sql(f"(({part.text}) IS NOT TRUE)", part.params, Without(part.bits) if part.bits else None)


def _joined(sign: str, parts: list[Sql]) -> Sql:
    if not parts:
        return EVERYTHING
    text = sign.join(f"({part.text})" for part in parts)
    bits = [part.bits for part in parts]
    return Sql(
        text, tuple(value for part in parts for value in part.params), _every(bits) if "AND" in sign else _some(bits)
    )


def standing(forms: Sequence[str]) -> Sql:
    """Return the query of where these folded forms stand: (article, form). For rare forms, some 100 rows each."""
    one = "SELECT article_id, %s FROM articles_searchdocument WHERE vector @@ %s::tsquery"
    params = [value for form in forms for value in (form, _quoted(f"={form}"))]
    return Sql(" UNION ALL ".join([one] * len(forms)), tuple(params))


def words_of_the_archive(shortest: int, longest: int) -> str:
    """Return SQL for every form of so many letters that stands in two articles or more: (folded form, articles)."""
    return f"""
        SELECT substr(word, 2), ndoc FROM ts_stat('SELECT vector FROM articles_searchdocument')
        WHERE left(word, 1) = '=' AND length(word) BETWEEN {shortest + 1} AND {longest + 1} AND ndoc > 1"""
