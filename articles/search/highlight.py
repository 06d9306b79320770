"""Where the words of a search stand in a text, by the analyzer itself; the passages worth showing; why it was found."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from articles.hebrew.analyzer import Mode, explain, index_lexemes
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Stretches, Token
from articles.search.grammar import Node, Phrase, Word, leaves
from articles.search.met import met
from articles.search.postgres import asked, beginnings
from articles.text.spans import Piece, Span, cut

MOST_SNIPPETS = 3
AROUND = 14  # words shown before and after a found one
MOST_TEXT = 200_000  # code points of one article that are looked at for its snippets


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text cut by its marks, and whether the text goes on before and after it."""

    pieces: list[Piece]
    before: bool = False
    after: bool = False

    @property
    def text(self) -> str:
        """The stretch without marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Why:
    """A word asked, a form of it found in the article, and the rule by which they met."""

    word: str
    form: str
    rule: str
    prefix: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A word or phrase asked: for each of its tokens the lexemes that answer it, or the beginnings that do."""

    words: tuple[str, ...]
    lexemes: tuple[frozenset[str], ...]
    begins: tuple[str, ...] = ()

    def met(self, first: Token, ahead: Iterator[Token]) -> tuple[Token, ...] | None:
        """Return the words that the pattern meets when it begins with `first` and goes on with those ahead, or None."""
        if not self._meets(0, first.text):
            return None
        if len(self.lexemes) == 1:
            return (first,)
        words = (first, *islice(ahead, len(self.lexemes) - 1))
        meets = len(words) == len(self.lexemes) and all(self._meets(at, word.text) for at, word in enumerate(words))
        return words if meets else None

    def _meets(self, place: int, text: str) -> bool:
        if self.begins and place == len(self.lexemes) - 1:
            return any(lexeme.startswith(self.begins) for lexeme in index_lexemes(text))
        return not self.lexemes[place].isdisjoint(index_lexemes(text))


class _Found(NamedTuple):
    """What was found: the pattern and its number, its words, and the stretch between blanks where they begin."""

    pattern: _Pattern
    number: int
    words: tuple[Token, ...]
    stretch: int

    @property
    def span(self) -> Span:
        """The words as one mark."""
        return Span(self.words[0].start, self.words[-1].end, "hit", self.number)


class Matcher:
    """The words of one search, ready to be found in texts."""

    def __init__(self, tree: Node | None, mode: Mode) -> None:
        self.patterns = [pattern for leaf in leaves(tree) if (pattern := _pattern(leaf, mode))]
        self._first = frozenset[str]().union(*(pattern.lexemes[0] for pattern in self.patterns))
        self._begins = tuple(begins for pattern in self.patterns for begins in pattern.begins)
        self._met = met()
        self._known, self._answers = -1, set[str]()

    def spans(self, text: str) -> list[Span]:
        """Return a `hit` span for every found word; its data is the number of the word or phrase asked."""
        return [one.span for one in self._found(text)[1]]

    def whole(self, text: str) -> Passage:
        """Return all of `text`, marked."""
        return Passage(cut(text, self.spans(text)))

    def shown(self, title: str, texts: Iterable[str]) -> tuple[list[Passage], list[Why]]:
        """Return the snippets of an article and why it was found, by its title and by what was read for the snippets.

        The snippets are the best passages of `texts`, in their order, or the beginning of the first text. Reading stops
        when `MOST_SNIPPETS` passages have every word asked.
        """
        texts = [text for text in _bounded(texts) if text]
        found: list[tuple[int, int, _Window]] = []
        reasons = _reasons(self._found(title)[1])
        whole = 0
        for number, text in enumerate(texts):
            if whole >= MOST_SNIPPETS:
                break
            stretches, here = self._found(text)
            windows = _windows(stretches, here)
            found += [(window.score, number, window) for window in windows]
            whole += sum(window.score >= 10 * len(self.patterns) for window in windows)
            reasons |= {key: why for key, why in _reasons(here).items() if key not in reasons}
        best = sorted(found, key=lambda row: (-row[0], row[1], row[2].first))[:MOST_SNIPPETS]
        passages = [window.passage for _, _, window in sorted(best, key=lambda row: (row[1], row[2].first))]
        return passages or [_opening(text) for text in texts[:1]], _few_each(reasons.values())

    def snippets(self, texts: Iterable[str]) -> list[Passage]:
        """Return the best passages of `texts`, in their order; the beginning of the first text when none is found."""
        return self.shown("", texts)[0]

    def why(self, texts: Iterable[str]) -> list[Why]:
        """Return for each word asked up to three forms of it that stand in `texts`, and the rules that found them."""
        found: dict[tuple[str, str], Why] = {}
        for text in _bounded(texts):
            found |= {key: one for key, one in _reasons(self._found(text)[1]).items() if key not in found}
        return _few_each(found.values())

    def _found(self, text: str) -> tuple[Stretches, list[_Found]]:
        """Return all that is found in a text, in its order; only where a pattern may begin is it read by words."""
        stretches = Stretches(text)
        answers = self._answering(stretches.words)
        if answers.isdisjoint(stretches.words):
            return stretches, []
        at = [number for number, word in enumerate(stretches.words) if word in answers]
        return stretches, [one for number in at for one in self._found_at(stretches, number)]

    def _answering(self, words: Collection[str]) -> set[str]:
        """Return stretches that may begin what is asked, among them all such of `words`."""
        self._met.learn(words)
        if self._known != len(self._met):
            self._known, self._answers = len(self._met), self._met.answering(self._first)
        return self._answers | self._met.beginning(words, self._begins) if self._begins else self._answers

    def _found_at(self, stretches: Stretches, at: int) -> Iterator[_Found]:
        for place, token in enumerate(stretches.tokens(at)):
            for number, pattern in enumerate(self.patterns):
                if words := pattern.met(token, _ahead(stretches, at, place)):
                    yield _Found(pattern, number, words, at)


def _ahead(stretches: Stretches, at: int, place: int) -> Iterator[Token]:
    """Yield the words of a text that follow one of a stretch."""
    yield from stretches.tokens(at)[place + 1 :]
    for number in range(at + 1, len(stretches.words)):
        yield from stretches.tokens(number)


def _reasons(found: Iterable[_Found]) -> dict[tuple[str, str], Why]:
    reasons: dict[tuple[str, str], Why] = {}
    for one in found:
        for word, token in zip(one.pattern.words, one.words, strict=True):
            reasons.setdefault((word, fold(token.text)), _why(word, token.text, bool(one.pattern.begins)))
    return reasons


class _Window(NamedTuple):
    """Stretches `first` to `last` of a text, with the marks that begin in them."""

    stretches: Stretches
    first: int
    last: int
    spans: Sequence[Span]

    @property
    def score(self) -> int:
        """How much it shows: different words asked, then all marks."""
        return 10 * len({span.data for span in self.spans}) + min(len(self.spans), 9)

    @property
    def passage(self) -> Passage:
        """The text with its marks; at the ends of the text, with the blanks around it."""
        text, (starts, words) = self.stretches.text, (self.stretches.starts, self.stretches.words)
        start = starts[self.first] if self.first else 0
        end = len(text) if self.last == len(words) - 1 else starts[self.last] + len(words[self.last])
        moved = [Span(span.start - start, span.end - start, span.kind, span.data) for span in self.spans]
        return Passage(cut(text[start:end], moved), start > 0, end < len(text))


def _windows(stretches: Stretches, found: Sequence[_Found]) -> list[_Window]:
    """Return the surroundings of found words, none twice."""
    windows, taken = [], -1
    for at, one in enumerate(found):
        if one.stretch <= taken:
            continue
        first, taken = max(0, one.stretch - AROUND, taken + 1), min(len(stretches.words) - 1, one.stretch + AROUND)
        end = bisect_right(found, taken, at, key=attrgetter("stretch"))
        windows.append(_Window(stretches, first, taken, [other.span for other in found[at:end]]))
    return windows


def _opening(text: str) -> Passage:
    stretches = Stretches(text)
    return _Window(stretches, 0, min(2 * AROUND, len(stretches.words) - 1), ()).passage


def _pattern(leaf: Word | Phrase, mode: Mode) -> _Pattern | None:
    words = asked(leaf, mode)
    if not words:
        return None
    begins = beginnings(words[-1][0], mode) if isinstance(leaf, Word) and leaf.begins else ()
    texts = tuple(word for word, _ in words)
    return _Pattern(texts, tuple(frozenset(lexemes) for _, lexemes in words), begins)


@lru_cache(maxsize=5_000)
def _why(word: str, form: str, begins: bool) -> Why:
    meeting = None if begins else explain(word, form)
    return Why(word, form, meeting.rule if meeting else "begins", meeting.prefix if meeting else "")


def _few_each(found: Iterable[Why]) -> list[Why]:
    by_word: dict[str, list[Why]] = {}
    for why in found:
        by_word.setdefault(why.word, []).append(why)
    return [why for group in by_word.values() for why in group[:3]]


def _bounded(texts: Iterable[str]) -> Iterable[str]:
    left = MOST_TEXT
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)
