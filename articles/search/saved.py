"""What a signed-in reader keeps of searches: saved ones with their alerts, and those made before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import PastSearch, SavedSearch
from articles.models.reader import Alert
from articles.search import sentence
from articles.search.arrivals import arrived
from articles.search.criteria import Criteria

MOST_SAVED, MOST_PAST = 200, 100
LONGEST_NAME = 200
FORETOLD = timedelta(days=100)  # how far back the hits are counted that say how often an alert would come


class TooManySaved(Exception):
    """A reader keeps as many searches as can be kept."""


@transaction.atomic
def save(user: User, criteria: Criteria, name: str, alert: Alert) -> SavedSearch:
    """Keep a search under a name (its own words when that is empty); one that is kept already changes.

    Raises TooManySaved.
    """
    query = criteria.but().query_string()
    known = SavedSearch.objects.select_for_update().filter(user=user, query=query).first()
    if known is None and SavedSearch.objects.filter(user=user).count() >= MOST_SAVED:
        raise TooManySaved
    kept = known or SavedSearch(user=user, query=query)
    kept.name = (name.strip() or said(criteria))[:LONGEST_NAME]
    _set_alert(kept, alert)
    kept.save()
    return kept


def change(kept: SavedSearch, name: str, alert: Alert) -> None:
    """Rename a saved search and say how often it tells; an empty name leaves the old one."""
    kept.name = name.strip()[:LONGEST_NAME] or kept.name
    _set_alert(kept, alert)
    kept.save()


def end_alert(pk: int) -> SavedSearch | None:
    """Stop the alert of a saved search, which stays; return it, None when it is no more."""
    kept = SavedSearch.objects.filter(pk=pk).first()
    if kept and kept.alert != Alert.NONE:
        SavedSearch.objects.filter(pk=pk).update(alert=Alert.NONE)
    return kept


def said(criteria: Criteria) -> str:
    """Return a search in words, the numbers of entities left as they are."""
    return " ".join(f"{part.lead} {part.text}" for part in sentence.parts(criteria, {})) or "כל הכתבות"


def lately(criteria: Criteria, now: datetime | None = None) -> int:
    """Count the hits that were published to the archive in the last 100 days, whatever their own dates."""
    return len(arrived(criteria, (now or timezone.now()) - FORETOLD))


def remember(user: User, criteria: Criteria, total: int) -> None:
    """Note that a reader made a search; the same one again only moves up."""
    if criteria == Criteria() or criteria.page > 1:
        return
    PastSearch.objects.update_or_create(
        user=user, query=criteria.but().query_string(), defaults={"total": total, "made": timezone.now()}
    )


def forget_old() -> int:
    """Delete of every reader's past searches all but the last `MOST_PAST`; return how many."""
    deleted = 0
    for user_id in PastSearch.objects.order_by().values_list("user", flat=True).distinct():
        mine = PastSearch.objects.filter(user=user_id)
        kept = list(mine.order_by("-made").values_list("pk", flat=True)[:MOST_PAST])
        deleted += mine.exclude(pk__in=kept).delete()[0]
    return deleted


def _set_alert(kept: SavedSearch, alert: Alert) -> None:
    """An alert that begins tells of what arrives from now on; one that goes on at another pace loses nothing."""
    if alert != Alert.NONE and kept.alert == Alert.NONE:
        kept.since = kept.checked = timezone.now()
    kept.alert = alert
