"""Imports all that the admin shows. It is apart because the default site, in this package, must be there before."""

from articles.admin import article, entity, mention, sources

__all__ = ["article", "entity", "mention", "sources"]
