"""Ten thousand hostile inputs, read as uploads are: `python -m bench.intake.fuzz [--inputs N] [--seed S]`.

Half of them are golden files (articles/tests/data/in) mutated at random: bytes changed, cut, doubled, spliced with
another file, or, inside archives and documents, a member changed and packed again. The other half are made by
hypothesis: any bytes under any name, and each format with any text in it. What is counted as a crash: a reader that
raises or dies, a fault no reader foresaw, an item that the database would not take. Exit code 1 when there is one.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from articles.hebrew.normalise import clean
from articles.intake import limits, reading
from articles.intake.confined import reader
from articles.intake.fitting import storable
from articles.intake.records import ArticleRecord, Read

GOLDEN: Final = sorted((Path(__file__).resolve().parents[2] / "articles" / "tests" / "data" / "in").iterdir())
UNFORESEEN: Final = reading.BROKE.partition("{")[0]
HOSTILE: Final = (
    b"\x00", b"\xff\xfe", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"]]>", b"<" * 50,
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"(" * 300, b"[" * 300, b"9" * 400, b"<div>" * 300, b"=cmd|'/c calc'!A1",
    b"PK\x03\x04", b"%PDF-1.7", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"\r\n\r\n", b"\xd7", b"-1",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What became of the inputs."""

    inputs: int = 0
    articles: int = 0
    refused: int = 0
    slowest: tuple[float, str] = (0.0, "")
    faults: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, items: list[Read], seconds: float) -> None:
        """Count what one input gave."""
        self.inputs += 1
        self.slowest = max(self.slowest, (seconds, what))
        for item in items:
            fault = _fault(item)
            if fault:
                self.faults.append(f"{what}: {fault}")
            if isinstance(item, ArticleRecord):
                self.articles += 1
            else:
                self.refused += 1
                self.reasons[item.reason[:40]] += 1


def _fault(item: Read) -> str:
    """Return what is wrong with an item, or ""."""
    if not isinstance(item, ArticleRecord):
        if item.reason.startswith(UNFORESEEN) or item.reason in (reader.TOO_HARD, reading.MEMORY):
            return item.reason
        return "" if item.reason and "\x00" not in json.dumps(storable(item.raw)) else "a rejection that cannot be kept"
    texts = [
        item.title,
        item.deck,
        item.byline,
        item.section,
        item.url,
        *item.tags,
        *(one.text for one in item.paragraphs),
    ]
    if not item.title or len(item.title) > limits.TITLE or any(clean(text) != text for text in texts):
        return "an article that cannot be stored"
    named = ((line.text[one.start : one.end], one) for line in item.paragraphs for one in line.named)
    return "" if all(words.strip() for words, _ in named) else "a name that stands nowhere"


def main() -> None:
    """Read so many inputs and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally, started = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "input")
        for name, data in _mutated(options.inputs // 2, options.seed):
            _read(path, name, data, tally)
        _made(options.inputs - options.inputs // 2, options.seed, lambda name, data: _read(path, name, data, tally))
    _account(tally, time.monotonic() - started)
    sys.exit(bool(tally.faults))


def _read(path: Path, name: str, data: bytes, tally: Tally) -> None:
    path.write_bytes(data)
    what, began = f"input {tally.inputs + 1} ({name})", time.monotonic()
    try:
        reader.table_head(path, name)
        items = list(reader.read(path, name))
    except Exception as error:  # this is what is looked for
        tally.faults.append(f"{what}: {error!r}")
        items = []
    tally.add(what, items, time.monotonic() - began)


def _account(tally: Tally, seconds: float) -> None:
    print(f"{tally.inputs:,} inputs, {seconds:,.0f} s: {tally.articles:,} articles, {tally.refused:,} rejections")
    print(f"slowest {tally.slowest[0]:.1f} s, {tally.slowest[1]}; crashes and faults: {len(tally.faults)}")
    for fault in tally.faults[:20]:
        print("  ", fault)
    for reason, count in tally.reasons.most_common(12):
        print(f"  {count:>7,} {reason}…")


def _mutated(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(count):
        path = chance.choice(GOLDEN)
        data = path.read_bytes()
        inside = data.startswith(b"PK") and chance.random() < 0.6
        yield path.name, _repacked(data, chance) if inside else _mutation(data, chance)


def _mutation(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice((1, 1, 4, 50, 1000)))
        act = chance.randrange(6)
        if act == 0:
            changed[at:end] = chance.randbytes(end - at)
        elif act == 1:
            del changed[at:end]
        elif act == 2:
            changed[at:at] = chance.choice(HOSTILE)
        elif act == 3:
            changed[at:at] = changed[at:end] * chance.choice((1, 3, 40))
        elif act == 4:
            del changed[at:]
        else:
            other = chance.choice(GOLDEN).read_bytes()
            changed[at:end] = other[: chance.choice((10, 200, 5_000))]
    return bytes(changed)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            member = old.read(name)
            new.writestr(name, _mutation(member, chance) if name == chosen else member)
    return made.getvalue()


_TEXT: Final = st.text(max_size=60) | st.text("אבגדהםןץ ,.\"'<>&:;/0123456789\n", max_size=200)
_SHAPES: Final[dict[str, Callable[[list[str]], bytes]]] = {
    "a.txt": lambda t: "\n".join(t).encode("utf-8", "surrogatepass"),
    "b.txt": lambda t: "\n".join(t).encode("cp1255", "replace"),
    "c.csv": lambda t: ("title,date,body,tags\n" + ",".join(t)).encode("utf-8", "replace"),
    "d.jsonl": lambda t: json.dumps(dict(zip(("title", "published", "body", "url", "tags"), t, strict=False))).encode(),
    "e.json": lambda t: json.dumps({"uri": "u", "headline": t[0], "body_xhtml": t[1], "versioncreated": t[2]}).encode(),
    "f.html": lambda t: f"<html><title>{t[0]}</title><p>{'</p><p>'.join(t)}</p></html>".encode("utf-8", "replace"),
    "g.rss": lambda t: _xml("<rss><channel><item><title>{}</title><description>{}</description>"
                            "<pubDate>{}</pubDate><link>{}</link></item></channel></rss>", t),
    "h.nitf": lambda t: _xml("<nitf><body><body.head><hl1>{}</hl1></body.head><body.content><p>{}<person>{}</person>"
                             "{}</p></body.content></body></nitf>", t),
    "i.xml": lambda t: _xml("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><contentMeta><headline>{}</headline>"
                            "<by>{}</by></contentMeta><contentSet><inlineData>{}{}</inlineData></contentSet>"
                            "</newsItem>", t),
}  # fmt: skip


def _xml(shape: str, texts: list[str]) -> bytes:
    return shape.format(*map(escape, texts)).encode("utf-8", "replace")


def _made(count: int, seed: int, take: Callable[[str, bytes], None]) -> None:
    """Hand over so many inputs of hypothesis. It stops early only when it has no more."""
    names = st.sampled_from([*_SHAPES, "x.pdf", "x.docx", "x.xlsx", "x.zip", "x.tar", "x.warc", "x.gz", "noname"])
    bare = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @seeded(seed)
    @bare
    @given(name=names, texts=st.lists(_TEXT, min_size=4, max_size=5), data=st.binary(max_size=300))
    def one(name: str, texts: list[str], data: bytes) -> None:
        take(name, _SHAPES[name](texts) if name in _SHAPES and len(data) % 4 else data)

    one()


if __name__ == "__main__":
    main()
