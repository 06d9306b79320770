"""Which format a file is of: told by what it holds, and by its name where that leaves a choice."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, cast

SUFFIXES: Final = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".docx": "docx", ".docm": "docx", ".pdf": "pdf",
    ".rss": "xml", ".atom": "xml", ".xml": "xml", ".rdf": "xml", ".nitf": "xml", ".newsml": "xml", ".wxr": "xml",
    ".warc": "warc", ".wacz": "wacz", ".zip": "zip",
    ".tar": "tar", ".tgz": "tar", ".gz": "gz", ".bz2": "gz", ".xz": "gz",
}  # fmt: skip
# What stands beside saved pages in folders and archives: text to a program, but no article.
_NOT_ARTICLES: Final = (
    ".css", ".js", ".mjs", ".map", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".eot", ".otf", ".sql", ".py", ".php",
    ".sh", ".bat", ".ini", ".yml", ".yaml", ".toml", ".log", ".cdx", ".cdxj", ".mp3", ".mp4", ".wav", ".webm", ".webp",
    ".avif", ".bmp", ".tif", ".tiff", ".odt", ".ods", ".odp", ".rtf", ".epub", ".ppt", ".pptx", ".db", ".sqlite",
)  # fmt: skip
_FOREIGN: Final = (
    (b"\xd0\xcf\x11\xe0", "קובצי Office ישנים או מוצפנים (DOC, XLS)"),
    (b"Rar!", "קובצי RAR"),
    (b"7z\xbc\xaf", "קובצי 7z"),
    (b"\x89PNG", "תמונות"),
    (b"\xff\xd8\xff", "תמונות"),
    (b"GIF8", "תמונות"),
    (b"RIFF", "קובצי מדיה"),
    (b"ID3", "קובצי מדיה"),
    (b"{\\rtf", "קובצי RTF"),
    (b"\x7fELF", "תוכנות"),
    (b"MZ\x90", "תוכנות"),
)
FORMATS: Final = (
    "טקסט, HTML, DOCX, PDF, שורות JSON, CSV, XLSX, RSS או Atom, WARC או WACZ, NITF, NewsML, ninjs, ייצוא של WordPress, "
    "ו־ZIP או TAR של כל אלה"
)
NOT_READ: Final = f"{{}}: סוג קובץ שאינו נקרא. אפשר להעלות {FORMATS}."
UNKNOWN_XML: Final = "קובץ XML מסוג שאינו מוכר ({}). נקראים RSS, Atom, NITF, NewsML-G2 וייצוא של WordPress."

_PACKERS: Final = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
_BINARY: Final = ("pdf", "docx", "zip", "wacz", "tar", "gz", "warc")
_ROOTS: Final = {
    "rss": "feed", "feed": "feed", "RDF": "feed", "nitf": "nitf", "newsItem": "newsml", "newsMessage": "newsml",
    "packageItem": "newsml", "conceptItem": "newsml", "knowledgeItem": "newsml", "planningItem": "newsml",
    "html": "html",
}  # fmt: skip
_PAGE: Final = re.compile(
    r"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.S
)
_ROOT: Final = re.compile(
    r"^\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:[\w.-]+:)?([\w.-]+)([^>]*)", re.S
)
_WORDPRESS: Final = "wordpress.org/export"
_START: Final = 16_384


def kind(path: Path, name: str) -> str:
    """Return the format of a file; or, for what is not read, why not, after a "!".

    Formats: text html jsonl csv xlsx docx pdf feed wxr nitf newsml warc wacz zip tar gz.
    """
    with path.open("rb") as file:
        start = file.read(_START)
    suffix = Path(name).suffix.lower()
    return _binary(path, start) or _by_name(suffix) or _text_kind(_decoded(start), suffix)


def unpacker(start: bytes) -> Callable[[Path], BinaryIO] | None:
    """Return what opens a compressed file (gzip, bzip2, xz) that begins so, or None."""
    opener = next((opener for magic, opener in _PACKERS if start.startswith(magic)), None)
    return None if opener is None else lambda path: cast(BinaryIO, opener(path, "rb"))


def _binary(path: Path, start: bytes) -> str:
    for magic, what in _FOREIGN:
        if start.startswith(magic):
            return "!" + NOT_READ.format(what)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"WARC/"):
        return "warc"
    if start[257:262] == b"ustar":
        return "tar"
    return _packed_kind(path, start)


def _packed_kind(path: Path, start: bytes) -> str:
    open_ = unpacker(start)
    if open_ is None:
        return ""
    try:
        with open_(path) as inner:
            inside = inner.read(512)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
        return "gz"  # a broken one: its reader says so
    if inside.startswith(b"WARC/"):
        return "warc"
    return "tar" if inside[257:262] == b"ustar" else "gz"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"  # a broken one: its reader says so
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if "ppt/presentation.xml" in names or "mimetype" in names:
        return "!" + NOT_READ.format("מצגות, קובצי OpenDocument וספרים אלקטרוניים")
    return "wacz" if "datapackage.json" in names and any(name.startswith("archive/") for name in names) else "zip"


def _by_name(suffix: str) -> str:
    return "!" + NOT_READ.format(f"קובצי {suffix}") if suffix in _NOT_ARTICLES else ""


def _decoded(start: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (codecs.BOM_UTF8, "utf-8-sig"),
    ):
        if start.startswith(mark):
            return start.decode(name, "ignore")
    return start.decode("latin-1")


def _text_kind(start: str, suffix: str) -> str:
    told = SUFFIXES.get(suffix, "text")
    if told in ("csv", "jsonl"):
        return told
    bare = start.lstrip("\ufeff \t\r\n")
    if _PAGE.match(bare):
        return "html"
    if bare.startswith("<") and told != "html" and (found := _xml_kind(bare, told == "xml")):
        return found
    if told in _BINARY:
        return told  # it is not: its reader says so
    if told != "html" and re.match(r'\{\s*"|\[\s*\{\s*"', bare):
        return "jsonl"
    return told if told == "html" else "text"


def _xml_kind(bare: str, must: bool) -> str:
    """Return the format of XML by its root element; of an unknown one why not, when the name says it is XML."""
    found = _ROOT.match(bare)
    root = found[1] if found else ""
    if root == "rss" and found and _WORDPRESS in found[2]:
        return "wxr"
    if root in _ROOTS:
        return _ROOTS[root]
    return "!" + UNKNOWN_XML.format(root[:40] or "?") if must or bare.startswith("<?xml") else ""
