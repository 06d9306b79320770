"""What holds for all items of one file while they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from articles.models import BatchFile
from articles.models.intake import OnChanged, OnTags


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all items of one file: what it is, and what the archivist said of it."""

    file: BatchFile
    source: str = ""
    publish: bool = False
    published: datetime | None = None
    user_id: int | None = None
    on_changed: str = OnChanged.LEAVE
    on_tags: str = OnTags.SUGGEST
    suggest: bool = True  # now; else somebody does it later
