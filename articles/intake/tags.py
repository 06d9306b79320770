"""The names that files give to the articles just stored: kept beside each, and handed to the tagging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from articles.hebrew.names import name_key
from articles.intake.records import ArticleRecord
from articles.models import GivenTag
from articles.models.intake import OnTags
from articles.tagging import given
from articles.tagging.given import Marked

_LONGEST = 200


def take_in(stored: Mapping[int, ArticleRecord], how: str, user_id: int | None) -> None:
    """Keep the tags of the records stored as these articles, and suggest or accept what they name in the text."""
    if how == OnTags.IGNORE:
        return
    tags = [tag for pk, record in stored.items() for tag in _tags(pk, record)]
    if tags:
        GivenTag.objects.bulk_create(tags, ignore_conflicts=True)
        marked = [one for pk, record in stored.items() for one in _marked(pk, record)]
        given.place(tags, marked, how == OnTags.ACCEPT, user_id)


def _tags(pk: int, record: ArticleRecord) -> Iterator[GivenTag]:
    kinds = dict(record.tag_kinds)
    by_key = {key: name for name in record.tags if (key := name_key(name))}
    for key, name in by_key.items():
        yield GivenTag(article_id=pk, name=name[:_LONGEST], key=key, kind=kinds.get(name, "")[:12])


def _marked(pk: int, record: ArticleRecord) -> Iterator[Marked]:
    for position, line in enumerate(record.paragraphs, start=1):
        for one in line.named:
            if key := name_key(one.name):
                yield Marked(pk, position, one.start, one.end, key)
