"""The articles before and after one that speak of the same entity."""

from __future__ import annotations

from articles.models import Appearance, Article, Entity


def before_and_after(entity: Entity, article: Article) -> tuple[Article | None, Article | None]:
    """Return the last published article with `entity` before `article`, and the first after it.

    Both are None when `article` has no date. At most four queries, each one step in the index of appearances.
    """
    if article.published is None:
        return None, None
    rows = Appearance.objects.filter(entity=entity).select_related("article__source")
    now = rows.filter(published=article.published)
    before = now.filter(article__lt=article.pk).order_by("-article").first()
    after = now.filter(article__gt=article.pk).order_by("article").first()
    before = before or rows.filter(published__lt=article.published).order_by("-published", "-article").first()
    after = after or rows.filter(published__gt=article.published).order_by("published", "article").first()
    return before.article if before else None, after.article if after else None
