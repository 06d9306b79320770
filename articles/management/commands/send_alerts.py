"""`manage.py send_alerts`: send the alerts of saved searches whose time has come."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.search import alerts


class Command(BaseCommand):
    """Does by hand what the worker does every hour."""

    help = "Send the alerts of saved searches whose time has come, by e-mail."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_HOST:
            raise CommandError("No mail server is set: name one in EMAIL_HOST.")
        done = alerts.send_due()
        self.stdout.write(f"{done.looked_at} alerts looked at, {done.sent} sent, {done.failed} failed")
        if done.failed:
            raise CommandError("Some were not sent; the log says why. They are tried again next time.")
