"""JSON lines: one object an article, ninjs among them. A file that is one JSON object or list is read as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from articles.intake import columns, encodings, limits
from articles.intake.lines import bounded
from articles.intake.readers import ninjs
from articles.intake.readers.assemble import assemble
from articles.intake.records import Read, Rejection

_BROKEN: Final = 'השורה אינה JSON תקין ({}). כל שורה צריכה להיות אובייקט אחד, כגון {{"title": "…", "body": "…"}}.'
_NOT_OBJECT: Final = "השורה אינה אובייקט JSON. כל שורה צריכה להיות אובייקט אחד עם כותרת וגוף."
_LONG: Final = "השורה ארוכה מ־{:,} תווים ולא נקראה. חלקו את הכתבה, או הסירו ממנה נתונים שאינם טקסט."


def read(path: Path) -> Iterator[Read]:
    """Yield the articles of a file, a line at a time."""
    try:
        encoding = encodings.of_file(path)
    except encodings.Undecided as undecided:
        yield Rejection("הקובץ", str(undecided))
        return
    yield from _list(path, encoding) if _is_whole(path, encoding) else _lines(path, encoding)


def _is_whole(path: Path, encoding: str) -> bool:
    """Tell whether the file is one JSON value over several lines: a list, or an object that its first line begins."""
    with path.open(encoding=encoding) as file:
        start = file.read(1_000).lstrip("\ufeff \t\r\n")
    return start.startswith("[") or (start[:1] == "{" and start[1:].lstrip(" \t\r").startswith("\n"))


def _list(path: Path, encoding: str) -> Iterator[Read]:
    if path.stat().st_size > limits.TEXT_BYTES:
        yield Rejection("הקובץ", "רשימת JSON ארוכה מדי. שמרו אותה כשורות JSON, אובייקט בכל שורה.")
        return
    try:
        members = _loads(path.read_text(encoding=encoding))
    except ValueError as error:
        yield Rejection("הקובץ", _BROKEN.format(error))
        return
    for number, member in enumerate(members if isinstance(members, list) else [members], start=1):
        yield record(member, f"פריט {number:,}")


def _lines(path: Path, encoding: str) -> Iterator[Read]:
    with path.open(encoding=encoding, newline="\n") as file:
        for number, line in bounded(file):
            if line is None or line.strip("\ufeff \t\r\n\x00"):
                yield _line(line, f"שורה {number:,}")


def _line(line: str | None, place: str) -> Read:
    if line is None:
        return Rejection(place, _LONG.format(limits.LINE_CHARACTERS))
    try:
        return record(_loads(line.strip("\ufeff")), place)
    except ValueError as error:
        return Rejection(place, _BROKEN.format(error), raw={"line": line.rstrip("\n")})


def _loads(text: str) -> Any:
    """Parse JSON; nesting too deep and numbers too long are errors like any other."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("מקונן עמוק מדי") from None


def record(thing: Any, place: str) -> Read:
    """Return the article of one JSON object; its keys are read by the names that `columns` knows."""
    if not isinstance(thing, dict):
        return Rejection(place, _NOT_OBJECT, raw={"line": json.dumps(thing, ensure_ascii=False)})
    if ninjs.is_one(thing):
        return ninjs.record(thing, place)
    keys = [key for key, value in thing.items() if not _is_empty(value)]
    fields: dict[str, list[Any]] = {}
    for index, field in columns.guess(keys).items():
        fields.setdefault(field, []).append(thing[keys[index]])
    return assemble(fields, place, thing)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
