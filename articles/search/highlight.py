"""Where the words of a search stand in a text, by the analyzer itself; the passages worth showing; why it was found."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from articles.hebrew.analyzer import Mode, explain, index_lexemes
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Stretches, Token
from articles.search.grammar import Node, Phrase, Word, leaves
from articles.search.met import met
from articles.search.postgres import asked, beginning
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
    """A word or phrase asked: for each of its tokens the lexemes that answer it, or the beginning that does."""

    words: tuple[str, ...]
    lexemes: tuple[frozenset[str], ...]
    begins: str = ""

    def met(self, ahead: Iterator[Token]) -> tuple[Token, ...] | None:
        """Return the words that the pattern meets when it stands just ahead, or None."""
        words = tuple(islice(ahead, len(self.lexemes)))
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
        self._begins = tuple(pattern.begins for pattern in self.patterns if pattern.begins)
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
        found: list[tuple[int, int, int, Passage]] = []
        reasons = _reasons(self._found(title)[1])
        whole = 0
        for number, text in enumerate(texts):
            if whole >= MOST_SNIPPETS:
                break
            stretches, here = self._found(text)
            windows = _windows(stretches, here)
            found += [(score, number, start, passage) for score, start, passage in windows]
            whole += sum(score >= 10 * len(self.patterns) for score, _, _ in windows)
            reasons |= {key: why for key, why in _reasons(here).items() if key not in reasons}
        best = sorted(found, key=lambda row: (-row[0], row[1], row[2]))[:MOST_SNIPPETS]
        passages = [row[3] for row in sorted(best, key=lambda row: row[1:3])]
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
        for place in range(len(stretches.tokens(at))):
            for number, pattern in enumerate(self.patterns):
                if words := pattern.met(_ahead(stretches, at, place)):
                    yield _Found(pattern, number, words, at)


def _ahead(stretches: Stretches, at: int, place: int) -> Iterator[Token]:
    """Yield the words of a text from one of a stretch on."""
    yield from stretches.tokens(at)[place:]
    for number in range(at + 1, len(stretches.words)):
        yield from stretches.tokens(number)


def _reasons(found: Iterable[_Found]) -> dict[tuple[str, str], Why]:
    reasons: dict[tuple[str, str], Why] = {}
    for one in found:
        for word, token in zip(one.pattern.words, one.words, strict=True):
            reasons.setdefault((word, fold(token.text)), _why(word, token.text, bool(one.pattern.begins)))
    return reasons


def _windows(stretches: Stretches, found: Sequence[_Found]) -> list[tuple[int, int, Passage]]:
    """Return (score, start, passage) for surroundings of found words; the score counts different words asked."""
    windows, taken = [], -1
    for one in found:
        if one.stretch <= taken:
            continue
        first = max(0, one.stretch - AROUND, taken + 1)
        taken = min(len(stretches.words) - 1, one.stretch + AROUND)
        spans = [other.span for other in found if first <= other.stretch <= taken]
        windows.append((_score(spans), first, _passage(stretches, first, taken, spans)))
    return windows


def _score(inside: list[Span]) -> int:
    return 10 * len({span.data for span in inside}) + min(len(inside), 9)


def _passage(stretches: Stretches, first: int, last: int, spans: Iterable[Span]) -> Passage:
    """Return stretches `first` to `last` with their marks; the ends of a text come with the blanks around it."""
    text, whole = stretches.text, last == len(stretches.words) - 1
    start = stretches.starts[first] if first else 0
    end = len(text) if whole else stretches.starts[last] + len(stretches.words[last])
    moved = [Span(span.start - start, span.end - start, span.kind, span.data) for span in spans]
    return Passage(cut(text[start:end], moved), start > 0, end < len(text))


def _opening(text: str) -> Passage:
    stretches = Stretches(text)
    return _passage(stretches, 0, min(2 * AROUND, len(stretches.words) - 1), ())


def _pattern(leaf: Word | Phrase, mode: Mode) -> _Pattern | None:
    words = asked(leaf, mode)
    if not words:
        return None
    begins = beginning(words[-1][0], mode) if isinstance(leaf, Word) and leaf.begins else ""
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
