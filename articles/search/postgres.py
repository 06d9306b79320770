"""The only file that knows tsvector and tsquery: the tree compiled to SQL, and the vector of an article written out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from articles.hebrew.analyzer import Mode, index_lexemes, query_lexemes
from articles.hebrew.names import name_key
from articles.hebrew.tokens import tokenize
from articles.search.criteria import Criteria
from articles.search.grammar import And, Field, InField, Node, Not, Or, Phrase, Word, leaves
from articles.text.dates import day_of

# PostgreSQL's limits of a tsvector: positions end at 16383, its texts at 1 MB, a word keeps 255 positions.
LAST_POSITION = 16_383
MOST_BYTES = 1_000_000
MOST_POSITIONS = 255
GAP = 8  # positions between two parts of an article, so that no phrase reaches across


@dataclass(frozen=True, slots=True)
class Sql:
    """A condition over `articles_searchdocument d`, with its parameters."""

    text: str
    params: tuple[Any, ...] = ()


EVERYTHING = Sql("TRUE")


def where(criteria: Criteria) -> Sql:
    """Return the condition of a whole search."""
    tree = criteria.parsed.tree
    if criteria.q and tree is None:
        return Sql("FALSE")
    return _joined(" AND ", [*_asked(tree, criteria.mode), *_narrowed(criteria)])


def rank_query(criteria: Criteria) -> str:
    """Return the tsquery by which hits are ranked: every word asked, its narrower forms counting beside the wide."""
    tree = criteria.parsed.tree
    words = [text for leaf in leaves(tree) if (text := _leaf(leaf, criteria.mode, narrow=True))]
    return (" | " if isinstance(tree, Or) else " & ").join(words)


def vector(parts: Iterable[tuple[str, str]]) -> tuple[str, bool]:
    """Write the tsvector of an article, given (text, weight `A`–`D`) in order, and whether all of it fitted."""
    words: dict[str, list[str]] = {}
    position = 0
    for text, weight in parts:
        for token in tokenize(text):
            position += 1
            words.setdefault(token.text, []).append(f"{min(position, LAST_POSITION)}{weight}")
        position += GAP
    places, whole = _places(words)
    return " ".join([f"{lexeme}:{at}" for lexeme, at in places.items()]), whole and position <= LAST_POSITION


def _places(words: dict[str, list[str]]) -> tuple[dict[str, str], bool]:
    """Return where each lexeme stands, given where each word does, and whether all fitted. PostgreSQL orders places."""
    places: dict[str, str] = {}
    size = 0
    for word, all_at in words.items():
        at = all_at[:MOST_POSITIONS]
        joined = ",".join(at)
        for lexeme, length in _stored(word):
            held = places.get(lexeme)
            size += 2 * len(at) + (length + _OVERHEAD if held is None else 0)
            if size > MOST_BYTES:
                return places, False
            places[lexeme] = joined if held is None else f"{held},{joined}"
    return places, True


_OVERHEAD = 6  # bytes that a lexeme costs beside its own and its positions


@lru_cache(maxsize=200_000)
def _stored(word: str) -> tuple[tuple[str, int], ...]:
    """Return the lexemes stored for a word, quoted, each with its length in bytes."""
    return tuple((_quoted(lexeme), len(lexeme.encode())) for lexeme in sorted(index_lexemes(word)))


def _asked(tree: Node | None, mode: Mode) -> Iterator[Sql]:
    if tree is None:
        return
    parts = tree.nodes if isinstance(tree, And) else (tree,)
    if words := [text for part in parts if (text := _words(part, mode))]:
        yield Sql("d.vector @@ %s::tsquery", (" & ".join(f"({text})" for text in words),))
    yield from (_condition(part, mode) for part in parts if not _words(part, mode))


def _condition(node: Node, mode: Mode) -> Sql:
    if text := _words(node, mode):
        return Sql("d.vector @@ %s::tsquery", (text,))
    if isinstance(node, And):
        return _joined(" AND ", list(_asked(node, mode)))
    if isinstance(node, Or):
        return _joined(" OR ", [_condition(inner, mode) for inner in node.nodes])
    if isinstance(node, Not):
        inner = _condition(node.node, mode)
        return Sql(f"(({inner.text}) IS NOT TRUE)", inner.params)
    return _field(node) if isinstance(node, InField) else Sql("FALSE")


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


def _leaf(leaf: Word | Phrase, mode: Mode, weight: str = "", narrow: bool = False) -> str:
    words = asked(leaf, mode)
    tokens = [
        _any((*lexemes, *query_lexemes(word, Mode.EXACT)) if narrow else lexemes, weight) for word, lexemes in words
    ]
    if words and isinstance(leaf, Word) and leaf.begins:
        tokens[-1] = _quoted(beginning(words[-1][0], mode)) + f":*{weight}"
    return " <-> ".join(tokens)


def asked(leaf: Word | Phrase, mode: Mode) -> list[tuple[str, tuple[str, ...]]]:
    """Return the words of a leaf in order, each with the lexemes any of which answers it."""
    words = [token.text for token in tokenize(leaf.text)]
    in_phrase = isinstance(leaf, Phrase) or len(words) > 1
    return [(word, query_lexemes(word, mode, in_phrase)) for word in words]


def beginning(word: str, mode: Mode) -> str:
    """Return what the lexemes of words that begin with `word` begin with: as typed, or after prefix letters too."""
    return query_lexemes(word, Mode.EXACT if mode is Mode.EXACT else Mode.PREFIX)[0]


def _any(lexemes: Iterable[str], weight: str) -> str:
    ending = f":{weight}" if weight else ""
    return "(" + " | ".join(_quoted(lexeme) + ending for lexeme in dict.fromkeys(lexemes)) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _field(asked: InField) -> Sql:
    text = asked.value.text
    if asked.field is Field.SOURCE:
        named = "SELECT id FROM articles_source WHERE strpos(lower(name), lower(%s)) > 0"
        return Sql(f"d.source_id IN ({named})", (text,))
    if asked.field is Field.ENTITY:
        named = "SELECT entity_id FROM articles_alias WHERE key = %s"
        return Sql(f"EXISTS ({_APPEARS} AND a.entity_id IN ({named}))", (name_key(text),))
    day = day_of(text, last=asked.field is Field.AFTER)
    if day is None:
        return Sql("FALSE")
    if asked.field is Field.AFTER:
        return Sql("d.published >= %s::date + 1", (day,))
    return Sql("d.published < %s::date", (day,))


_APPEARS = "SELECT FROM articles_appearance a WHERE a.article_id = d.article_id"


def _narrowed(criteria: Criteria) -> Iterator[Sql]:
    if criteria.sources:
        named = "SELECT id FROM articles_source WHERE name = ANY(%s)"
        yield Sql(f"d.source_id IN ({named})", (list(criteria.sources),))
    if criteria.sections:
        yield Sql("d.section = ANY(%s)", (list(criteria.sections),))
    for number in criteria.entities:
        yield Sql(f"EXISTS ({_APPEARS} AND a.entity_id = %s)", (number,))
    if criteria.years:
        yield _joined(" OR ", [_in_year(year) for year in criteria.years])
    if criteria.versions is not None:
        family = "SELECT article_id FROM articles_searchsketch WHERE family = %s"
        yield Sql(f"d.article_id IN ({family})", (criteria.versions,))
    yield from _excluded(criteria)
    if criteria.since:
        yield Sql("d.published >= %s", (criteria.since,))
    if criteria.until:
        yield Sql("d.published < %s", (criteria.until,))


def _excluded(criteria: Criteria) -> Iterator[Sql]:
    if criteria.not_sources:
        named = "SELECT id FROM articles_source WHERE name = ANY(%s)"
        yield Sql(f"d.source_id NOT IN ({named})", (list(criteria.not_sources),))
    if criteria.not_sections:
        yield Sql("d.section <> ALL(%s)", (list(criteria.not_sections),))
    for number in criteria.not_entities:
        yield Sql(f"NOT EXISTS ({_APPEARS} AND a.entity_id = %s)", (number,))
    for year in criteria.not_years:
        inside = _in_year(year)
        yield Sql(f"({inside.text}) IS NOT TRUE", inside.params)


def _in_year(year: int) -> Sql:
    whole = Criteria(start=date(year, 1, 1), end=date(year, 12, 31))
    return Sql("d.published >= %s AND d.published < %s", (whole.since, whole.until))


def _joined(sign: str, parts: list[Sql]) -> Sql:
    if not parts:
        return EVERYTHING
    text = sign.join(f"({part.text})" for part in parts)
    return Sql(text, tuple(value for part in parts for value in part.params))


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
