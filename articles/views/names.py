"""Names that files give and no entity has: made entities, or refused, by editors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles.models import GivenTag
from articles.models.entity import Kind
from articles.tagging import given
from articles.tagging.errors import NoLetters
from articles.views.access import needs


@needs("articles.add_entity")
@require_http_methods(["GET", "HEAD", "POST"])
def given_names(request: HttpRequest) -> HttpResponse:
    """Show the names that wait; on POST make an entity of one (`kind`), or offer it no more (no `kind`)."""
    if request.method == "POST":
        _decide(request)
        return redirect("given_names")
    shown = {"names": given.waiting(), "kinds": Kind.choices, "often": given.OFTEN}
    return render(request, "tagging/names.html", shown)


def _decide(request: HttpRequest) -> None:
    assert isinstance(request.user, User)
    key, kind = request.POST.get("key", "")[:200], request.POST.get("kind", "")
    if "refuse" in request.POST:
        given.refuse(key, request.user)
        messages.success(request, "השם לא יוצע עוד.")
    elif kind not in Kind.values:
        messages.error(request, "בחרו מה השם: אדם, ארגון, מקום, אירוע, מוצר או יצירה.")
    else:
        try:
            made = given.make_entity(key, kind, request.user)
            messages.success(request, f"נוצרה הישות ״{made}״. אזכוריה בארכיון יוצעו בתור הסקירה.")
        except (GivenTag.DoesNotExist, NoLetters):
            messages.error(request, "השם כבר אינו מחכה.")
