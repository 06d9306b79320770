"""What a signed-in reader keeps: saved searches with their alerts, and searches made before."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.forms.reader import KeepForm
from articles.models import PastSearch, SavedSearch
from articles.models.reader import Alert
from articles.search import alerts, asking, saved
from articles.search.criteria import Criteria
from articles.search.exports import criteria_of
from articles.views.access import open_to_all, signed_in, who
from articles.views.addresses import address

SHOWN_PAST = 50


@signed_in
@require_safe
@never_cache
def searches(request: HttpRequest) -> HttpResponse:
    """Show what the reader keeps."""
    user = who(request)
    past = PastSearch.objects.filter(user=user)[:SHOWN_PAST]
    context = {
        "kept": SavedSearch.objects.filter(user=user),
        "past": [(one, saved.said(criteria := criteria_of(one.query)), address(criteria)) for one in past],
        "alerts": Alert.choices,
        "mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "reader/searches.html", context)


@signed_in
@never_cache
def search_keep(request: HttpRequest) -> HttpResponse:
    """Show how often the search would tell of something, and keep it."""
    user = who(request)
    posted = request.method == "POST"
    criteria = asking.read(request.POST if posted else request.GET)
    form = KeepForm(user, request.POST if posted else None)
    if posted and form.is_valid():
        return _keep(request, user, criteria, form)
    context = {
        "form": form,
        "said": saved.said(criteria),
        "name": form["name"].value() or saved.said(criteria)[: saved.LONGEST_NAME],
        "chosen": form["alert"].value() or Alert.NONE,
        "lately": saved.lately(criteria),
        "carried": list(criteria.but().pairs()),
        "search": address(criteria),
        "alerts": Alert.choices,
        "mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "reader/keep.html", context)


def _keep(request: HttpRequest, user: User, criteria: Criteria, form: KeepForm) -> HttpResponse:
    try:
        kept = saved.save(user, criteria, form.cleaned_data["name"], form.cleaned_data["alert"])
    except saved.TooManySaved:
        messages.error(request, f"אפשר לשמור עד {saved.MOST_SAVED} חיפושים. מחקו אחד ונסו שוב.")
        return redirect("searches")
    form.keep_address()
    messages.success(request, f"החיפוש ״{kept.name}״ נשמר.")
    return redirect("searches")


@signed_in
@require_POST
def search_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a saved search, and say how often it tells."""
    user = who(request)
    kept = get_object_or_404(SavedSearch, pk=pk, user=user)
    form = KeepForm(user, request.POST)
    if form.is_valid():
        saved.change(kept, form.cleaned_data["name"], form.cleaned_data["alert"])
        form.keep_address()
        messages.success(request, f"החיפוש ״{kept.name}״ עודכן.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("searches")


@signed_in
@require_POST
def search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved search."""
    get_object_or_404(SavedSearch, pk=pk, user=who(request)).delete()
    messages.success(request, "החיפוש השמור נמחק.")
    return redirect("searches")


@signed_in
@require_POST
def searches_forget(request: HttpRequest) -> HttpResponse:
    """Delete the reader's past searches: one of them, or all."""
    past = PastSearch.objects.filter(user=who(request))
    one = request.POST.get("past", "")
    (past.filter(pk=int(one)) if one.isascii() and one.isdigit() and len(one) < 18 else past).delete()
    messages.success(request, "נמחק מן ההיסטוריה.")
    return redirect("searches")


@open_to_all
@csrf_exempt
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop an alert, known by its token alone: at once for a mail program's post, by a button for a reader."""
    pk = alerts.read_token(token)
    kept = SavedSearch.objects.filter(pk=pk).first() if pk else None
    stopped = request.method == "POST"
    if stopped and kept:
        saved.end_alert(kept.pk)
    context = {"kept": kept, "known": bool(pk), "stopped": stopped}
    return render(request, "reader/unsubscribe.html", context, status=200 if pk else 404)
