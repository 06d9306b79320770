"""Who speaks: the words before or after a verb, before a colon, or a pronoun, that name somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.text.quotes.quote import Speaker
from articles.text.quotes.verbs import GENDER, VERB
from articles.text.quotes.words import (
    LEADS,
    NAMES_WITH_PREFIX,
    NO_SPEAKERS,
    NOT_THAT,
    PARTS_OF_TITLES,
    PRONOUNS,
    RELATIVE,
    TIMES,
    TITLE,
    TITLES_WITH_SHIN,
    WORD,
)

LONGEST_SPEAKER = 9  # words


class Speakers:
    """Sees who speaks in a paragraph's words; `last` is who was named last, None when that is in doubt."""

    def __init__(self, number: int, text: str, names: Sequence[tuple[int, int]], last: Speaker | None) -> None:
        self.number, self.text, self.names, self.last = number, text, names, last

    def of_head(self, at: int, head: str) -> Speaker | None:
        verb = next(iter(VERB.finditer(head)), None)
        if verb:
            return self.after_verb(verb["verb"], at + verb.end(), at + len(head)) or self.before_verb(
                verb, at, at + verb.start()
            )
        led = LEADS.match(head)
        begin = led.end() if led else 0
        words = WORD.findall(head[begin:])
        if not 1 <= len(words) <= 6 or NO_SPEAKERS.match(head[begin:]) or "," in head[begin:]:
            return None
        if words[0] in PRONOUNS:
            return self.pronoun(PRONOUNS[words[0]])
        return self.named(at + begin, at + len(head), "") if self._like_name(head[begin:].strip(), at + begin) else None

    def _like_name(self, text: str, at: int) -> bool:
        """Whether a head without a verb names somebody: a known name, a title, or two or three bare words."""
        if any(a < at + len(text) and b > at for a, b in self.names):
            return True
        words = text.split()
        titles = ("השר", "השרה", "הנשיא", "הנשיאה", "השופט", "השופטת", "הרב", 'ח"כ', 'ד"ר', "פרופ'", 'עו"ד', "ראש")
        return words[0] in titles or (len(words) <= 3 and not any(word.startswith("ה") for word in words[:1]))

    def after_verb(self, verb: str, at: int, stop: int) -> Speaker | None:
        """The speaker between a verb and what was said: אמר אתמול ראש הממשלה לעיתונאים כי."""
        begin = at + len(self.text[at:stop]) - len(self.text[at:stop].lstrip(" ,"))
        if lead := TIMES.match(self.text[begin:stop] + " "):
            begin += min(lead.end(), stop - begin)
        chunk = self.text[begin:stop]
        chunk = self._without_relative(begin, re.split(r"\s*,", chunk)[0].rstrip())
        words = chunk.split()
        if not words:
            return None
        if self._is_adverbial(words[0], begin):
            return None
        kept = self._without_addressee(begin, chunk)
        if words[0] in PRONOUNS:
            return self.pronoun(PRONOUNS[words[0]]) if len(kept.split()) == 1 else None
        if not 1 <= len(kept.split()) <= LONGEST_SPEAKER or NO_SPEAKERS.match(kept):
            return None
        return self.named(begin, begin + len(kept), GENDER[verb])

    def _without_relative(self, at: int, chunk: str) -> str:
        """Cut the clause that says more of a speaker: קצין ששירת שם."""
        for match in RELATIVE.finditer(chunk):
            word = chunk[match.start() + 1 :].split()[0]
            if word == "אשר" or self.is_that(word, at + match.start() + 1):
                return chunk[: match.start()].rstrip()
        return chunk

    def _without_addressee(self, at: int, chunk: str) -> str:
        """Cut a speaker's words where they turn to whom, where or when: פומפאו לכתבים בקהיר."""
        for word in list(WORD.finditer(chunk))[1:]:
            here = at + word.start()
            if any(a <= here < b for a, b in self.names) or TITLE.search(chunk[: word.start()]):
                continue
            if re.match(
                r"(?:היום|אתמול|אמש|הבוקר|הערב|הלילה|השבוע|אחרי|לאחר|לפני|עם|על|אל|את|תוך|מול|כבר|אז|בתגובה)$", word[0]
            ):
                return chunk[: word.start()].rstrip()
            if (
                re.match(r"[בל][א-ת]{2}", word[0])
                and not NAMES_WITH_PREFIX.match(word[0])
                and not self._in_title(chunk, word)
            ):
                return chunk[: word.start()].rstrip()
        return chunk

    def _in_title(self, chunk: str, word: re.Match[str]) -> bool:
        """Whether a word with ל or ב belongs to a title: היועץ לביטחון לאומי, השר לשעבר, הממונה על."""
        before = chunk[: word.start()].split()
        return word[0] in PARTS_OF_TITLES and bool(before)

    def _is_adverbial(self, word: str, at: int) -> bool:
        """Whether what follows the verb is no speaker but to whom, where or how it was said."""
        if any(a == at for a, _ in self.names):
            return False
        if NAMES_WITH_PREFIX.match(word):
            return False
        return bool(
            re.match(
                r"(?:[בל][א-ת\"״'׳]{2,}|מה[א-ת]{2,}|על|אל|את|עם|כך|לו|לה|להם|לי|לנו|בין|תוך|כאילו|אתמול|היום|רק|לא|זאת|כן)",
                word,
            )
        ) and (not re.match(r"(?:על|את|עם|אל|כך|רק|לא|זאת|כן|תוך|בין)[א-ת]", word) or bool(re.match(r"[בלמ]", word)))

    def before_verb(self, verb: re.Match[str], start: int, at: int) -> Speaker | None:
        """The speaker before a verb: פוטין אמר, שר החוץ פומפאו, אמר; the nearest clause that names one."""
        gender = GENDER[verb["verb"]]
        if verb["and"]:
            return self._subject(start, at, gender)
        pieces = list(re.finditer(r"[^,;:–]+", self.text[start:at]))
        for piece in reversed(pieces[-3:]):
            begin = start + piece.start() + len(piece[0]) - len(piece[0].lstrip())
            chunk = piece[0].strip()
            if (
                not chunk
                or re.match(r"(?:כש[א-ת]*|אשר|ה[א-ת]+\s+את)\s", chunk)
                or self.is_that(chunk.split()[0], begin)
            ):
                continue  # a relative clause stands between the speaker and the verb
            if lead := LEADS.match(chunk + " "):
                begin, chunk = begin + lead.end(), chunk[lead.end() :]
            return self._preposed(begin, chunk, gender)
        return None

    def _preposed(self, at: int, chunk: str, gender: str) -> Speaker | None:
        words = chunk.split()
        if not words or len(words) > 7 or NO_SPEAKERS.match(chunk):
            return None
        if words[0] in PRONOUNS:
            return self.pronoun(PRONOUNS[words[0]]) if len(words) <= 2 else None
        if self._is_adverbial(words[0], at) or re.search(r"(?<![א-ת])(?:לא|אשר|כי|את|הוא|היא)(?![א-ת])", chunk):
            return None
        if re.match(r"[ו][א-ת]{3,}", words[0]) and not any(a <= at < b for a, b in self.names):
            return None
        return self.named(at, at + len(chunk), gender)

    def _subject(self, start: int, at: int, gender: str) -> Speaker | None:
        """The subject of a sentence that goes on with ואמר: a known name near its head, not after a preposition."""
        first = next(((a, b) for a, b in self.names if start <= a < at), None)
        if first is None or len(self.text[start : first[0]].split()) > 3:
            return None
        lead = self.text[start : first[0]]
        if re.search(r"(?:[א-ת]|(?<![א-ת])(?:את|של|עם|על|אל|בין))\s*$", lead) and not re.search(
            r"[א-ת]\s$",
            lead,
        ):
            return None
        if re.search(r"(?<![א-ת])(?:את|של|עם|על|אל|בין)\s$|[א-ת]$", lead):
            return None
        return self.named(first[0], first[1], gender)

    def until_stop(self, verb: str, at: int, end: int) -> Speaker | None:
        """The speaker after a quote and its verb: …", אמרה נוהא עבד אל-סתאר, מרצה."""
        rest = self.text[at:end]
        stop = re.search(r"\s*[,.;:\n]|\s+(?:כי|תוך)\s|$", rest)
        chunk_end = at + (stop.start() if stop else len(rest))
        if not self.text[at:chunk_end].strip():
            return self.pronoun(GENDER[verb])
        return self.after_verb(verb, at, chunk_end)

    def named(self, start: int, end: int, gender: str) -> Speaker | None:
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip(" ,"))
        if end - start < 2 or VERB.match(self.text, start) or re.search(r"\d{3}|[\"״”](?!\S)", self.text[start:end]):
            return None
        self.last = Speaker(self.number, start, end, gender)
        return self.last

    def pronoun(self, gender: str) -> Speaker | None:
        """The last speaker, when one was named here or in the paragraph before, and the genders do not clash."""
        last = self.last
        if last is None or self.number - last.paragraph > 1:
            return None
        if gender and last.gender and gender != last.gender:
            return None
        return last

    def is_that(self, word: str, at: int) -> bool:
        """Whether a word begins with the ש of what is said: שיש, שהכוחות; not שר, not שמעון."""
        if word[0] != "ש" or len(word) < 3 or word.strip('"״,.') in TITLES_WITH_SHIN:
            return False
        return not NOT_THAT.match(word) and not any(a <= at < b for a, b in self.names)
