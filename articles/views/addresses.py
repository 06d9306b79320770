"""Addresses of searches."""

from django.urls import reverse

from articles.search.criteria import Criteria


def address(criteria: Criteria) -> str:
    """Return the address of a search."""
    query = criteria.query_string()
    return reverse("search") + (f"?{query}" if query else "")
