"""What is said in a paragraph: by a colon, by לדברי, by verbs of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from articles.text.quotes.marks import quoted
from articles.text.quotes.quote import Quote, Speaker
from articles.text.quotes.speakers import LONGEST_SPEAKER, Speakers
from articles.text.quotes.verbs import DIRECT_ONLY, GENDER, KI_ONLY, VERB
from articles.text.quotes.words import PEOPLE, WORD
from articles.text.sentences import sentences

_SAYING = re.compile(
    r"(?<![א-ת])(?:(?:ל|על\s+פי\s+|לפי\s+)(?:דברי|טענת|גרסת|הערכת)(?:(?:ו|ה|ם|ן|הם|הן)\s+של)?\s+"
    rf"|(?:לפי|על\s+פי)\s+(?={PEOPLE}))(?P<speaker>[^,.:;\n]{{2,70}}?)\s*,\s*(?=\S)"
)
_TOLD = re.compile(  # נמסר מעיריית חיפה: מדובר הצבא נמסר כי
    r"(?<![א-ת])(?:ו?נמסר\s+(?:בתגובה\s+)?(?:מטעם\s+|מ[-־]?)(?P<after>[^,.:;\n]{2,50}?)"
    r"|(?:מטעם\s+|מ[-־]?)(?P<before>[^,.:;\n]{2,50}?)\s+נמסר(?:\s+בתגובה)?)\s*(?P<sign>:\s*[\"״”“„]|(?:,\s*)?כי\s)"
)
_HIS = re.compile(r"(?<![א-ת])ו?ל(?:דברי|טענת|גרסת|הערכת)(?P<whose>ו|ה|הם|הן|ם|ן)(?![א-ת]|\s+של\s)\s*,?\s*(?=\S)")
ITS = {"ו": "m", "ה": "f", "הם": "p", "הן": "p", "ם": "p", "ן": "p"}
_BETWEEN = re.compile(r"\s*[\"״”.!?]?\s*[\"״”]?\s*[,.–-]?\s*")


class Reader:
    """Reads one paragraph; `who` knows who spoke last."""

    def __init__(self, number: int, text: str, names: Sequence[tuple[int, int]], last: Speaker | None) -> None:
        self.number, self.text = number, text
        self.who = Speakers(number, text, names, last)
        self.marked = quoted(text)
        self.sentences = self._whole(sentences(text))

    def read(self) -> list[Quote]:
        found: list[Quote] = []
        for start, end in self.sentences:
            for one in self._in(start, end):
                if all(one.end <= other.start or other.end <= one.start for other in found):
                    found.append(one)
        return found

    def _whole(self, cut: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Join sentences that stand inside one pair of quotation marks, and what follows: "… .", אמר X."""
        joined: list[tuple[int, int]] = []
        for start, end in cut:
            if joined and any(a < start <= b + 1 for a, b in self.marked):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def _in(self, start: int, end: int) -> Iterator[Quote]:
        yield from self._told(start, end)
        yield from self._by_colon(start, end)
        yield from self._sayings(start, end)
        for verb in VERB.finditer(self.text, start, end):
            if any(a <= verb.start() < b for a, b in self.marked):
                continue
            yield from self._by_verb(verb, start, end)

    # נמסר מ-X: "…" and מ-X נמסר כי …

    def _told(self, start: int, end: int) -> Iterator[Quote]:
        for match in _TOLD.finditer(self.text, start, end):
            group = "after" if match["after"] else "before"
            if any(a <= match.start() < b for a, b in self.marked):
                continue
            speaker = self.who.named(match.start(group), match.end(group), "")
            if speaker and len(match[group].split()) <= LONGEST_SPEAKER:
                yield self._reported(match.end(), end, speaker, "נמסר מטעם", direct=match["sign"].startswith(":"))

    def _by_colon(self, start: int, end: int) -> Iterator[Quote]:
        for a, b in self.marked:
            lead = re.search(r"([^:\n]{2,90}?)\s*:\s*[\"״”“„]\s*$", self.text[start:a]) if start <= a < end else None
            if not lead:
                continue
            head_start, head = start + lead.start(1), lead[1]
            cut = max((m.end() for m in re.finditer(r"[.!?]\s", head)), default=0)
            head_start, head = head_start + cut, head[cut:]
            speaker = self.who.of_head(head_start, head)
            if speaker:
                yield self._said(a, b, speaker, direct=True, why="לפני נקודתיים ומירכאות")

    def _sayings(self, start: int, end: int) -> Iterator[Quote]:
        for match in _SAYING.finditer(self.text, start, end):
            speaker = self.who.named(match.start("speaker"), match.end("speaker"), "")
            if speaker and len(match["speaker"].split()) <= LONGEST_SPEAKER:
                yield self._reported(match.end(), end, speaker, "לדברי")
        for match in _HIS.finditer(self.text, start, end):
            if any(a <= match.start() < b for a, b in self.marked):
                continue
            speaker = self.who.pronoun(ITS[match["whose"]])
            if not speaker:
                continue
            rest = self.text[match.end() : end]
            if match.start() == start or re.match(r"\s*,", self.text[match.end() - 2 : match.end()]):
                yield self._reported(match.end(), end, speaker, "לדבריו: הדובר האחרון")
            elif before := self._just_before(match.start()):
                yield self._said(*before, speaker, direct=True, why="לדבריו: הדובר האחרון")
            elif len(rest) > 10:
                yield self._reported(match.end(), end, speaker, "לדבריו: הדובר האחרון")

    def _by_verb(self, verb: re.Match[str], start: int, end: int) -> Iterator[Quote]:
        text, said = self.text, verb["verb"]
        if before := self._just_before(verb.start()):
            speaker = self.who.until_stop(said, verb.end(), end)
            if speaker:
                yield self._said(*before, speaker, direct=True, why="אחרי המירכאות")
                yield from self._going_on(verb.end(), end, speaker)
            return
        content = self._content(verb, end)
        if content is None or (said in DIRECT_ONLY and not content[2]):
            return
        at, begins, direct = content
        after = self.who.after_verb(said, verb.end(), at)
        if after and said in DIRECT_ONLY and self.who.before_verb(verb, start, verb.start()):
            return  # a subject stands before it: הסופר קרא קטעים מספרו "…"
        who = after or self.who.before_verb(verb, start, verb.start())
        if who is None:
            return
        stop = end
        following = [
            m.start() for m in VERB.finditer(text, begins, end) if m["and"] and GENDER[m["verb"]] == who.gender
        ]
        inside = [next((q for q in self.marked if q[0] <= f < q[1]), None) for f in following]
        free = [
            f for f, q in zip(following, inside, strict=True) if q is None and re.search(r"(?:כי|ש\S+)\s", text[f:end])
        ]
        if free:
            stop = free[0]
        if own := self._own_again(begins, stop, who):
            yield self._reported(own.end(), stop, who, "לדבריו: הדובר האחרון")
            stop = own.start()
        for first, last in self._and_that(begins, stop):
            yield self._reported(first, last, who, "פועל אמירה", direct=direct)

    def _going_on(self, at: int, end: int, speaker: Speaker) -> Iterator[Quote]:
        """The rest of words that their speaker's name broke: "…", אמר X, "…"."""
        for a, b in self.marked:
            if at < a <= end and re.fullmatch(r"[^,.:;\"״”“„\n]*,\s*[\"״”“„]\s*", self.text[at:a]):
                yield self._said(a, b, speaker, direct=True, why="אחרי המירכאות")

    def _own_again(self, start: int, end: int, who: Speaker) -> re.Match[str] | None:
        """Where a sentence goes on with words of the same speaker: …, ולדבריו …."""
        found = re.compile(rf"(?<=, ){_HIS.pattern}").search(self.text, start, end)
        if not found or ITS[found["whose"]] != who.gender or any(a <= found.start() < b for a, b in self.marked):
            return None
        return found

    def _and_that(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut what was reported at each וכי: … כי …, וכי …."""
        for cut in re.finditer(r",\s+וכי\s+", self.text[start:end]):
            if not any(a <= start + cut.start() < b for a, b in self.marked):
                yield start, start + cut.start()
                yield from self._and_that(start + cut.end(), end)
                return
        yield start, end

    def _content(self, verb: re.Match[str], end: int) -> tuple[int, int, bool] | None:
        """Where the naming ends and what was said begins, and whether it is quoted from its first word."""
        text = self.text
        for word in WORD.finditer(text, verb.end(), end):
            said = word[0]
            if text[verb.end() : word.start()].count(",") > 3 or re.search(r"[.;]\s", text[verb.end() : word.start()]):
                return None
            begins = next((q for q in self.marked if word.start() <= q[0] <= word.end() + 1), None)
            if said == "כי":
                return word.start(), self._skip(word.end(), end), False
            if said[0] in '"״”“„' and begins:
                return word.start(), begins[0], True
            if self.who.is_that(said, word.start()) and verb["verb"] not in KI_ONLY:
                inner = begins[0] if begins else word.start() + 1
                return word.start(), inner, False
        return None

    def _skip(self, at: int, end: int) -> int:
        return at + len(self.text[at:end]) - len(self.text[at:end].lstrip())

    def _just_before(self, at: int) -> tuple[int, int] | None:
        """The quoted words that end right before `at`: only a mark, a comma and spaces between."""
        return next(
            ((a, b) for a, b in self.marked if b <= at and _BETWEEN.fullmatch(self.text, b, at)
             and re.search(r"[\"״”]", self.text[b:at])), None,
        )  # fmt: skip

    def _said(self, start: int, end: int, speaker: Speaker, *, direct: bool, why: str) -> Quote:
        return Quote(self.number, start, end, speaker.paragraph, speaker.start, speaker.end, direct, why)

    def _reported(self, start: int, end: int, speaker: Speaker, why: str, *, direct: bool = False) -> Quote:
        start = self._skip(start, end)
        text = self.text[start:end].rstrip()
        inside = [(a, b) for a, b in self.marked if start < a <= start + 2 and b < end]
        if inside and not re.search(r"\w", self.text[inside[0][1] : end]):
            return self._said(*inside[0], speaker, direct=True, why=why)
        if direct and (span := next(((a, b) for a, b in self.marked if a == start), None)):
            return self._said(*span, speaker, direct=True, why=why)
        kept = text.rstrip(' .,;"״”') if not re.search(r"[\"״”]\s*[.,]?\s*$", text) else text.rstrip(" .,;")
        return self._said(start, start + max(len(kept), 1), speaker, direct=False, why=why)
