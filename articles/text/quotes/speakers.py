"""Who speaks: the words before or after a verb, before a colon, or a pronoun, that name somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.text.quotes.quote import Speaker
from articles.text.quotes.verbs import DIRECT_ONLY, GENDER, VERB
from articles.text.quotes.words import (
    ADVERBS,
    LEADS,
    NAMES_WITH_PREFIX,
    NO_SPEAKERS,
    NOT_THAT,
    PARTS_OF_TITLES,
    PEOPLE,
    PRONOUNS,
    RELATIVE,
    ROLE,
    TIMES,
    TITLE,
    TITLE_OF_NAME,
    TITLES_WITH_SHIN,
    WORD,
)

LONGEST_SPEAKER = 9  # words
_PERSON = re.compile(PEOPLE)
_NO_SUBJECT = re.compile(r"(?<![א-ת])(?:לא|טרם|אינ[והםן]|אשר|כי|את|הוא|היא|ובו|ובה|ובהם)(?![א-ת])")
_AND_SOMEBODY = re.compile(r"\s+ו(?!ה|עד|עיד|תיק|שר|ראש|יו[\"״]ר|מנכ|חבר|דובר)[א-ת]{3,}(?=\s|$)")
_OTHER_CLAUSE = re.compile(r",\s+ו[א-ת]{3,}\s")
_AND_THEN = ("ואחר", "ואז", "ולאחר", "וכך", "ובכך", "ואף", "וגם")


class Speakers:
    """Sees who speaks in a paragraph's words; `last` is who was named last, None when that is in doubt."""

    def __init__(self, number: int, text: str, names: Sequence[tuple[int, int]], last: Speaker | None) -> None:
        self.number, self.text, self.names, self.last = number, text, names, last

    def turn_to(self, start: int, end: int) -> None:
        """Forget who spoke last when a sentence is about somebody else: its first words name another."""
        led = LEADS.match(self.text[start:end])
        begin = start + (led.end() if led else 0)
        named = next((b for a, b in self.names if begin <= a <= begin + 1), 0) or (
            begin + title.end() if (title := _PERSON.match(self.text[begin:end])) else 0
        )
        if named and self.last and not (self.last.paragraph == self.number and self.last.end > begin):
            self.last = None

    def of_head(self, at: int, stop: int) -> Speaker | None:
        """The speaker of the words before a colon; who said the first of several: דרעי אמר ש…, אך הוסיף:."""
        head = self.text[at:stop]
        verbs = list(VERB.finditer(self.text, at, stop))
        if re.search(r"(?<![א-ת])ו?נענ[הת]", head) or _OTHER_CLAUSE.search(
            self.text[verbs[-1].end() if verbs else at : stop]
        ):
            return None  # somebody else: שאל את השר ונענה; אמר כי …, ונתניהו השתיק אותו
        later = None
        for verb in reversed(verbs):
            clause = self.text[at : verb.start()].rpartition(",")[2].split()
            if clause and self.is_that(clause[0], verb.start()):
                return None  # of somebody that is told of: בן גביר, שאישרה הוועדה את מועמדותו
            if later and (GENDER[verb["verb"]] != GENDER[later["verb"]] or not self._goes_on(later)):
                return None
            if later and verb["verb"] in ("שאל", "שאלה", "שאלו", "תהה", "תהתה"):
                return None  # the one who was asked: שאל את לפיד, והשיב
            if speaker := self._of_verb(verb, at, stop):
                return speaker
            later = verb
        if later:
            return None
        led = LEADS.match(head)
        begin = led.end() if led else 0
        words = WORD.findall(head[begin:])
        if not 1 <= len(words) <= 6 or NO_SPEAKERS.match(head[begin:]) or "," in head[begin:]:
            return None
        if words[0] in PRONOUNS:
            return self.pronoun(PRONOUNS[words[0]])
        if not self._like_name(head[begin:].strip(), at + begin):
            return None
        return self.named(at + begin, at + begin + len(self._without_addressee(at + begin, head[begin:])), "")

    def _of_verb(self, verb: re.Match[str], start: int, stop: int) -> Speaker | None:
        """The speaker of a verb before a colon; before it when it has an object: כץ האשים את לפיד:."""
        if verb["verb"] in DIRECT_ONLY and (speaker := self.before_verb(verb, start, verb.start())):
            return speaker
        after = None if self.subject_before(verb, start) else self.after_verb(verb["verb"], verb.end(), stop)
        return after or self.before_verb(verb, start, verb.start())

    def _goes_on(self, verb: re.Match[str]) -> bool:
        """Whether a verb shares the subject of the verb before it: …, והוסיף; …, אך הבהיר."""
        return bool(verb["and"] or re.search(r"(?:ו|אך|אבל|וגם|אף)\s*$", self.text[: verb.start()][-8:]))

    def subject_before(self, verb: re.Match[str], start: int) -> bool:
        """Whether a pronoun or a known name stands right before a verb and begins its clause."""
        clause = re.split(r"[,;:.]", self.text[start : verb.start()])[-1]
        begin = verb.start() - len(clause.lstrip())
        if led := LEADS.match(clause.lstrip()):
            begin += led.end()
        subject = self.text[begin : verb.start()].strip()
        return subject in PRONOUNS or (begin, begin + len(subject)) in self.names

    def _like_name(self, text: str, at: int) -> bool:
        """Whether a head without a verb names somebody: a known name, a title, or two or three bare words."""
        if any(a < at + len(text) and b > at for a, b in self.names):
            return True
        words = text.split()
        if re.search(r"(?<![א-ת])(?:כי|ש[א-ת]{4,}|את|על)(?![א-ת])", text) and not _PERSON.match(text):
            return False
        if re.match(r"[בלמכ][-־א-ת]", words[0]) and not NAMES_WITH_PREFIX.match(words[0]) and len(words) > 1:
            return False
        titles = ("השר", "השרה", "הנשיא", "הנשיאה", "השופט", "השופטת", "הרב", 'ח"כ', 'ד"ר', "פרופ'", 'עו"ד', "ראש")
        return words[0] in titles or (len(words) <= 3 and not any(word.startswith("ה") for word in words[:1]))

    def after_verb(self, verb: str, at: int, stop: int) -> Speaker | None:
        """The speaker between a verb and what was said: אמר אתמול ראש הממשלה לעיתונאים כי."""
        if self.text[at:stop].lstrip().startswith(","):
            return None  # its subject went before: עם זאת, הוסיף, ממשלתו…
        begin = at + len(self.text[at:stop]) - len(self.text[at:stop].lstrip())
        if lead := TIMES.match(self.text[begin:stop] + " "):
            begin += min(lead.end(), stop - begin)
        chunk = self.text[begin:stop]
        if GENDER[verb] != "p":
            chunk = _AND_SOMEBODY.split(chunk)[0]
        chunk = self._without_relative(begin, re.split(r"\s*,|\s+כי\s", chunk)[0].rstrip())
        words = chunk.split()
        if not words or self.is_that(words[0], begin) or self._is_adverbial(words[0], begin):
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
            if any(a <= here < b for a, b in self.names):
                continue
            if re.match(
                r"(?:היום|אתמול|אמש|הבוקר|הערב|הלילה|השבוע|אחרי|לאחר|לפני|עם|על|אל|את|תוך|מול|כבר|אז|בתגובה|מוקדם|מאוחר|מיד|גם|עוד|שוב"
                r"|אף|לראשונה|כאשר|כש[א-ת]{3,}|עלי[וה]|עליהם|ול?הוסיפ?[א-ת]?|ו?תקפ?[א-ת]?)$",
                word[0],
            ):
                return chunk[: word.start()].rstrip()
            if (
                re.match(r"[בל](?:[-־]|[א-ת][א-ת\"״])", word[0])
                and not NAMES_WITH_PREFIX.match(word[0])
                and not TITLE.search(chunk[: word.start()])
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
        if any(a == at for a, _ in self.names) or NAMES_WITH_PREFIX.match(word):
            return False
        if ADVERBS.match(word):
            return True
        return bool(
            re.match(
                r"(?:[בל][-־]|עלי[וה]\b|עליהם|מצד|מציד|[בל][א-ת\"״'׳]{2,}|מה[א-ת]{2,}|על|אל|את|עם|כך|לו|לה|להם|לי|לנו|בין|תוך|כאילו|אתמול|היום|רק|לא|זאת|כן)",
                word,
            )
        ) and (
            not re.match(r"(?:על|את|עם|אל|כך|רק|לא|זאת|כן|תוך|בין)[א-ת]", word)
            or bool(re.match(r"[בלמ]|עלי[וה]|עליהם", word))
        )

    def before_verb(self, verb: re.Match[str], start: int, at: int) -> Speaker | None:
        """The speaker before a verb: פוטין אמר, שר החוץ פומפאו, אמר; the nearest clause that names one."""
        gender = GENDER[verb["verb"]]
        if verb["and"]:
            last = self.last
            if last and last.paragraph == self.number and start <= last.start and last.gender == gender:
                return last  # who said the first of the sentence
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
                if re.match(r"שב(?:ו|ה|הם|הן|מהלכ[וה])(?![א-ת])", chunk):
                    return None  # it says what was written or given: פרסם סרטון, שבו אמר
                continue  # a relative clause stands between the speaker and the verb
            described = self.text[start:at].rstrip().endswith(",") and ROLE.match(chunk)
            if described and (name := self._name_described(start, start + piece.start())):
                begin, chunk = name
            if lead := LEADS.match(chunk + " "):
                begin, chunk = begin + lead.end(), chunk[lead.end() :]
            return self._preposed(begin, chunk, gender)
        return None

    def _name_described(self, start: int, at: int) -> tuple[int, str] | None:
        """The name that a description between commas follows: חכים קפיני, תושב טייבה, אמר."""
        found = re.match(r"\s*([^,;:]+),\s*$", self.text[start:at])
        if not found:
            return None
        led = LEADS.match(found[1] + " ")
        begin, name = found.start(1) + (led.end() if led else 0), found[1][led.end() if led else 0 :].rstrip()
        if re.match(r"[בלמכו][-־א-ת]", name) and not NAMES_WITH_PREFIX.match(name):
            return None
        if 1 <= len(name.split()) <= 4 and (TITLE_OF_NAME.match(name) or not re.match(rf"ה[א-ת]|{ROLE.pattern}", name)):
            return start + begin, name
        return None

    def _preposed(self, at: int, chunk: str, gender: str) -> Speaker | None:
        chunk = re.sub(r"(?:\s+(?:גם|כבר|אף|עוד|אז|שוב|היום|אתמול|אמש|הבוקר|הערב|הלילה|השבוע))+$", "", chunk)
        words = chunk.split()
        if any(word in _AND_THEN for word in words) or (gender != "p" and _AND_SOMEBODY.search(chunk)):
            return None
        if not words or len(words) > 7 or NO_SPEAKERS.match(chunk):
            return None
        if words[0] in PRONOUNS:
            return self.pronoun(PRONOUNS[words[0]]) if len(words) <= 2 else None
        if self._is_adverbial(words[0], at) or _NO_SUBJECT.search(chunk):
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
        stop = re.search(r"\s*[,.;:\n]|\s+(?:כי|תוך|[–—-])\s|$", rest)
        chunk_end = at + (stop.start() if stop else len(rest))
        if not self.text[at:chunk_end].strip():
            return self.pronoun(GENDER[verb])
        return self.after_verb(verb, at, chunk_end)

    def named(self, start: int, end: int, gender: str) -> Speaker | None:
        text = self.text[start:end]
        start += len(text) - len(text.lstrip(" -–—"))
        end -= len(text) - len(text.rstrip(" ,-–—"))
        text = self.text[start:end]
        if len(text) < 2 or VERB.match(self.text, start) or re.search(r"\d{3}|^\d|[:;%]|^[^\w\"״]", text):
            return None
        last = text.split()[-1]
        if " " in text and self.is_that(last, start + text.rindex(last)):
            return None  # a clause begins: ישראל ביתנו שטרם
        if len(re.findall(r"(?<![א-ת])[\"״”“„]|[\"״”“„](?![א-ת])", text)) % 2:
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
