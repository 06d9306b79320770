"""`manage.py make_admin`: an administrator, or a new password for one; `make admin` calls it."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from newsarchive.serve import administrator, prepare


class Command(BaseCommand):
    help = "Make an administrator or give one a new password: asked for on a terminal, else generated and shown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="the user (admin)")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = sys.stdin.isatty()
        try:
            name = options["name"] or (asked and input(f"User [{administrator.FIRST}]: ")) or administrator.FIRST
            password = self.ask() if asked else ""
        except (KeyboardInterrupt, EOFError):
            raise CommandError("Nothing was changed.") from None
        with prepare.alone():
            prepare.migrate()
            established = administrator.establish(name, password)
        self.stdout.write(f"Administrator: {name}" + ("" if password else f", password: {established} (shown once)"))

    def ask(self) -> str:
        """Ask for a password until a good one is given twice; nothing at all means: generate one."""
        while password := getpass.getpass("Password [generate one]: "):
            try:
                validate_password(password)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
            else:
                if getpass.getpass("Again: ") == password:
                    return password
                self.stderr.write("They differ.")
        return ""
