"""Filters of the editor's pages."""

from django import template

from articles.models.entity import MentionStatus

register = template.Library()


@register.filter
def mention_status(value: str) -> str:
    """Return a status of a mention as editors read it; of one that never was, a dash."""
    return str(MentionStatus(value).label) if value in MentionStatus.values else "–"
