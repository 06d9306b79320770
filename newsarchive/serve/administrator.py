"""The first administrator, and a new password for one."""

import secrets

from django.contrib.auth import get_user_model

FIRST = "admin"


def is_missing() -> bool:
    """Tell whether nobody can administer the archive."""
    return not get_user_model().objects.filter(is_superuser=True, is_active=True).exists()


def establish(name: str = FIRST, password: str = "") -> str:
    """Make `name` an administrator, new or not; return the password, generated when none is given."""
    password = password or secrets.token_urlsafe(12)
    user, _ = get_user_model().objects.get_or_create(username=name)
    user.is_superuser = user.is_staff = user.is_active = True
    user.set_password(password)
    user.save()
    return password
