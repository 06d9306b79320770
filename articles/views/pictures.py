"""Charts as files: CSV for spreadsheets, SVG with its caption and permalink, and PNG drawn of that SVG."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import fontpkg_heebo
import resvg_py
from django.http import HttpResponse
from django.template.loader import render_to_string

PICTURES = ("svg", "png")
_FONT = Path(fontpkg_heebo.__file__).parent / "files" / "Heebo[wght].ttf"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a table that a spreadsheet opens in Hebrew; a text that it would run as a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return _file(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def picture(template: str, context: dict[str, Any], name: str, extension: str) -> HttpResponse:
    """Return a picture drawn by the SVG `template`, as `svg` or as `png`."""
    svg = render_to_string(template, context)
    if extension == "svg":
        return _file(svg.encode(), "image/svg+xml; charset=utf-8", f"{name}.svg")
    return _file(png(svg), "image/png", f"{name}.png")


def png(svg: str) -> bytes:
    """Draw an SVG of ours at twice its size, with our own font; nothing is fetched."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=2, font_files=[str(_FONT)], skip_system_fonts=True, font_family="Heebo"
    )
    return bytes(drawn)


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
