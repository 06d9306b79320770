"""Where the words of a search stand in a text, by the analyzer itself; the passages worth showing; why it was found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from articles.hebrew.analyzer import Mode, explain, index_lexemes
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Stretches
from articles.search.grammar import Node, Phrase, Word, leaves
from articles.search.met import UNEVEN, met
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

    def met(self, ahead: Iterator[_Place]) -> tuple[_Place, ...] | None:
        """Return the words that the pattern meets when it begins with the first of those ahead, or None."""
        words: list[_Place] = []
        for at, place in enumerate(islice(ahead, len(self.lexemes))):
            if not self._meets(at, place.text):
                return None
            words.append(place)
        return tuple(words) if len(words) == len(self.lexemes) else None

    def _meets(self, place: int, text: str) -> bool:
        if self.begins and place == len(self.lexemes) - 1:
            return any(lexeme.startswith(self.begins) for lexeme in index_lexemes(text))
        return not self.lexemes[place].isdisjoint(index_lexemes(text))


class _Place(NamedTuple):
    """A word of a text: its stretch between blanks, and where it stands in it."""

    stretch: int
    text: str
    start: int
    stop: int


class _Mark(NamedTuple):
    """What is found from a stretch on: the number of the pattern, its words, where they begin there and end.

    The last word stands in the same stretch, or so many stretches `further`.
    """

    number: int
    texts: tuple[str, ...]
    start: int
    stop: int
    further: int = 0

    @classmethod
    def of(cls, number: int, words: Sequence[_Place]) -> _Mark:
        """Return the mark of a pattern met by these words."""
        first, last = words[0], words[-1]
        texts = tuple([word.text for word in words])
        return cls(number, texts, first.start, last.stop, last.stretch - first.stretch)

    def span(self, at: int, starts: Sequence[int], base: int = 0) -> Span:
        """Return where it stands from stretch `at` on in a text that begins at `base`, given where stretches start."""
        return Span(starts[at] + self.start - base, starts[at + self.further] + self.stop - base, "hit", self.number)


_Found = tuple[int, _Mark]  # from which stretch on, and what


class Matcher:
    """The words of one search, ready to be found in texts."""

    def __init__(self, tree: Node | None, mode: Mode) -> None:
        self.patterns = [pattern for leaf in leaves(tree) if (pattern := _pattern(leaf, mode))]
        self._single = all(len(pattern.lexemes) == 1 for pattern in self.patterns)
        self._first = frozenset[str]().union(*(pattern.lexemes[0] for pattern in self.patterns))
        self._begins = tuple(begins for pattern in self.patterns for begins in pattern.begins)
        self._second = self._second_of_phrases()
        self._met = met()
        self._known, self._answers = -1, set[str]()
        self._uneven, self._next = set[str](), set[str]()
        self._kept: dict[str, list[_Mark]] = {}

    def _second_of_phrases(self) -> frozenset[str]:
        """Return what the second words of phrases are stored as; nothing where not only phrases are asked."""
        if all(len(pattern.lexemes) > 1 for pattern in self.patterns) and not self._begins:
            return frozenset[str]().union(*(pattern.lexemes[1] for pattern in self.patterns))
        return frozenset()

    def spans(self, text: str) -> list[Span]:
        """Return a `hit` span for every found word; its data is the number of the word or phrase asked."""
        return _spans(*self._found(text))

    def shown(self, title: str, texts: Iterable[str]) -> tuple[Passage, list[Passage], list[Why]]:
        """Return the title, marked, the snippets of an article and why it was found, by what is read for the snippets.

        The snippets are the best passages of `texts`, in their order, or the beginning of the first text. Reading stops
        when `MOST_SNIPPETS` passages have every word asked.
        """
        texts = [text for text in _bounded(texts) if text]
        windows: list[_Window] = []
        stretches, here = self._found(title)
        head, seen = Passage(cut(title, _spans(stretches, here))), _forms(here)
        whole = 0
        for text in texts:
            if whole >= MOST_SNIPPETS:
                break
            stretches, here = self._found(text)
            if here:
                coming = _windows(stretches, here)
                windows += coming
                whole += sum([window.score >= 10 * len(self.patterns) for window in coming])
                seen |= _forms(here)
        passages = [window.passage for window in _best(windows)]
        return head, passages or [_opening(text) for text in texts[:1]], self._reasons(seen)

    def _found(self, text: str) -> tuple[Stretches, list[_Found]]:
        """Return all that is found in a text, in its order; only where a pattern may begin is it read by words."""
        stretches = Stretches(text)
        words = stretches.words
        self._met.meet(words)
        answers = self._answering(words)
        if answers.isdisjoint(words):
            return stretches, []
        at = [place for place, word in enumerate(words) if word in answers]
        if self._single and not stretches.quoting:
            return stretches, [(place, mark) for place in at for mark in self._alone(words[place])]
        if self._second:
            at = [place for place in at if self._goes_on(words, place)]
        return stretches, [(place, mark) for place in at for mark in self._read_at(stretches, place)]

    def _alone(self, stretch: str) -> list[_Mark]:
        """Return what is found in a stretch where no word depends on its neighbours, read once."""
        found = self._kept.get(stretch)
        if found is None:
            self._kept[stretch] = found = list(self._read_at(Stretches(stretch), 0))
        return found

    def _answering(self, words: Collection[str]) -> set[str]:
        """Return stretches that may begin what is asked, among them all such of `words`."""
        if self._known != len(self._met):
            self._known, self._answers = len(self._met), self._met.answering(self._first)
            if self._second:
                self._uneven = self._met.answering([UNEVEN])
                self._next = self._met.answering(self._second) | self._uneven
        return self._answers | self._met.beginning(words, self._begins) if self._begins else self._answers

    def _goes_on(self, words: Sequence[str], place: int) -> bool:
        """Whether the second word of a phrase may follow what begins in a stretch."""
        return words[place] in self._uneven or not self._next.isdisjoint(words[place + 1 : place + 2])

    def _read_at(self, stretches: Stretches, at: int) -> Iterator[_Mark]:
        """Yield what begins in a stretch, read by words."""
        for place in range(len(stretches.words_of(at))):
            for number, pattern in enumerate(self.patterns):
                if words := pattern.met(_ahead(stretches, at, place)):
                    yield _Mark.of(number, words)

    def _reasons(self, seen: _Forms) -> list[Why]:
        """Return why these were found, for each word asked up to three different forms."""
        reasons: dict[tuple[str, str], Why] = {}
        for number, texts in seen:
            pattern = self.patterns[number]
            for word, text in zip(pattern.words, texts, strict=True):
                key = (word, fold(text))
                if key not in reasons:
                    reasons[key] = _why(word, text, bool(pattern.begins))
        by_word: dict[str, list[Why]] = {}
        for why in reasons.values():
            by_word.setdefault(why.word, []).append(why)
        return [why for group in by_word.values() for why in group[:3]]


_Forms = dict[tuple[int, tuple[str, ...]], None]  # patterns found, by number, and the words that they were found as


def _spans(stretches: Stretches, found: Iterable[_Found], base: int = 0) -> list[Span]:
    """Return the marks of a text that begins at `base` of its stretches."""
    return [mark.span(at, stretches.starts, base) for at, mark in found]


def _forms(found: Iterable[_Found]) -> _Forms:
    return {mark[:2]: None for _, mark in found}


def _ahead(stretches: Stretches, at: int, place: int) -> Iterator[_Place]:
    """Yield the words of a text from one of a stretch on."""
    for number in range(at, len(stretches.words)):
        for word in stretches.words_of(number)[place:]:
            yield _Place(number, *word)
        place = 0


class _Window(NamedTuple):
    """Stretches `first` to `last` of a text, with what is found that begins in them, and how much that shows."""

    stretches: Stretches
    first: int
    last: int
    found: Sequence[_Found]
    score: int  # different words asked, then all marks

    @property
    def passage(self) -> Passage:
        """The text with its marks; at the ends of the text, with the blanks around it."""
        text, starts, words = self.stretches.text, self.stretches.starts, self.stretches.words
        start = starts[self.first] if self.first else 0
        end = len(text) if self.last == len(words) - 1 else starts[self.last] + len(words[self.last])
        return Passage(cut(text[start:end], _spans(self.stretches, self.found, start)), start > 0, end < len(text))


def _windows(stretches: Stretches, found: Sequence[_Found]) -> list[_Window]:
    """Return the surroundings of found words, none twice."""
    windows, taken, at, most = [], -1, 0, len(stretches.words) - 1
    places = [place for place, _ in found]
    ends = [place + mark.further for place, mark in found]
    numbers = [mark.number for _, mark in found]
    while at < len(found):
        first, taken = max(0, places[at] - AROUND, taken + 1), min(most, places[at] + AROUND)
        after = bisect_right(places, taken, at)
        while (end := max(ends[at:after])) > taken:
            taken, after = end, bisect_right(places, end, at)  # a phrase is shown to its end
        score = 10 * len(set(numbers[at:after])) + min(after - at, 9)
        windows.append(_Window(stretches, first, taken, found[at:after], score))
        at = after
    return windows


def _best(windows: Sequence[_Window]) -> list[_Window]:
    """Return the best of windows in their order; of equal ones the first."""
    if len(windows) <= MOST_SNIPPETS:
        return list(windows)
    best = sorted(range(len(windows)), key=lambda number: -windows[number].score)[:MOST_SNIPPETS]
    return [windows[number] for number in sorted(best)]


def _opening(text: str) -> Passage:
    stretches = Stretches(text)
    return _Window(stretches, 0, min(2 * AROUND, len(stretches.words) - 1), (), 0).passage


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


def _bounded(texts: Iterable[str]) -> Iterable[str]:
    left = MOST_TEXT
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)
