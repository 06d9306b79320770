"""Addresses of searches."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

from articles.search.criteria import Criteria


def address(criteria: Criteria) -> str:
    """Return the address of a search."""
    query = criteria.query_string()
    path = _path(get_script_prefix())
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=4)
def _path(prefix: str) -> str:
    """Return the address of the search page of a site that stands below a prefix: a page has it some hundred times."""
    return reverse("search")
