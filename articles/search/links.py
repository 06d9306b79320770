"""Related items tied to the articles of this archive that they are, whichever of the two comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from articles.models import Article, ArticleKey, RelatedLink
from articles.querysets import any_of
from articles.search import pointers
from articles.sql import binary


def resolve(article_ids: Sequence[int]) -> int:
    """Tie the links of these articles to published ones, and links elsewhere to these; return how many were tied.

    An article that is not published any more is tied to no new link. Call it in a transaction, after each change of an
    article's title, address or links. At most nine queries.
    """
    articles = list(Article.objects.published().filter(pk__in=article_ids))
    ArticleKey.objects.filter(article__in=article_ids).delete()
    named = [(article, key) for article in articles for key in keys_of(article)]
    binary.copy(ArticleKey, ("article", "key"), ((article.pk, key) for article, key in named))
    mine = list(RelatedLink.objects.filter(article__in=articles).select_related("article"))
    for link in mine:
        link.keys = keys_of_link(link)
    RelatedLink.objects.bulk_update(mine, ["keys"], batch_size=500)
    theirs = RelatedLink.objects.filter(target=None, keys__overlap=any_of({key for _, key in named}, "text"))
    waiting = [link for link in mine if link.target_id is None]
    known = {link.pk for link in waiting}
    return _tie([*waiting, *(link for link in theirs.select_related("article") if link.pk not in known)])


def keys_of(article: Article) -> list[str]:
    """Return the keys under which an article can be pointed to."""
    keys = (
        pointers.of_address(article.url),
        pointers.of_number(article.source_id, article.external_id),
        pointers.of_title(article.title),
    )
    return sorted({key for key in keys if key})


def keys_of_link(link: RelatedLink) -> list[str]:
    """Return the keys that a related item has; the surest first."""
    numbers = pointers.numbers_in(link.article.source_id, link.url)
    keys = [pointers.of_address(link.url), *numbers, pointers.of_title(link.text)]
    return [key for key in dict.fromkeys(keys) if key]


def _tie(links: Iterable[RelatedLink]) -> int:
    links = list(links)
    found = _by_key({key for link in links for key in link.keys})
    tied = []
    for link in links:
        if target := _target(link, found):
            link.target_id = target
            tied.append(link)
    RelatedLink.objects.bulk_update(tied, ["target"], batch_size=500)
    return len(tied)


def _by_key(keys: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Return (article, source) of every published article that has one of the keys, by key."""
    published = Q(article__status="published")
    rows = ArticleKey.objects.filter(published, key__in=keys).order_by("article_id")
    found: dict[str, list[tuple[int, int]]] = {}
    for key, article, source in rows.values_list("key", "article_id", "article__source_id"):
        found.setdefault(key, []).append((article, source))
    return found


def _target(link: RelatedLink, found: dict[str, list[tuple[int, int]]]) -> int | None:
    """Return the one article that the surest key of a link names: of its own source first; two alike are none."""
    for key in link.keys:
        others = [(article, source) for article, source in found.get(key, []) if article != link.article_id]
        own = [article for article, source in others if source == link.article.source_id]
        for alike in (own, [article for article, _ in others]):
            if len(alike) == 1:
                return alike[0]
    return None
