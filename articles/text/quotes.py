"""Who said what: what a text quotes or reports, and the words that name the speaker. Pure.

    אמר X כי …     X אמר ש…     X: "…"     "…", אמר X     לדברי X, …     לדבריו, … (the last speaker, when sure)

What is not sure is left out. Offsets count the code points of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.text.sentences import sentences

VERSION = 1  # raised when what is found changes; archives then read their articles anew


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paragraph (`start` to `end`) said by whom `speaker_start` to `speaker_end` of paragraph `named` names.

    `direct` when they stand between quotation marks; `why` says in Hebrew how the speaker is known.
    """

    paragraph: int
    start: int
    end: int
    named: int
    speaker_start: int
    speaker_end: int
    direct: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who was named last: where, and whether a man, a woman or several (`m`, `f`, `p`; empty when not known)."""

    paragraph: int
    start: int
    end: int
    gender: str


def _words(text: str) -> list[str]:
    return text.split()


_MASCULINE = _words(
    """
    אמר הוסיף הודיע טען הצהיר הדגיש סיכם הסביר ציין הבהיר הגיב השיב כתב סיפר מסר הזהיר הכריז ענה הוסיפ
    אישר הודה המשיך גרס התריע הבטיח תיאר פירט איים התלונן הצטער קרא תקף שאל תהה לעג בירך שיבח צעק לחש
    """
)
_FEMININE = _words(
    """
    אמרה הוסיפה הודיעה טענה הצהירה הדגישה סיכמה הסבירה ציינה הבהירה הגיבה השיבה כתבה סיפרה מסרה הזהירה
    הכריזה ענתה אישרה הודתה המשיכה גרסה התריעה הבטיחה תיארה פירטה איימה התלוננה הצטערה קראה תקפה שאלה
    תהתה לעגה בירכה שיבחה צעקה לחשה
    """
)
_PLURAL = _words(
    """
    אמרו הוסיפו הודיעו טענו הצהירו הדגישו סיכמו הסבירו ציינו הבהירו הגיבו השיבו כתבו סיפרו מסרו הזהירו
    הכריזו ענו אישרו הודו המשיכו גרסו התריעו הבטיחו תיארו איימו התלוננו קראו תקפו שאלו תהו לעגו בירכו
    שיבחו צעקו
    """
)
_GENDER = dict.fromkeys(_MASCULINE, "m") | dict.fromkeys(_FEMININE, "f") | dict.fromkeys(_PLURAL, "p")
_DIRECT_ONLY = frozenset(
    _words(
        """
    קרא קראה קראו איים איימה המשיך המשיכה המשיכו תיאר תיארה תיארו פירט פירטה התלונן התלוננה הצטער הצטערה
    הגיב הגיבה הגיבו תקף תקפה תקפו שאל שאלה שאלו תהה תהתה תהו לעג לעגה לעגו בירך בירכה בירכו שיבח שיבחה
    שיבחו צעק צעקה צעקו לחש לחשה
    """
    )
)
_KI_ONLY = {"אישר", "אישרה", "אישרו", "כתב", "כתבה", "כתבו", "מסר", "מסרה", "מסרו", "סיכם", "סיכמה", "סיכמו"}
_VERB = re.compile(
    rf"(?<![א-ת\"״'׳])(?P<and>ו?)(?P<verb>{'|'.join(sorted(_GENDER, key=len, reverse=True))})(?![א-ת\"״'׳])"
)
_WORD = re.compile(r"[^\s,;:()]+")
_TIMES = re.compile(
    r"^(?:(?:היום|אתמול|אמש|הלילה|הבוקר|הערב|השבוע|שלשום|החודש|השנה|אז|כבר|גם|עוד|שוב|בתוקף|בעבר|לאחרונה|אחר\s+כך"
    r"|ביום\s+(?:ראשון|שני|שלישי|רביעי|חמישי|שישי)|בשבוע\s+שעבר|לפני\s+\S+)(?:\s*\([^)]*\))?[\s,]+)+"
)
_LEADS = re.compile(
    r"^(?:(?:כמו\s+כן|בתוך\s+כך|יתרה\s+מזאת|יתרה\s+מכך|לעומת\s+זאת|מנגד|עם\s+זאת|בנוסף|עוד|אולם|אבל|אך|לעומתו|לעומתה|בתגובה"
    r"|מצדו|מצידו|מצדה|ואילו|גם|בהמשך|לבסוף|אתמול|היום|אמש|הבוקר|הערב|הלילה|השבוע|לדבריהם|כאמור|בינתיים|בפתח\s+הישיבה|אז)"
    r"[\s,]+)+"
)
_TITLES_WITH_SHIN = _words(
    """
    שר שרת שרי שרים שרות שופט שופטת שופטי שגריר שגרירת שמעון שמואל שרון שלמה שלום שקד שטרן שפירא שטייניץ
    שרה שירה שאול שי שלי שחר ששון שמחה שרנסקי שוורץ שושנה שולץ שמיר שפיר שלח שטרית שיין שי שגיא שבתאי
    שירן שיר שקל שוקן שליחת שליח שמאי שיפר שר"י
    """
)
_NAMES_WITH_PREFIX = re.compile(
    r"(?:בנימין|בני|בן|בנט|בולטון|ביידן|ברק|ברקת|בוגי|ביבי|בר|בכיר|בכירה|בכירים|בית|ברנע|בגין|בצלאל|ברלוסקוני|בראל|בוריס"
    r"|לפיד|לביא|לוי|ליברמן|לבני|לאה|לירון|ליאור|לימור|לשכת|לוין|לברוב|לוקשנקו"
    r"|מיכל|מרב|מרים|משה|מירי|מנחם|מאיר|מרגלית|מקרון|מרקל|מדבדב|מנכ[\"״]ל|מנכ[\"״]לית|מזכיר|מזכירת|מפקד|מפקדת|מנהל|מנהלת|מבקר"
    r"|מבקרת|מאמן|מאמנת|מומחה|מומחית|מקור|מקורות|משרד|משטרת|מחבר|מחברת|מארגן|מארגנת|מתאם|מ[\"״]מ|מייק|מוחמד|מחמוד|מלך|מלכת"
    r"|מועצת|מפלגת|מפכ[\"״]ל|מצביא|מורה|מטפל|מנהיג|מנהיגת|מנהלי|ממלא|ממלאת|מתמודד|מחלקת|מהנדס|מהנדסת|מרטין|מקורביו|מעצב|מעצבת)"
    r"(?![א-ת])"
)
_NOT_THAT = re.compile(
    r"(?:של|שלו|שלה|שלהם|שלהן|שלי|שלנו|שלך|שנים|שני|שניים|שתי|שתיים|שלוש[א-ת]*|שש|ששת|שישה|שבע[א-ת]{0,2}|שמונה|שמונת|שבוע[א-ת]*"
    r"|שנה|שנת|שנות|שעה|שעות|שעת|שם|שמו|שמה|שוב|שגרירות[א-ת]*|שישי|שבת|שבועות|שלב[א-ת]*|שטח[א-ת]*|שיחה|שיחת|שכונת|שירות[א-ת]*"
    r"|שלטון|שלטונות|שוטר[א-ת]*|שותפ[א-ת]*|שכן|שכנה|שכנים|שחקן|שחקנית|שדר[א-ת]*|שליט|שבוי|שיקול[א-ת]*|שינוי[א-ת]*|שיתוף[א-ת]*)(?![א-ת])"
)
_TITLE = re.compile(r"(?:של|ד[\"״]ר|פרופ['׳]|עו[\"״]ד|מר|גב['׳]|הרב|הרבנית|השר|השרה|ח[\"״]כ)\s+$")
_BETWEEN = re.compile(r"\s*[\"״”.!?]?\s*[\"״”]?\s*[,.–-]?\s*")
_RELATIVE = re.compile(r"\s(?:ש[א-ת]{3,}|אשר)(?=\s|$)")
_PARTS_OF_TITLES = frozenset(
    _words(
        """
    לשעבר לביטחון לאומי לאומית לענייני למדע לפנים לחוץ לכלכלה לממשלה בכיר בכירה לפיתוח לאיכות לנושאי
    להגנת לשוויון למשפטים ליחסים לספרות להיסטוריה באוניברסיטת בדימוס לבריאות לשירותי לחינוך לתרבות
    לקליטה בינלאומי בינלאומית בפועל
    """
    )
)
_PRONOUNS = {"הוא": "m", "היא": "f", "הם": "p", "הן": "p", "השניים": "", "זה": "", "זו": "", "הדבר": ""}
_NO_SPEAKERS = re.compile(
    r"^(?:מן|הנימוק|השאלה|התשובה|המסקנה|הכותרת|הסיבה|התוצאה|הטענה|המסר|ההודעה|הבעיה|הלקח|הפתרון|השורה|התנאי|המטרה|ההסבר|לשון|"
    r"נוסח|המשפט|הציטוט|השיר|הכתובת|השלט|הסיסמה|הפרטים|זה|זו|כך|למשל|לדוגמה|כלומר|לסיכום|בקיצור|עובדה|דבר|איש|אף|מישהו|"
    r"אחת|לא|כל|אין|יש|מה|מי|רק|אם|כאשר|אחרי|לאחר|לפני|כדי|בין|על|אל|את|של|עם|כפי|כך|עוד|עדכון|תמונה|צילום|בכתבה|בהודעה|"
    r"בשלט|במכתב|שם|כאן|לכן|משום|מפני|כיוון|ואז|אז|שוב)(?![א-ת])"
)
_IN_QUOTES = re.compile(r"[\"״”“„]")
_SAYING = re.compile(r"(?<![א-ת])(?:ל|על\s+פי\s+|לפי\s+)דברי\s+(?P<speaker>[^,.:;\n]{2,70}?)\s*,\s*(?=\S)")
_HIS = re.compile(r"(?<![א-ת])לדברי(?P<whose>ו|ה|הם|הן)(?![א-ת])\s*,?\s*(?=\S)")
_ITS = {"ו": "m", "ה": "f", "הם": "p", "הן": "p"}
LONGEST_SPEAKER = 9  # words


def quotes(paragraphs: Sequence[str], names: Sequence[Sequence[tuple[int, int]]] = ()) -> list[Quote]:
    """Return the quotes of an article's paragraphs in order, those that overlap an earlier one left out.

    `names` holds for each paragraph the places of people and bodies known to be named there: they help to see where a
    speaker's name begins, and are not needed.
    """
    found: list[Quote] = []
    last: _Speaker | None = None
    for number, text in enumerate(paragraphs):
        known = names[number] if number < len(names) else ()
        reader = _Reader(number, text, known, last)
        found += reader.read()
        last = reader.last
    return found


def quoted(text: str) -> list[tuple[int, int]]:
    """Return the places of what stands between quotation marks, the marks and the spaces beside them left out.

    A mark between Hebrew letters belongs to an acronym (ארה"ב), unless it follows prefix letters and opens a word
    (ו"פועלות).
    """
    spans: list[tuple[int, int]] = []
    opened = -1
    for mark in _IN_QUOTES.finditer(text):
        at = mark.start()
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if _letter(before) and _letter(after) and not _opens_word(text, at):
            continue
        if opened < 0:
            if (after and not re.match(r"[.,;:!?)\s]", after)) or (after == " " and not _letter(before)):
                opened = at
            continue
        inner = text[opened + 1 : at]
        if "\n" in inner or len(inner.strip()) < 2:
            opened = at if after and not after.isspace() else -1
            continue
        start = opened + 1 + len(inner) - len(inner.lstrip())
        spans.append((start, start + len(inner.strip())))
        opened = -1
    return spans


def _letter(text: str) -> bool:
    return bool(text) and ("א" <= text <= "ת" or text.isalpha())


def _opens_word(text: str, at: int) -> bool:
    return bool(re.search(r"(?<![א-ת\"״])(?:ו?[שהבכלמ]?[הבכלמ]?|ו|ש|כש|מה)$", text[max(0, at - 4) : at])) and bool(
        re.match(r"[א-ת]{2}", text[at + 1 : at + 3]) and _closes_later(text, at)
    )


def _closes_later(text: str, at: int) -> bool:
    return bool(re.search(r"[\"״”](?![א-ת])", text[at + 2 :]))


class _Reader:
    """Reads one paragraph; `last` is who spoke last, None when that is in doubt."""

    def __init__(self, number: int, text: str, names: Sequence[tuple[int, int]], last: _Speaker | None) -> None:
        self.number, self.text, self.names, self.last = number, text, names, last
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
        yield from self._by_colon(start, end)
        yield from self._sayings(start, end)
        for verb in _VERB.finditer(self.text, start, end):
            if any(a <= verb.start() < b for a, b in self.marked):
                continue
            yield from self._by_verb(verb, start, end)

    # X: "…"

    def _by_colon(self, start: int, end: int) -> Iterator[Quote]:
        for a, b in self.marked:
            lead = re.search(r"([^:\n]{2,90}?)\s*:\s*[\"״”“„]\s*$", self.text[start:a]) if start <= a < end else None
            if not lead:
                continue
            head_start, head = start + lead.start(1), lead[1]
            cut = max((m.end() for m in re.finditer(r"[.!?]\s", head)), default=0)
            head_start, head = head_start + cut, head[cut:]
            speaker = self._of_head(head_start, head)
            if speaker:
                yield self._said(a, b, speaker, direct=True, why="לפני נקודתיים ומירכאות")

    def _of_head(self, at: int, head: str) -> _Speaker | None:
        verb = next(iter(_VERB.finditer(head)), None)
        if verb:
            return self._after_verb(verb["verb"], at + verb.end(), at + len(head)) or self._before_verb(
                verb, at, at + verb.start()
            )
        led = _LEADS.match(head)
        begin = led.end() if led else 0
        words = _WORD.findall(head[begin:])
        if not 1 <= len(words) <= 6 or _NO_SPEAKERS.match(head[begin:]) or "," in head[begin:]:
            return None
        if words[0] in _PRONOUNS:
            return self._pronoun(_PRONOUNS[words[0]])
        return (
            self._named(at + begin, at + len(head), "") if self._like_name(head[begin:].strip(), at + begin) else None
        )

    def _like_name(self, text: str, at: int) -> bool:
        """Whether a head without a verb names somebody: a known name, a title, or two or three bare words."""
        if any(a < at + len(text) and b > at for a, b in self.names):
            return True
        words = text.split()
        titles = ("השר", "השרה", "הנשיא", "הנשיאה", "השופט", "השופטת", "הרב", 'ח"כ', 'ד"ר', "פרופ'", 'עו"ד', "ראש")
        return words[0] in titles or (len(words) <= 3 and not any(word.startswith("ה") for word in words[:1]))

    # לדברי X, … and לדבריו, …

    def _sayings(self, start: int, end: int) -> Iterator[Quote]:
        for match in _SAYING.finditer(self.text, start, end):
            speaker = self._named(match.start("speaker"), match.end("speaker"), "")
            if speaker and len(match["speaker"].split()) <= LONGEST_SPEAKER:
                yield self._reported(match.end(), end, speaker, "לדברי")
        for match in _HIS.finditer(self.text, start, end):
            if any(a <= match.start() < b for a, b in self.marked):
                continue
            speaker = self._pronoun(_ITS[match["whose"]])
            if not speaker:
                continue
            rest = self.text[match.end() : end]
            if match.start() == start or re.match(r"\s*,", self.text[match.end() - 2 : match.end()]):
                yield self._reported(match.end(), end, speaker, "לדבריו: הדובר האחרון")
            elif before := self._just_before(match.start()):
                yield self._said(*before, speaker, direct=True, why="לדבריו: הדובר האחרון")
            elif len(rest) > 10:
                yield self._reported(match.end(), end, speaker, "לדבריו: הדובר האחרון")

    # Verbs

    def _by_verb(self, verb: re.Match[str], start: int, end: int) -> Iterator[Quote]:
        text, said = self.text, verb["verb"]
        if before := self._just_before(verb.start()):
            speaker = self._until_stop(said, verb.end(), end)
            if speaker:
                yield self._said(*before, speaker, direct=True, why="אחרי המירכאות")
            return
        content = self._content(verb, end)
        if content is None or (said in _DIRECT_ONLY and not content[2]):
            return
        at, begins, direct = content
        who = self._after_verb(said, verb.end(), at) or self._before_verb(verb, start, verb.start())
        if who is None:
            return
        stop = end
        following = [
            m.start() for m in _VERB.finditer(text, begins, end) if m["and"] and _GENDER[m["verb"]] == who.gender
        ]
        inside = [next((q for q in self.marked if q[0] <= f < q[1]), None) for f in following]
        free = [
            f for f, q in zip(following, inside, strict=True) if q is None and re.search(r"(?:כי|ש\S+)\s", text[f:end])
        ]
        if free:
            stop = free[0]
        yield self._reported(begins, stop, who, "פועל אמירה", direct=direct)

    def _content(self, verb: re.Match[str], end: int) -> tuple[int, int, bool] | None:
        """Where the naming ends and what was said begins, and whether it is quoted from its first word."""
        text = self.text
        for word in _WORD.finditer(text, verb.end(), end):
            said = word[0]
            if text[verb.end() : word.start()].count(",") > 3 or re.search(r"[.;]\s", text[verb.end() : word.start()]):
                return None
            begins = next((q for q in self.marked if word.start() <= q[0] <= word.end() + 1), None)
            if said == "כי":
                return word.start(), self._skip(word.end(), end), False
            if said[0] in '"״”“„' and begins:
                return word.start(), begins[0], True
            if self._is_that(said, word.start()) and verb["verb"] not in _KI_ONLY:
                inner = begins[0] if begins else word.start() + 1
                return word.start(), inner, False
        return None

    def _skip(self, at: int, end: int) -> int:
        return at + len(self.text[at:end]) - len(self.text[at:end].lstrip())

    def _is_that(self, word: str, at: int) -> bool:
        """Whether a word begins with the ש of what is said: שיש, שהכוחות; not שר, not שמעון."""
        if word[0] != "ש" or len(word) < 3 or word.strip('"״,.') in _TITLES_WITH_SHIN:
            return False
        return not _NOT_THAT.match(word) and not any(a <= at < b for a, b in self.names)

    def _after_verb(self, verb: str, at: int, stop: int) -> _Speaker | None:
        """The speaker between a verb and what was said: אמר אתמול ראש הממשלה לעיתונאים כי."""
        begin = at + len(self.text[at:stop]) - len(self.text[at:stop].lstrip(" ,"))
        if lead := _TIMES.match(self.text[begin:stop] + " "):
            begin += min(lead.end(), stop - begin)
        chunk = self.text[begin:stop]
        chunk = self._without_relative(begin, re.split(r"\s*,", chunk)[0].rstrip())
        words = chunk.split()
        if not words:
            return None
        if self._is_adverbial(words[0], begin):
            return None
        kept = self._without_addressee(begin, chunk)
        if words[0] in _PRONOUNS:
            return self._pronoun(_PRONOUNS[words[0]]) if len(kept.split()) == 1 else None
        if not 1 <= len(kept.split()) <= LONGEST_SPEAKER or _NO_SPEAKERS.match(kept):
            return None
        return self._named(begin, begin + len(kept), _GENDER[verb])

    def _without_relative(self, at: int, chunk: str) -> str:
        """Cut the clause that says more of a speaker: קצין ששירת שם."""
        for match in _RELATIVE.finditer(chunk):
            word = chunk[match.start() + 1 :].split()[0]
            if word == "אשר" or self._is_that(word, at + match.start() + 1):
                return chunk[: match.start()].rstrip()
        return chunk

    def _without_addressee(self, at: int, chunk: str) -> str:
        """Cut a speaker's words where they turn to whom, where or when: פומפאו לכתבים בקהיר."""
        for word in list(_WORD.finditer(chunk))[1:]:
            here = at + word.start()
            if any(a <= here < b for a, b in self.names) or _TITLE.search(chunk[: word.start()]):
                continue
            if re.match(
                r"(?:היום|אתמול|אמש|הבוקר|הערב|הלילה|השבוע|אחרי|לאחר|לפני|עם|על|אל|את|תוך|מול|כבר|אז|בתגובה)$", word[0]
            ):
                return chunk[: word.start()].rstrip()
            if (
                re.match(r"[בל][א-ת]{2}", word[0])
                and not _NAMES_WITH_PREFIX.match(word[0])
                and not self._in_title(chunk, word)
            ):
                return chunk[: word.start()].rstrip()
        return chunk

    def _in_title(self, chunk: str, word: re.Match[str]) -> bool:
        """Whether a word with ל or ב belongs to a title: היועץ לביטחון לאומי, השר לשעבר, הממונה על."""
        before = chunk[: word.start()].split()
        return word[0] in _PARTS_OF_TITLES and bool(before)

    def _is_adverbial(self, word: str, at: int) -> bool:
        """Whether what follows the verb is no speaker but to whom, where or how it was said."""
        if any(a == at for a, _ in self.names):
            return False
        if _NAMES_WITH_PREFIX.match(word):
            return False
        return bool(
            re.match(
                r"(?:[בל][א-ת\"״'׳]{2,}|מה[א-ת]{2,}|על|אל|את|עם|כך|לו|לה|להם|לי|לנו|בין|תוך|כאילו|אתמול|היום|רק|לא|זאת|כן)",
                word,
            )
        ) and (not re.match(r"(?:על|את|עם|אל|כך|רק|לא|זאת|כן|תוך|בין)[א-ת]", word) or bool(re.match(r"[בלמ]", word)))

    def _before_verb(self, verb: re.Match[str], start: int, at: int) -> _Speaker | None:
        """The speaker before a verb: פוטין אמר, שר החוץ פומפאו, אמר; the nearest clause that names one."""
        gender = _GENDER[verb["verb"]]
        if verb["and"]:
            return self._subject(start, at, gender)
        pieces = list(re.finditer(r"[^,;:–]+", self.text[start:at]))
        for piece in reversed(pieces[-3:]):
            begin = start + piece.start() + len(piece[0]) - len(piece[0].lstrip())
            chunk = piece[0].strip()
            if not chunk or re.match(r"(?:כש[א-ת]*|אשר)\s", chunk) or self._is_that(chunk.split()[0], begin):
                continue  # a relative clause stands between the speaker and the verb
            if lead := _LEADS.match(chunk + " "):
                begin, chunk = begin + lead.end(), chunk[lead.end() :]
            return self._preposed(begin, chunk, gender)
        return None

    def _preposed(self, at: int, chunk: str, gender: str) -> _Speaker | None:
        words = chunk.split()
        if not words or len(words) > 7 or _NO_SPEAKERS.match(chunk):
            return None
        if words[0] in _PRONOUNS:
            return self._pronoun(_PRONOUNS[words[0]]) if len(words) <= 2 else None
        if self._is_adverbial(words[0], at) or re.search(r"(?<![א-ת])(?:לא|אשר|כי|את|הוא|היא)(?![א-ת])", chunk):
            return None
        if re.match(r"[ו][א-ת]{3,}", words[0]) and not any(a <= at < b for a, b in self.names):
            return None
        return self._named(at, at + len(chunk), gender)

    def _subject(self, start: int, at: int, gender: str) -> _Speaker | None:
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
        return self._named(first[0], first[1], gender)

    def _until_stop(self, verb: str, at: int, end: int) -> _Speaker | None:
        """The speaker after a quote and its verb: …", אמרה נוהא עבד אל-סתאר, מרצה."""
        rest = self.text[at:end]
        stop = re.search(r"\s*[,.;:\n]|\s+(?:כי|תוך)\s|$", rest)
        chunk_end = at + (stop.start() if stop else len(rest))
        if not self.text[at:chunk_end].strip():
            return self._pronoun(_GENDER[verb])
        return self._after_verb(verb, at, chunk_end)

    def _just_before(self, at: int) -> tuple[int, int] | None:
        """The quoted words that end right before `at`: only a mark, a comma and spaces between."""
        return next(
            ((a, b) for a, b in self.marked if b <= at and _BETWEEN.fullmatch(self.text, b, at)
             and re.search(r"[\"״”]", self.text[b:at])), None,
        )  # fmt: skip

    # What comes out

    def _named(self, start: int, end: int, gender: str) -> _Speaker | None:
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip(" ,"))
        if end - start < 2 or _VERB.match(self.text, start) or re.search(r"\d{3}|[\"״”](?!\S)", self.text[start:end]):
            return None
        self.last = _Speaker(self.number, start, end, gender)
        return self.last

    def _pronoun(self, gender: str) -> _Speaker | None:
        """The last speaker, when one was named here or in the paragraph before, and the genders do not clash."""
        last = self.last
        if last is None or self.number - last.paragraph > 1:
            return None
        if gender and last.gender and gender != last.gender:
            return None
        return last

    def _said(self, start: int, end: int, speaker: _Speaker, *, direct: bool, why: str) -> Quote:
        return Quote(self.number, start, end, speaker.paragraph, speaker.start, speaker.end, direct, why)

    def _reported(self, start: int, end: int, speaker: _Speaker, why: str, *, direct: bool = False) -> Quote:
        start = self._skip(start, end)
        text = self.text[start:end].rstrip()
        inside = [(a, b) for a, b in self.marked if start < a <= start + 2 and b < end]
        if inside and not re.search(r"\w", self.text[inside[0][1] : end]):
            return self._said(*inside[0], speaker, direct=True, why=why)
        if direct and (span := next(((a, b) for a, b in self.marked if a == start), None)):
            return self._said(*span, speaker, direct=True, why=why)
        kept = text.rstrip(' .,;"״”') if not re.search(r"[\"״”]\s*[.,]?\s*$", text) else text.rstrip(" .,;")
        return self._said(start, start + max(len(kept), 1), speaker, direct=False, why=why)


def within(found: Sequence[Quote], paragraph: int) -> list[Quote]:
    """Return the quotes of one paragraph, their paragraph numbered 0."""
    return [replace(one, paragraph=0) for one in found if one.paragraph == paragraph]
