"""`manage.py export_tags FILE`: every decided tag as a W3C Web Annotation, a line each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.tagging import webannotations


class Command(BaseCommand):
    help = "Export decided tags as Web Annotations, one JSON object a line, or as CSV when FILE ends in .csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument("--site", default="http://localhost", help="the address of the archive, in the annotations")

    def handle(self, *args: Any, **options: Any) -> None:
        path, site = options["path"], options["site"].rstrip("/")
        draft, count = path.with_name(f"{path.name}.part"), 0
        with draft.open("w", encoding="utf-8", newline="") as file:
            if path.suffix == ".csv":
                for count, line in enumerate(webannotations.as_csv(webannotations.decided())):  # noqa: B007
                    file.write(line)
            else:
                for count, mention in enumerate(webannotations.decided(), 1):  # noqa: B007
                    file.write(json.dumps(webannotations.annotation(mention, site), ensure_ascii=False) + "\n")
        draft.replace(path)
        self.stdout.write(f"{count:,} tags exported to {path}.")
