"""What is said in a paragraph: by a colon, by לדברי, by verbs of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from articles.text.quotes.marks import quoted
from articles.text.quotes.quote import Quote, Speaker
from articles.text.quotes.speakers import LONGEST_SPEAKER, Speakers
from articles.text.quotes.verbs import DIRECT_ONLY, GENDER, KI_ONLY, SOMEBODY_ELSE_SAYS, VERB
from articles.text.quotes.words import ASIDE, LEADS, NO_COMPLEMENT, OBJECT, PEOPLE, TIMES, WORD
from articles.text.sentences import sentences

_SAYING = re.compile(
    r"(?<![א-ת])(?P<and>ו?)(?:(?:ל|על\s+פי\s+|לפי\s+)(?:דברי|טענת|גרסת|הערכת)(?:(?:ו|ה|ם|ן|הם|הן)\s+של)?\s+"
    rf"|(?:לפי|על\s+פי)\s+(?={PEOPLE}))(?P<speaker>[^,.:;\n]{{2,70}}?)\s*,\s*(?=\S)"
)
_TOLD = re.compile(  # נמסר מעיריית חיפה: מדובר הצבא נמסר כי
    r"(?<![א-ת])(?:ו?נמסר\s+(?:בתגובה\s+)?(?:מטעמ[והםן]+\s+של\s+|מטעם\s+|מ[-־]?)(?P<after>[^,.:;\n]{2,50}?)"
    r"|(?:מטעמ[והםן]+\s+של\s+|מטעם\s+|מ[-־]?)(?P<before>(?:(?!\sמטעם)[^,.:;\n]){2,50}?)\s+נמסר(?:\s+בתגובה)?)\s*(?P<sign>:\s*[\"״”“„]|(?:,\s*)?כי\s)"
)
_HIS = re.compile(r"(?<![א-ת])ו?ל(?:דברי|טענת|גרסת|הערכת)(?P<whose>ו|ה|הם|הן|ם|ן)(?![א-ת]|\s+של\s)\s*,?\s*(?=\S)")
ITS = {"ו": "m", "ה": "f", "הם": "p", "הן": "p", "ם": "p", "ן": "p"}
_OPENS_CLAUSE = re.compile(r"[,;:–—-]$|(?<![א-ת])(?:כי|אך|אבל|אולם|ואילו|גם)$")
_BUT = re.compile(r",?\s+(?:אך|אבל|אולם|ואילו)\s")
_NEXT_SAYING = re.compile(r",\s+ו?ל(?:דברי|טענת|גרסת|הערכת)\s")
_SENTENCE_ENDS = re.compile(r"[.!?][\"״”]?\s|[\"״”][.!?]\s")
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
            self.who.turn_to(start, end)
            before = len(found)
            for one in self._in(start, end):
                if all(one.end <= other.start or other.end <= one.start for other in found):
                    found.append(one)
            if len(found) == before and not self._in_marks(start):
                self.who.last = None  # a sentence without a speaker came between: לדבריו may be another's
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
            if self._in_marks(verb.start()):
                continue
            yield from self._by_verb(verb, start, end)

    # נמסר מ-X: "…" and מ-X נמסר כי …

    def _told(self, start: int, end: int) -> Iterator[Quote]:
        for match in _TOLD.finditer(self.text, start, end):
            group = "after" if match["after"] else "before"
            if self._in_marks(match.start()):
                continue
            speaker = self.who.named(match.start(group), match.end(group), "")
            if speaker and len(match[group].split()) <= LONGEST_SPEAKER:
                yield self._reported(match.end(), end, speaker, "נמסר מטעם", direct=match["sign"].startswith(":"))

    def _by_colon(self, start: int, end: int) -> Iterator[Quote]:
        for a, b in self.marked:
            lead = re.search(r"\s*:\s*[\"״”“„]\s*$", self.text[start:a]) if start <= a < end else None
            if not lead:
                continue
            stop = start + lead.start()
            begin = start + max((cut.end() for cut in _SENTENCE_ENDS.finditer(self.text[start:stop])), default=0)
            if speaker := self.who.of_head(begin, stop):
                yield self._said(a, b, speaker, direct=True, why="לפני נקודתיים ומירכאות")
            else:
                self.who.last = None  # somebody spoke, and it is not seen who

    def _sayings(self, start: int, end: int) -> Iterator[Quote]:
        for match in _SAYING.finditer(self.text, start, end):
            speaker = self.who.named(match.start("speaker"), match.end("speaker"), "")
            if not speaker or len(match["speaker"].split()) > LONGEST_SPEAKER:
                continue
            led = self.text[start : match.start()].rstrip()
            if led and not _OPENS_CLAUSE.search(led) and not LEADS.fullmatch(led + " "):
                continue  # its object: התייחס לדברי נתניהו
            aside = not match["and"] and led.endswith(",") and not LEADS.fullmatch(led + " ")
            begins = start if aside else match.end()  # the whole sentence: את המחיר, לדברי השר, משלמים כולם
            following = None if aside else _NEXT_SAYING.search(self.text, begins, end)
            yield self._reported(begins, following.start() if following else end, speaker, "לדברי")
        for match in _HIS.finditer(self.text, start, end):
            if self._in_marks(match.start()):
                continue
            speaker = self.who.pronoun(ITS[match["whose"]])
            if not speaker:
                continue
            rest = self.text[match.end() : end]
            if match.start() == start or re.match(r"\s*,", self.text[match.end() - 2 : match.end()]):
                yield self._reported(match.end(), end, speaker, "לדבריו: הדובר האחרון")
            elif before := self._just_before(match.start(), start):
                yield self._said(*before, speaker, direct=True, why="לדבריו: הדובר האחרון")
            elif len(rest) > 10:
                yield self._reported(match.end(), end, speaker, "לדבריו: הדובר האחרון")

    def _by_verb(self, verb: re.Match[str], start: int, end: int) -> Iterator[Quote]:
        text, said = self.text, verb["verb"]
        if before := self._just_before(verb.start(), start):
            speaker = self.who.until_stop(said, verb.end(), end)
            if speaker:
                yield self._said(*before, speaker, direct=True, why="אחרי המירכאות")
                yield from self._going_on(verb.end(), end, speaker)
            return
        found = self._who_and_what(verb, start, end) or self._who_and_what(verb, start, end, ki_only=True)
        if found is None:
            return
        who, begins, direct = found
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
        for but in _BUT.finditer(text, begins, stop):  # …, אך מלצר הדגיש כי
            after = VERB.search(text, but.end(), stop)
            if after and re.search(r"(?<![א-ת])כי\s", text[after.end() : stop]) and not self._in_marks(but.start()):
                stop = but.start()
                break
        if own := self._own_again(begins, stop, who):
            yield self._reported(own.end(), stop, who, "לדבריו: הדובר האחרון")
            stop = own.start()
        for first, last in self._and_that(begins, stop):
            yield self._reported(first, last, who, "פועל אמירה", direct=direct)

    def _who_and_what(
        self, verb: re.Match[str], start: int, end: int, *, ki_only: bool = False
    ) -> tuple[Speaker, int, bool] | None:
        """Who speaks by a verb that stands before what is said, where that begins, and whether it is quoted there."""
        text, said = self.text, verb["verb"]
        content = self._content(verb, end, ki_only=ki_only)
        if content is None or (said in DIRECT_ONLY and not content[2]):
            return None
        at, begins, direct = content
        after = None if self.who.subject_before(verb, start) else self.who.after_verb(said, verb.end(), at)
        that = text[at] == "ש" and not direct
        before = (
            None if after and said not in DIRECT_ONLY and not that else self.who.before_verb(verb, start, verb.start())
        )
        if after and before and not that:
            return None  # a subject stands before it: הסופר קרא קטעים מספרו "…"
        who, after = (before, None) if before else (after, after)
        if who is None:
            return None
        named_to = who.end if after and who.start >= verb.end() and who.paragraph == self.number else verb.end()
        aside = text[named_to:at].strip(" ,")
        if that and aside:
            if not (ASIDE.match(aside) or TIMES.match(aside + " ")):
                return None  # the ש says more of what stands before it: הבטיחה מקומות עבודה שיפתרו
            if " " in aside and re.search(r"(?<![א-ת])כי\s", text[at:end]):
                return None  # so here: אמר בהתייחסו לתקלות שהתגלו כי …
        return who, begins, direct

    def _going_on(self, at: int, end: int, speaker: Speaker) -> Iterator[Quote]:
        """The rest of words that their speaker's name broke: "…", אמר X, "…"."""
        for a, b in self.marked:
            if at < a <= end and re.fullmatch(r"[^,.:;\"״”“„\n]*,\s*[\"״”“„]\s*", self.text[at:a]):
                yield self._said(a, b, speaker, direct=True, why="אחרי המירכאות")

    def _own_again(self, start: int, end: int, who: Speaker) -> re.Match[str] | None:
        """Where a sentence goes on with words of the same speaker: …, ולדבריו …."""
        found = re.compile(rf"(?<=, ){_HIS.pattern}").search(self.text, start, end)
        if not found or ITS[found["whose"]] != who.gender or self._in_marks(found.start()):
            return None
        return found if re.search(r"[א-ת]{2}", self.text[found.end() : end]) else None

    def _and_that(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut what was reported at each וכי: … כי …, וכי …."""
        for cut in re.finditer(r",\s+וכי\s+", self.text[start:end]):
            if not self._in_marks(start + cut.start()):
                yield start, start + cut.start()
                yield from self._and_that(start + cut.end(), end)
                return
        yield start, end

    def _content(self, verb: re.Match[str], end: int, *, ki_only: bool) -> tuple[int, int, bool] | None:
        """Where the naming ends and what was said begins, and whether it is quoted from its first word."""
        text = self.text
        for word in WORD.finditer(text, verb.end(), end):
            said, between = word[0], text[verb.end() : word.start()]
            if between.count(",") > 3 or re.search(r"[.;:]\s", between) or SOMEBODY_ELSE_SAYS.search(between):
                return None
            if VERB.search(self.text, verb.end(), word.start()):
                return None
            if any(a < word.start() < b for a, b in self.marked):
                continue
            begins = next((q for q in self.marked if word.start() <= q[0] <= word.end() + 1), None)
            if said == "כי":
                return word.start(), self._skip(word.end(), end), False
            if said[0] in '"״”“„' and begins:
                if between.strip() and not re.search(r"[,–-]\s*$", between):
                    continue  # the name of something: הודיעה מפלגת "הבית היהודי" כי
                return None if verb["verb"] in KI_ONLY and between.strip() else (word.start(), begins[0], True)
            if not ki_only and self._that(verb, word):
                inner = begins[0] if begins else word.start() + 1
                return word.start(), inner, False
        return None

    def _that(self, verb: re.Match[str], word: re.Match[str]) -> bool:
        """Whether what was said begins with the ש of a word: הודיע אמש שלא יתמודד."""
        acronym = word[0][1:2] in ('"', "״") and not self._in_marks(word.start() + 2)
        if verb["verb"] in KI_ONLY or acronym or not self.who.is_that(word[0], word.start()):
            return False
        between = self.text[verb.end() : word.start()]
        if between.rstrip().endswith(","):
            return not between.strip(" ,")
        return not OBJECT.search(between) and not NO_COMPLEMENT.search(between)

    def _in_marks(self, at: int) -> bool:
        return any(a <= at < b for a, b in self.marked)

    def _skip(self, at: int, end: int) -> int:
        return at + len(self.text[at:end]) - len(self.text[at:end].lstrip())

    def _just_before(self, at: int, start: int) -> tuple[int, int] | None:
        """The quoted words that end right before `at`: only a mark, a comma and spaces between.

        Words that neither begin the sentence nor end with a comma are a title: בספר "…" כתב.
        """
        for a, b in self.marked:
            between = self.text[b:at]
            if b <= at and _BETWEEN.fullmatch(between) and re.search(r"[\"״”]", between):
                before = self.text[start:a].rstrip(' "״”“„')
                long = len(self.text[a:b].split()) > 3 or bool(re.search(r"[,.:–—-]$", before))
                return (a, b) if not before or (long and re.search(r"[,.!?–-]", self.text[b - 1 : at])) else None
        return None

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
