"""In which encoding a Hebrew file is written: decided by its bytes, or refused as undecided. Never a guess stored."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import chardet

from articles.hebrew.letters import FINALS, LETTERS
from articles.text.visual import is_visual

_CHUNK: Final = 2**20
_SAMPLE: Final = 256 * 1024
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD_HEBREW: Final = ("cp1255", "cp862")
_FINAL: Final = "".join(FINALS)
_HEBREW: Final = re.compile(f"[{LETTERS}{_FINAL}]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_FINAL_AT_END: Final = re.compile(f"(?<=[{LETTERS}])[{_FINAL}](?![{LETTERS}{_FINAL}])")
_FINAL_ELSEWHERE: Final = re.compile(f"[{_FINAL}](?=[{LETTERS}{_FINAL}])")
_FINAL_AT_START: Final = re.compile(f"(?<![{LETTERS}{_FINAL}])[{_FINAL}](?=[{LETTERS}])")
# Hebrew in UTF-8 that was read as Latin-1 or windows-1252 and written again: ש becomes ×©.
_TWICE: Final = re.compile("×[\u0080-\u00bf\u2018-\u203a\u0152-\u02dc€™š]")
_ENOUGH: Final = 4  # final letters that must be seen before their places prove anything

RESAVE: Final = "שמרו את הקובץ בקידוד UTF-8 והעלו אותו שוב."


class Undecided(ValueError):
    """The encoding is not certain; the message says so in Hebrew and what to do."""


@dataclass(frozen=True, slots=True)
class _Scan:
    """What one pass over a file found: its first bytes, and where UTF-8 breaks, if it does."""

    sample: bytes
    broken_at: int | None


def decode(data: bytes) -> str:
    """Return the text of `data`. Raises `Undecided`."""
    return data.decode(of_bytes(data))


def visual(data: bytes) -> str | None:
    """Return the text of old Hebrew bytes kept in the order of the screen, as it stands; None when they are not."""
    sample = data[:_SAMPLE]
    if _utf8_breaks(iter([data])) is None or sample.startswith(tuple(mark for mark, _ in _BOMS)) or _wide(sample):
        return None
    for name in _OLD_HEBREW:
        text = sample.decode(name, "ignore")
        if _is_hebrew(text) and is_visual(text) and _reads(data, name):
            return data.decode(name)
    return None


def of_bytes(data: bytes) -> str:
    """Return the name of the encoding of `data`. Raises `Undecided`."""
    scan = _Scan(data[:_SAMPLE], _utf8_breaks(iter([data])))
    return _name(scan, lambda name: _reads(data, name))


def of_file(path: Path) -> str:
    """Return the name of the encoding in which all of the file reads. Raises `Undecided`. Memory is bounded."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    scan = _Scan(sample, _utf8_breaks(_chunks(path)))
    return _name(scan, lambda name: _file_reads(path, name))


def _name(scan: _Scan, reads: Callable[[str], bool]) -> str:
    for mark, name in _BOMS:
        if scan.sample.startswith(mark):
            return _certain(name, reads)
    wide = _wide(scan.sample)
    if wide:
        return _certain(wide, reads)
    if scan.broken_at is None:
        return _utf8(scan.sample)
    return _old(scan, reads)


def _certain(name: str, reads: Callable[[str], bool]) -> str:
    if reads(name):
        return name
    raise Undecided(f"תחילת הקובץ מעידה על קידוד {name}, אבל המשכו אינו נקרא כך. {RESAVE}")


def _utf8(sample: bytes) -> str:
    text = sample.decode("utf-8", "ignore")
    if len(_TWICE.findall(text)) > len(_HEBREW.findall(text)) + 2:
        raise Undecided(f"העברית בקובץ נשמרה בקידוד כפול (×©×œ במקום של). {RESAVE}")
    return "utf-8"


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte is nearly always the same small number (0 or, for Hebrew, 5)."""
    even, odd = sample[0:4096:2], sample[1:4096:2]
    if len(odd) < 8:
        return ""
    small = (sum(byte in (0, 5) for byte in half) / len(half) for half in (even, odd))
    high_first, low_first = small
    if max(high_first, low_first) < 0.9 or min(high_first, low_first) > 0.4:
        return ""
    return "utf-16-be" if high_first > low_first else "utf-16-le"


def _old(scan: _Scan, reads: Callable[[str], bool]) -> str:
    """Windows and DOS Hebrew, when the whole file reads so, is Hebrew, and its final letters end words."""
    for name in _OLD_HEBREW:
        text = scan.sample.decode(name, "ignore")
        if _is_hebrew(text) and _runs_forward(text) and reads(name):
            return name
    raise Undecided(f"לא ניתן להכריע באיזה קידוד כתוב הקובץ ({_why(scan)}). {RESAVE}")


def _why(scan: _Scan) -> str:
    for name in ("cp1255", "cp862"):
        text = scan.sample.decode(name, "ignore")
        if _is_hebrew(text) and len(_FINAL_AT_START.findall(text)) >= 0.9 * len(_FINAL_ELSEWHERE.findall(text)) > 0:
            return "נראה שהאותיות בסדר הפוך, ״עברית חזותית״"
    guess = chardet.detect(scan.sample).get("encoding")
    seems = f"; אולי {guess}" if guess and guess.lower() not in ("utf-8", "ascii") else ""
    return f"אינו UTF-8 תקין: בית {scan.broken_at}{seems}"


def _is_hebrew(text: str) -> bool:
    return _share(text) >= 0.3


def _share(text: str) -> float:
    letters = len(_LETTER.findall(text))
    return len(_HEBREW.findall(text)) / letters if letters else 0.0


def _runs_forward(text: str) -> bool:
    """Tell whether final letters stand at the ends of words, as in Hebrew read from its first letter to its last."""
    right, wrong = len(_FINAL_AT_END.findall(text)), len(_FINAL_ELSEWHERE.findall(text))
    short_but_pure = right >= 2 and wrong == 0 and _share(text) > 0.8
    return short_but_pure or (right >= _ENOUGH and right >= 19 * wrong)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _utf8_breaks(chunks: Iterator[bytes]) -> int | None:
    """Return the offset of the first byte that is not UTF-8, or None."""
    decoder, seen = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for chunk in chunks:
            pending = len(decoder.getstate()[0])
            decoder.decode(chunk)
            seen += len(chunk)
        pending = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return seen - pending + error.start
    return None


def _reads(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _file_reads(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
