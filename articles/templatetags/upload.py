"""Filters of the upload pages."""

from django import template

from articles.models.article import DateKnownFrom, ParagraphKind

register = template.Library()


@register.filter
def known_from(value: str) -> str:
    """Return in Hebrew how a date is known."""
    return str(DateKnownFrom(value).label)


@register.filter
def kind_label(value: str) -> str:
    """Return in Hebrew what a paragraph is."""
    return str(ParagraphKind(value).label)


@register.filter
def mebibytes(value: int) -> int:
    """Return bytes as whole mebibytes."""
    return value // 2**20
