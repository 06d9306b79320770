"""`manage.py serve`: the whole site from one command; `make run` calls it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from articles.models import Article
from newsarchive.postgres.errors import HomeIsGone
from newsarchive.serve import administrator, port, prepare
from newsarchive.serve.site import NeverAnswered, Site


class Command(BaseCommand):
    help = "Prepare the archive (database, static files, demonstration, administrator) and serve it until Ctrl-C."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with prepare.alone():
                self.prepare()
        except OperationalError as error:
            raise CommandError(str(error)) from error
        prepare.leave_database()
        try:
            site = Site(port.listen(settings.PORT), self.say)
            site.run(lambda: self.welcome(site.address))
        except NeverAnswered:
            raise CommandError("The web server does not start; what it said stands above.") from None
        except HomeIsGone as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"Port {settings.PORT}: {error.strerror}") from error

    def prepare(self) -> None:
        """Do what is still to be done, and say so."""
        if prepare.migrate():
            self.say("The database is up to date.")
        if prepare.collect_static():
            self.say("The static files are collected.")
        if settings.LOAD_DEMO and "load_demo" in get_commands() and not Article.objects.exists():
            self.say("The archive is empty: loading the demonstration archive.")
            call_command("load_demo")
        if administrator.is_missing():
            name, password = administrator.FIRST, administrator.establish()
            self.say(f"Administrator: {name}, password: {password} (shown once; `make admin` sets another)")

    def welcome(self, address: str) -> None:
        """Say where the site is."""
        if not address.endswith(f":{settings.PORT}/"):
            self.say(f"Port {settings.PORT} is taken.")
        self.say(f"The archive is at {address}")
        self.say("To administer it: `make admin` makes an administrator or sets a new password. Ctrl-C stops it.")

    def say(self, line: str) -> None:
        """Show a line at once, even when it goes to a file."""
        self.stdout.write(line)
        self.stdout.flush()
