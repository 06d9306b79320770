"""How an archivist had the columns of a source's tables read, remembered for the next table with the same columns."""

from __future__ import annotations

from collections.abc import Sequence

from articles.intake import mapping as mappings
from articles.intake.mapping import TableMapping
from articles.models import Source, SourceMapping


def recall(source: Source | None, header: Sequence[str]) -> TableMapping | None:
    """Return how a table with this header was last read for the source; else for any, when all read it alike."""
    rows = SourceMapping.objects.filter(header=mappings.header_key(header))
    own = rows.filter(source=source).first()
    if own:
        return mappings.from_json(own.mapping)
    others = [mappings.from_json(one.mapping) for one in rows]
    return others[0] if others and all(one == others[0] for one in others) else None


def anything() -> bool:
    """Tell whether any mapping is remembered."""
    return SourceMapping.objects.exists()


def remember(source: Source | None, header: Sequence[str], chosen: TableMapping) -> None:
    """Remember a mapping that was used."""
    kept = {"columns": list(header)[:200], "mapping": chosen.as_json()}
    SourceMapping.objects.update_or_create(source=source, header=mappings.header_key(header), defaults=kept)


def forget(source: Source | None, header: Sequence[str]) -> None:
    """Let tables with this header be guessed again for the source."""
    SourceMapping.objects.filter(source=source, header=mappings.header_key(header)).delete()
