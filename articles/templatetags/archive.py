"""Filters of the templates: numbers and dates as Hebrew readers write them."""

from datetime import date, datetime
from html import escape
from typing import Any

from django import template
from django.template import Context, engines
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from articles.models import Article, SpokenDate
from articles.search.highlight import Passage
from articles.text import dates
from articles.timeline.periods import Unit, spanning

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str, **given: Any) -> SafeString:
    """Draw a partial of the faster engine (`newsarchive.jinja`), which escapes, with what the page has and is given."""
    had: dict[Any, Any] = context.flatten()
    return SafeString(engines["jinja2"].get_template(name).render({**had, **given}))


@register.filter
def number(value: int) -> str:
    """Return 12345 as 12,345."""
    return f"{value:,}"


@register.filter
def articles(value: int) -> str:
    """Return how many articles, as in כתבה אחת or 12,345 כתבות."""
    return "כתבה אחת" if value == 1 else f"{value:,} כתבות"


@register.filter
def percent(value: float) -> str:
    """Return a share from 0 to 1 as a percentage with one decimal."""
    return f"{100 * value:.1f}%"


@register.filter
def change(times: float) -> str:
    """Return how many times larger something is, as in ↑2.3, or smaller, as in ↓1.5; nothing when about the same."""
    if 0.91 < times < 1.1:
        return ""
    return f"↑{times:.1f}" if times > 1 else f"↓{1 / times:.1f}"


@register.filter
def long_date(moment: datetime) -> str:
    """Return a moment's day as in 4 בינואר 2019."""
    return dates.long_date(timezone.localtime(moment).date())


@register.filter
def hebrew_date(moment: datetime) -> str:
    """Return a moment's day in the Hebrew calendar."""
    return dates.hebrew_date(timezone.localtime(moment).date())


@register.filter
def long_date_or_none(moment: datetime | None) -> str:
    """Return a moment's day as `long_date` does, nothing for no moment."""
    return long_date(moment) if moment else ""


@register.filter
def day_and_month(day: date) -> str:
    """Return a day without its year, as in 4 בינואר."""
    return dates.day_and_month(day)


@register.filter
def hebrew_day_and_month(day: date) -> str:
    """Return a day without its year in the Hebrew calendar, as in כ״ז טבת."""
    return dates.hebrew_day_and_month(day)


@register.filter
def days(given: SpokenDate) -> str:
    """Return the days that words name, as shortly as they can be said: 4 בינואר 2019, ינואר 2019, 2019, or from–to."""
    period = spanning(given.first, given.last)
    if period and period.unit is not Unit.DAY:
        return period.label
    first = dates.long_date(given.first)
    if given.first == given.last:
        return f"{first}, {dates.hebrew_date(given.first)}"
    return f"{first} – {dates.long_date(given.last)}"


@register.filter
def machine_days(given: SpokenDate) -> str:
    """Return the days as HTML's `time` takes them: a day, a whole month or year; empty for any other range."""
    period = spanning(given.first, given.last)
    return period.key if period else ""


@register.filter
def dateline(article: Article) -> SafeString:
    """Return when an article was published as a `time` element, the hour too where it is known."""
    if article.published is None:
        return SafeString("<span>ללא תאריך</span>")
    moment = timezone.localtime(article.published)
    said = dates.long_date(moment.date()) + (f", {moment:%H:%M}" if article.time_known else "")
    return format_html('<time datetime="{}">{}</time>', iso_date(article), said)


@register.filter
def marked(passage: Passage) -> SafeString:
    """Return a passage with its found words as `mark` elements; a page of results has some hundred of them."""
    texts = [(escape(piece.text), piece.marks) for piece in passage.pieces]
    return SafeString("".join([f"<mark>{text}</mark>" if marks else text for text, marks in texts]))


@register.filter
def json_ld(value: dict[str, Any]) -> SafeString:
    """Return a script element of JSON-LD: Django's own `json_script`, which escapes < > &, under another type."""
    return SafeString(json_script(value).replace('type="application/json"', 'type="application/ld+json"', 1))


@register.filter
def iso_date(article: Article) -> str:
    """Return when an article was published as machines read it: a day alone when the hour is unknown."""
    if article.published is None:
        return ""
    moment = timezone.localtime(article.published)
    return moment.isoformat() if article.time_known else moment.date().isoformat()
