"""Marked-up running text (HTML fragments, NITF, XHTML in NewsML) to lines, with the names that the markup marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from articles.intake import limits
from articles.intake.naming import retold
from articles.intake.punctuation import squeeze
from articles.intake.readers.xml import local
from articles.intake.records import Kind, Line, Named

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS: Final = (
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "section", "article", "header", "footer", "figure",
    "pre",    "table", "tr", "td", "th", "caption", "br", "hr", "address", "aside", "main", "body", "html", "center",
)  # fmt: skip
_HTML_SKIPPED: Final = frozenset({
    "script", "style", "noscript", "iframe", "svg", "template", "object", "embed", "form", "button", "select",
    "textarea", "head", "title", "audio", "video",
})  # fmt: skip
TOO_DEEP: Final = f"הטקסט מקונן יותר מ־{limits.HTML_DEPTH} רמות, וחלק ממנו היה אובד."


class TooDeep(ValueError):
    """Markup nested deeper than lxml keeps; the message says so in Hebrew."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What elements mean, by local name: the kind of line that a block makes, what is left out, kinds of names."""

    blocks: Mapping[str, Kind]
    skipped: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


HTML: Final = Grammar(
    {**dict.fromkeys(_BLOCKS, "text"), **dict.fromkeys(_HEADINGS, "heading"), "figcaption": "credit"}, _HTML_SKIPPED
)


def of_html(markup: str) -> tuple[Line, ...]:
    """Return the lines of a fragment of HTML, scripts and the like left out. Raises `TooDeep`."""
    if "<" not in markup and "&" not in markup:
        return tuple(Line("text", line) for raw in markup.split("\n") if (line := squeeze(raw)))
    sound = "".join(char for char in markup if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff"))
    try:
        root = lxml_html.fragment_fromstring(sound, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    if depth(root) >= limits.HTML_DEPTH:
        raise TooDeep(TOO_DEEP)
    return lines(root, HTML)


def as_text(markup: str) -> str:
    """Return a fragment of HTML as one line of text."""
    return " ".join(line.text for line in of_html(markup))


def lines(root: etree._Element, grammar: Grammar) -> tuple[Line, ...]:
    """Return the lines of an element, in order."""
    flow = _Flow(grammar)
    flow.walk(root, "text")
    flow.end("text")
    return tuple(flow.lines)


def depth(root: etree._Element) -> int:
    """Return how many elements deep a tree is nested."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


class _Flow:
    """Text gathered until a block begins or ends."""

    def __init__(self, grammar: Grammar) -> None:
        self.lines: list[Line] = []
        self._grammar = grammar
        self._text = ""
        self._named: list[Named] = []

    def walk(self, element: etree._Element, kind: Kind) -> None:
        name = local(element)
        if name in self._grammar.skipped or not name:
            return
        block = self._grammar.blocks.get(name)
        inner = kind if block in (None, "text") else block or kind
        if block:
            self.end(kind)
        start = len(self._text)
        self._text += element.text or ""
        for child in element:
            self.walk(child, inner)
            self._text += child.tail or ""
        if name in self._grammar.names:
            self._name(start, self._grammar.names[name])
        if block:
            self.end(inner)

    def end(self, kind: Kind) -> None:
        """Make a line of the text so far."""
        line = Line(kind, self._text, tuple(self._named))
        if told := squeeze(self._text):
            self.lines.append(retold(line, told))
        self._text, self._named = "", []

    def _name(self, start: int, kind: str) -> None:
        words = self._text[start:]
        start += len(words) - len(words.lstrip())
        if words.strip():
            self._named.append(Named(start, start + len(words.strip()), squeeze(words), kind))
