"""The search language as a value: text to tree and back. Pure, and total: every text has a tree.

    סוריה פוטין          both words            "ראש הממשלה"     these words in this order
    -סוריה               without the word      סוריה OR איראן    either (also `|` and `|או|`)
    סורי*                begins with           ( … )            grouping
    כותרת:נסיגה  מקור:וואלה  ישות:"ולדימיר פוטין"  אחרי:2019-01  לפני:2020      fields
    תאריך:2019-01-04  ט' באב תש"ח  ט' באב      a day, in either calendar; without a year, that day of any year
    אמר:נתניהו           in which somebody is quoted

What cannot be read as written is read as plain words, and `Parsed.problems` says what was done.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from articles.hebrew.tokens import words
from articles.text import luach
from articles.text.dates import day_of

MOST_WORDS = 40
MOST_DEPTH = 12
LONGEST = 1_000


class Field(StrEnum):
    """The fields that can be asked by name; the value is what the reader types before the colon."""

    TITLE = "כותרת"
    SOURCE = "מקור"
    ENTITY = "ישות"
    AFTER = "אחרי"
    BEFORE = "לפני"
    DATE = "תאריך"
    SAID = "אמר"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, or its beginning. Hyphenated words are one `Word` of several tokens."""

    text: str
    begins: bool = False

    def __str__(self) -> str:
        return self.text + ("*" if self.begins else "")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, nothing between them."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class InField:
    """What is asked of one field."""

    field: Field
    value: "Word | Phrase"

    def __str__(self) -> str:
        return f"{self.field.value}:{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """Articles without it."""

    node: "Node"

    def __str__(self) -> str:
        return f"-({self.node})" if isinstance(self.node, And | Or) else f"-{self.node}"


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    nodes: "tuple[Node, ...]"

    def __str__(self) -> str:
        return " ".join(f"({node})" if isinstance(node, Or) else str(node) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    nodes: "tuple[Node, ...]"

    def __str__(self) -> str:
        return " OR ".join(f"({node})" if isinstance(node, And) else str(node) for node in self.nodes)


Node = Word | Phrase | InField | Not | And | Or


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree (None when nothing is asked) and, in Hebrew, what could not be read as it was written."""

    tree: Node | None
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "" if self.tree is None else str(self.tree)


_FIELDS = "|".join(field.value for field in Field)
_QUOTES = '"”“„״'
_LEXEME = re.compile(
    rf"""\s+
    | (?P<or>\|(?:\s*או\s*\|)?|OR(?=\s|$))
    | (?P<open>\() | (?P<close>\))
    | (?P<field>(?:{_FIELDS}):(?=\S))
    | (?P<luach>(?<!\S){luach.PATTERN}(?!\S))
    | (?P<not>[-־](?=[^\s\-־|)]))
    | [{_QUOTES}](?P<phrase>[^\s{_QUOTES}](?:[^{_QUOTES}]|[{_QUOTES}](?=\w))*)[{_QUOTES}](?!\w)
    | (?P<stray>[{_QUOTES}](?!\w)|[{_QUOTES}](?=\w))
    | (?P<word>(?:[^\s|(){_QUOTES}]|[{_QUOTES}](?=\w))+)""",
    re.VERBOSE,
)


@lru_cache(maxsize=1_000)
def parse(text: str) -> Parsed:
    """Return the tree of `text`. Never raises; linear in the length of `text`, of which `LONGEST` are read."""
    return _Parser(text).parsed()


class _Parser:
    """Recursive descent over the lexemes of one text."""

    def __init__(self, text: str) -> None:
        self.problems: list[str] = []
        self.words = 0
        if len(text) > LONGEST:
            self._problem(f"החיפוש ארוך מדי; נקראו {LONGEST} התווים הראשונים")
        self.coming = list(_lexemes(text[:LONGEST]))
        self.at = 0

    def parsed(self) -> Parsed:
        nodes = []
        while self.at < len(self.coming):
            if (node := self._either(0)) is not None:
                nodes.append(node)
            if self._peek() == "close":
                self._problem("סוגר בלי פותח – הושמט")
                self.at += 1
        return Parsed(_join(And, nodes), tuple(dict.fromkeys(self.problems)))

    def _problem(self, text: str) -> None:
        self.problems.append(text)

    def _peek(self) -> str | None:
        return self.coming[self.at][0] if self.at < len(self.coming) else None

    def _either(self, depth: int) -> Node | None:
        nodes = [self._all(depth)]
        while self._peek() == "or":
            self.at += 1
            nodes.append(self._all(depth))
        found = [node for node in nodes if node is not None]
        if len(found) < len(nodes) and len(nodes) > 1:
            self._problem("ל־OR חסר צד – נקרא בלעדיו")
        return _join(Or, found)

    def _all(self, depth: int) -> Node | None:
        nodes = []
        while self._peek() not in (None, "or", "close"):
            if (node := self._one(depth)) is not None:
                nodes.append(node)
        return _join(And, nodes)

    def _one(self, depth: int) -> Node | None:
        kind, text = self.coming[self.at]
        self.at += 1
        if kind == "not":
            return self._negated(depth)
        if kind == "open":
            return self._group(depth)
        if kind == "field":
            return self._field(Field(text[:-1]))
        if kind == "luach":
            self.words += 1
            return InField(Field.DATE, Phrase(" ".join(text.split())))
        if kind == "stray":
            self._problem("מירכאות בלי בן זוג – המילים נקראו בלעדיהן")
            return None
        return self._leaf(kind, text)

    def _negated(self, depth: int) -> Node | None:
        if self._peek() in (None, "or", "close") or depth >= MOST_DEPTH:
            self._problem("מינוס בלי מילה אחריו – הושמט")
            return None
        node = self._one(depth + 1)
        return None if node is None else Not(node)

    def _group(self, depth: int) -> Node | None:
        if depth >= MOST_DEPTH:
            self._problem("יותר מדי סוגריים – הפנימיים הושמטו")
            return None
        node = self._either(depth + 1)
        if self._peek() == "close":
            self.at += 1
        else:
            self._problem("סוגריים שלא נסגרו – נסגרו בסוף")
        return node

    def _field(self, field: Field) -> Node | None:
        if self._peek() in ("word", "phrase", "luach"):
            kind, text = self.coming[self.at]
            self.at += 1
            if kind == "luach":
                kind = "phrase"
            value = self._leaf(kind, text)
            if isinstance(value, Word | Phrase) and not self._is_no_day(field, value.text):
                return InField(field, value)
            return value
        self._problem(f"אחרי {field.value}: חסר ערך – הושמט")
        return None

    def _is_no_day(self, field: Field, text: str) -> bool:
        bad = field in (Field.AFTER, Field.BEFORE, Field.DATE) and day_of(text, last=False) is None
        bad = bad and not (field is Field.DATE and luach.hebrew_day(text))
        if bad:
            self._problem(f"אחרי {field.value}: כותבים תאריך, כמו 2019 או 2019-01-31 – {text} נקרא כמילה")
        return bad

    def _leaf(self, kind: str, text: str) -> Node | None:
        self.words += max(1, len(text.split()))
        if self.words > MOST_WORDS:
            self._problem(f"יותר מ־{MOST_WORDS} מילים – השאר לא נקראו")
            return None
        if not words(text):
            self._problem(f"אין מה לחפש ב־{text}")
            return None
        if kind == "phrase":
            return Phrase(" ".join(text.split()))
        bare = text.rstrip("*")
        return Word(bare, begins=bare != text)


def _lexemes(text: str) -> Iterator[tuple[str, str]]:
    for match in _LEXEME.finditer(text):
        if match.lastgroup:
            yield match.lastgroup, match[match.lastgroup]


def _join(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, kind) else (node,))]
    return kind(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def plain(text: str) -> str:
    """Return `text` as a search for its bare words, with no operator left in it."""
    return " ".join(words(text))


def without(node: Node | None, leaf: Node) -> Node | None:
    """Return the tree with every part that equals `leaf` taken out; None when nothing is left."""
    if node is None or node == leaf:
        return None
    if isinstance(node, And | Or):
        left = [inner for one in node.nodes if (inner := without(one, leaf)) is not None]
        return _join(type(node), left)
    if isinstance(node, Not):
        inside = without(node.node, leaf)
        return None if inside is None else Not(inside)
    return None if isinstance(node, InField) and node.value == leaf else node


def replaced(node: Node, leaf: Node, by: Node) -> Node:
    """Return the tree with `by` wherever it had `leaf`."""
    if node == leaf:
        return by
    if isinstance(node, And | Or):
        return type(node)(tuple(replaced(one, leaf, by) for one in node.nodes))
    if isinstance(node, Not):
        return Not(replaced(node.node, leaf, by))
    if isinstance(node, InField) and node.value == leaf and isinstance(by, Word | Phrase):
        return InField(node.field, by)
    return node


def excludes(node: Node | None) -> bool:
    """Tell whether anything is asked to be absent, so that more articles may be found when words mean less."""
    return isinstance(node, Not) or (isinstance(node, And | Or) and any(map(excludes, node.nodes)))


def leaves(node: Node | None, negated: bool = False) -> Iterator[Word | Phrase]:
    """Yield the words and phrases that a found article is to contain, in the order they were typed."""
    if isinstance(node, And | Or):
        for inner in node.nodes:
            yield from leaves(inner, negated)
    elif isinstance(node, Not):
        yield from leaves(node.node, not negated)
    elif isinstance(node, InField):
        if node.field is Field.TITLE:
            yield from leaves(node.value, negated)
    elif node is not None and not negated:
        yield node
