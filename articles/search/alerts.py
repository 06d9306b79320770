"""Alerts: an e-mail that tells a reader of the new hits of a saved search, of each once.

New is what was published to the archive since the alert began, whatever its own date; an article that was told of is
written down together with the sending, so that it is not told again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.models import AlertedHit, Article, SavedSearch
from articles.models.reader import Alert
from articles.search.arrivals import arrived
from articles.search.exports import criteria_of

log = logging.getLogger(__name__)

PERIODS = {Alert.DAILY: timedelta(hours=23), Alert.WEEKLY: timedelta(days=6, hours=23)}
OVERLAP = timedelta(days=1)  # a long transaction may publish what is stamped earlier than the last look
MOST_SHOWN = 30
_SALT = "alert"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round of alerts did."""

    looked_at: int
    sent: int
    failed: int


def send_due(now: datetime | None = None) -> Sent:
    """Look at every alert whose time has come, and send those that have something to tell."""
    now = now or timezone.now()
    outcomes = [_send_safely(pk, now) for pk in _due(now)]
    return Sent(len(outcomes), outcomes.count("sent"), outcomes.count("failed"))


def token(kept: SavedSearch) -> str:
    """Return what stops this alert without signing in."""
    return signing.dumps(kept.pk, salt=_SALT)


def read_token(text: str) -> int | None:
    """Return the saved search that a token names; None when it is none of ours."""
    try:
        return int(signing.loads(text, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _due(now: datetime) -> list[int]:
    waits = (Q(alert=alert, checked__lte=now - period) for alert, period in PERIODS.items())
    due = Q(pk__in=[])
    for wait in waits:
        due |= wait
    ready = SavedSearch.objects.filter(due, user__is_active=True).exclude(user__email="")
    return list(ready.order_by("checked").values_list("pk", flat=True))


def _send_safely(pk: int, now: datetime) -> str:
    """Send one alert: sent, nothing (to tell), or failed, and then tried again next time."""
    try:
        return "sent" if _send(pk, now) else "nothing"
    except (OSError, SMTPException):
        log.exception("alert %d was not sent", pk)
        return "failed"


@transaction.atomic
def _send(pk: int, now: datetime) -> bool:
    """Write down what is told and send it, both or neither; another worker that has the alert in hand is left to it."""
    kept = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    found = kept.filter(pk=pk).exclude(alert=Alert.NONE).first()
    if found is None or found.since is None or found.checked is None:
        return False
    hits = arrived(criteria_of(found.query), max(found.since, found.checked - OVERLAP))
    told = set(AlertedHit.objects.filter(search=found, article__in=hits).values_list("article", flat=True))
    new = [article for article in hits if article not in told]
    AlertedHit.objects.bulk_create(AlertedHit(search=found, article_id=article) for article in new)
    SavedSearch.objects.filter(pk=pk).update(checked=now)
    if new:
        message(found, new).send()
    return bool(new)


def message(kept: SavedSearch, new: Sequence[int]) -> EmailMultiAlternatives:
    """Return the e-mail that tells of these articles."""
    by_id = Article.objects.published().select_related("source").in_bulk(new[:MOST_SHOWN])
    site = settings.SITE_URL.rstrip("/")
    stop = site + reverse("unsubscribe", args=[token(kept)])
    context = {
        "kept": kept,
        "articles": [by_id[pk] for pk in new if pk in by_id],
        "count": len(new),
        "more": len(new) - len(by_id),
        "site": site,
        "stop": stop,
        "SITE_NAME": settings.SITE_NAME,
    }
    number = "כתבה חדשה" if len(new) == 1 else f"{len(new):,} כתבות חדשות"
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{number}: {kept.name}".split()),
        body=render_to_string("mail/alert.txt", context),
        to=[kept.user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"alert-{kept.pk}.{site.split('//')[-1].split(':')[0]}",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("mail/alert.html", context), "text/html")
    return mail
