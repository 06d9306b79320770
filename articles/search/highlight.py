"""Where the words of a search stand in a text, by the analyzer itself; the passages worth showing; why it was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.hebrew.analyzer import Mode, explain, index_lexemes
from articles.hebrew.letters import GERESH_VARIANTS
from articles.hebrew.normalise import fold
from articles.hebrew.tokens import Token, tokenize
from articles.search.grammar import Node, Phrase, Word, leaves
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

    def at(self, tokens: Sequence[Token], index: int) -> bool:
        """Tell whether the pattern stands at `index`."""
        if index + len(self.lexemes) > len(tokens):
            return False
        return all(self._meets(place, tokens[index + place].text) for place in range(len(self.lexemes)))

    def _meets(self, place: int, text: str) -> bool:
        if self.begins and place == len(self.lexemes) - 1:
            return any(lexeme.startswith(self.begins) for lexeme in index_lexemes(text))
        return not self.lexemes[place].isdisjoint(index_lexemes(text))


Found = tuple[_Pattern, int, Span]  # what was found, at which token, and where


@lru_cache(maxsize=30_000)
def _stored(run: str) -> frozenset[str]:
    """Return all that the words of a text between two blanks can be stored as; a geresh at their end may be a quote."""
    words = [token.text for token in tokenize(run)]
    words += [word[:-1] for word in words if word[-1] in GERESH_VARIANTS and len(word) > 1]
    return frozenset[str]().union(*map(index_lexemes, words))


class Matcher:
    """The words of one search, ready to be found in texts."""

    def __init__(self, tree: Node | None, mode: Mode) -> None:
        self.patterns = [pattern for leaf in leaves(tree) if (pattern := _pattern(leaf, mode))]
        self.first = frozenset[str]().union(*(pattern.lexemes[0] for pattern in self.patterns))
        self.begins = any(pattern.begins for pattern in self.patterns)

    def spans(self, text: str) -> list[Span]:
        """Return a `hit` span for every found word; its data is the number of the word or phrase asked."""
        return [span for _, _, span in self._found(tokenize(text))] if self._may_stand_in(text) else []

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
        reasons = self._reasons(tokenize(title)) if self._may_stand_in(title) else {}
        whole = 0
        for number, text in enumerate(texts):
            if whole >= MOST_SNIPPETS:
                break
            if not self._may_stand_in(text):
                continue
            tokens = tokenize(text)
            at = self._found(tokens)
            windows = _windows(text, tokens, at)
            found += [(score, number, start, passage) for score, start, passage in windows]
            whole += sum(score >= 10 * len(self.patterns) for score, _, _ in windows)
            reasons |= {key: why for key, why in self._reasons(tokens, at).items() if key not in reasons}
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
            if self._may_stand_in(text):
                found |= {key: one for key, one in self._reasons(tokenize(text)).items() if key not in found}
        return _few_each(found.values())

    def _may_stand_in(self, text: str) -> bool:
        """Tell quickly whether `text` may have anything that is asked; no word reaches over a blank."""
        if self.begins or not self.patterns:
            return self.begins
        return any(not _stored(run).isdisjoint(self.first) for run in set(text.split()))

    def _reasons(self, tokens: Sequence[Token], found: Sequence[Found] | None = None) -> dict[tuple[str, str], Why]:
        reasons: dict[tuple[str, str], Why] = {}
        for pattern, index, _ in self._found(tokens) if found is None else found:
            for place, word in enumerate(pattern.words):
                form = tokens[index + place].text
                reasons.setdefault((word, fold(form)), _why(word, form, bool(pattern.begins)))
        return reasons

    def _found(self, tokens: Sequence[Token]) -> list[Found]:
        return [
            (pattern, index, Span(token.start, tokens[index + len(pattern.lexemes) - 1].end, "hit", number))
            for index, token in enumerate(tokens)
            if self.begins or not self.first.isdisjoint(index_lexemes(token.text))
            for number, pattern in enumerate(self.patterns)
            if pattern.at(tokens, index)
        ]


def _windows(text: str, tokens: Sequence[Token], found: Sequence[Found]) -> list[tuple[int, int, Passage]]:
    """Return (score, start, passage) for stretches around found words; the score counts different words asked."""
    windows, taken = [], -1
    for _, index, _ in found:
        if index <= taken:
            continue
        first, last = max(0, index - AROUND, taken + 1), min(len(tokens) - 1, index + AROUND)
        inside = [(pattern, span) for pattern, at, span in found if first <= at <= last]
        taken = last
        windows.append((_score(inside), first, _passage(text, tokens, first, last, [span for _, span in inside])))
    return windows


def _score(inside: list[tuple[_Pattern, Span]]) -> int:
    return 10 * len({span.data for _, span in inside}) + min(len(inside), 9)


def _passage(text: str, tokens: Sequence[Token], first: int, last: int, spans: list[Span]) -> Passage:
    start = 0 if first == 0 else tokens[first].start
    end = len(text) if last == len(tokens) - 1 else tokens[last].end
    moved = [Span(span.start - start, span.end - start, span.kind, span.data) for span in spans]
    return Passage(cut(text[start:end], moved), start > 0, end < len(text))


def _opening(text: str) -> Passage:
    tokens = tokenize(text[:2_000])
    end = len(text) if len(tokens) <= 2 * AROUND else tokens[2 * AROUND].end
    return Passage(cut(text[:end], []), after=end < len(text))


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
