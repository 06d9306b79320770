"""Saved searches, history, and alerts sent through a real mail server on this machine."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import AlertedHit, Article, PastSearch, SavedSearch, SearchSketch
from articles.models.reader import Alert
from articles.search import alerts, index, saved
from articles.search.criteria import Criteria
from articles.tests.conftest import MakeArticle, MakeUser
from articles.tests.project.serving import free_port


class Inbox:
    """Keeps what a mail server is handed; refuses it while `broken`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.broken = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message."""
        if self.broken:
            return "451 try again later"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox(settings: Settings) -> Iterator[Inbox]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    settings.EMAIL_PORT = controller.port
    settings.SITE_URL = "https://archive.example.org"
    yield inbox
    controller.stop()


@pytest.fixture
def reader(make_user: MakeUser) -> User:
    user = make_user(name="קוראת")
    user.email = "reader@example.org"
    user.save()
    return user


@pytest.fixture
def signed(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def keep(reader: User, q: str = "סוריה", alert: Alert = Alert.DAILY) -> SavedSearch:
    return saved.save(reader, Criteria(q=q), "", alert)


def later(days: float = 1.5) -> Any:
    return timezone.now() + timedelta(days=days)


def let_days_pass(days: int) -> None:
    """Put everything that happened so far back by so many days."""
    back = timedelta(days=days)
    SavedSearch.objects.update(checked=F("checked") - back, since=F("since") - back)
    SearchSketch.objects.update(arrived=F("arrived") - back)


def test_each_hit_is_told_of_once(reader: User, make_article: MakeArticle, inbox: Inbox) -> None:
    make_article("סוריה", title="קודמת")
    keep(reader)
    new = make_article("בסוריה", title="חדשה")
    old = make_article("סוריה", title="ישנה שנוספה באיחור", day="1999-01-01")
    make_article("איראן", title="אחרת")
    assert alerts.send_due(timezone.now()) == alerts.Sent(0, 0, 0)
    assert alerts.send_due(later()) == alerts.Sent(1, 1, 0)
    (mail,) = inbox.messages
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"https://archive.example.org{new.get_absolute_url()}" in text and old.title in text
    assert "קודמת" not in text and "אחרת" not in text
    assert mail["To"] == "reader@example.org" and mail["Subject"].startswith("2 כתבות חדשות: ")
    assert alerts.send_due(later(3)) == alerts.Sent(1, 0, 0) and len(inbox.messages) == 1


def test_what_is_indexed_again_is_not_new_and_what_is_published_late_is(
    reader: User, make_article: MakeArticle, inbox: Inbox
) -> None:
    known = make_article("סוריה", title="ידועה")
    draft = make_article("סוריה", title="טיוטה", status="draft")
    keep(reader)
    index.refresh([known.pk])
    let_days_pass(2)
    assert alerts.send_due() == alerts.Sent(1, 0, 0)
    Article.objects.filter(pk=draft.pk).update(status="published")
    index.refresh([draft.pk])
    let_days_pass(2)
    assert alerts.send_due().sent == 1
    Article.objects.filter(pk=draft.pk).update(status="draft")
    index.refresh([draft.pk])
    Article.objects.filter(pk=draft.pk).update(status="published")
    index.refresh([draft.pk])
    let_days_pass(2)
    assert alerts.send_due() == alerts.Sent(1, 0, 0) and AlertedHit.objects.count() == 1


def test_a_weekly_alert_waits_a_week(reader: User, make_article: MakeArticle, inbox: Inbox) -> None:
    keep(reader, alert=Alert.WEEKLY)
    make_article("סוריה")
    assert alerts.send_due(later(2)).looked_at == 0
    assert alerts.send_due(later(7)).sent == 1


def test_a_mail_that_fails_is_tried_again(reader: User, make_article: MakeArticle, inbox: Inbox) -> None:
    keep(reader)
    make_article("סוריה")
    inbox.broken = True
    assert alerts.send_due(later()) == alerts.Sent(1, 0, 1)
    assert not AlertedHit.objects.exists()
    inbox.broken = False
    assert alerts.send_due(later()).sent == 1 and len(inbox.messages) == 1


def test_who_has_no_address_or_no_account_any_more_gets_none(
    reader: User, make_article: MakeArticle, inbox: Inbox
) -> None:
    keep(reader)
    make_article("סוריה")
    for change in ({"email": ""}, {"email": "reader@example.org", "is_active": False}):
        User.objects.filter(pk=reader.pk).update(**change)
        assert alerts.send_due(later()).looked_at == 0


def test_one_click_stops_the_alert_without_signing_in(reader: User, make_article: MakeArticle, inbox: Inbox) -> None:
    kept = keep(reader)
    make_article("סוריה")
    alerts.send_due(later())
    mail = inbox.messages[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https://archive.example.org(/unsubscribe/\S+)>", mail["List-Unsubscribe"].replace(" ", ""))
    assert found and found[1] in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    nobody = Client(enforce_csrf_checks=True)
    assert "לא לשלוח עוד" in nobody.get(found[1]).content.decode()
    kept.refresh_from_db()
    assert kept.alert == Alert.DAILY
    assert nobody.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    kept.refresh_from_db()
    assert kept.alert == Alert.NONE
    assert alerts.send_due(later(9)).looked_at == 0
    assert nobody.post(found[1][:-2] + "xx").status_code == 404
    kept.delete()
    assert nobody.post(found[1]).status_code == 200


def test_the_command_sends(reader: User, make_article: MakeArticle, inbox: Inbox, settings: Settings) -> None:
    keep(reader)
    make_article("סוריה")
    SavedSearch.objects.update(checked=timezone.now() - timedelta(days=2), since=timezone.now() - timedelta(days=2))
    call_command("send_alerts")
    assert len(inbox.messages) == 1
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError):
        call_command("send_alerts")


def test_keeping_shows_how_often_it_would_tell(
    signed: Client, reader: User, make_article: MakeArticle, inbox: Inbox
) -> None:
    make_article("סוריה", day="1990-01-01")
    before = make_article("סוריה")
    SearchSketch.objects.filter(article=before).update(arrived=timezone.now() - timedelta(days=101))
    page = signed.get("/searches/keep?q=סוריה").content.decode()
    assert "כתבה אחת" in page and "עם סוריה" in page
    answer = signed.post("/searches/keep", {"q": "סוריה", "name": "המזרח", "alert": "daily"}, follow=True)
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.alert, Criteria.read(answer.wsgi_request.GET)) == ("המזרח", "daily", Criteria())
    assert "המזרח" in answer.content.decode() and kept.url == "/search/?q=%D7%A1%D7%95%D7%A8%D7%99%D7%94"
    signed.post("/searches/keep", {"q": "סוריה", "name": "שם אחר", "alert": ""})
    assert SavedSearch.objects.get().name == "שם אחר" and SavedSearch.objects.get().alert == "none"


def test_an_alert_needs_an_address(signed: Client, reader: User, inbox: Inbox) -> None:
    User.objects.update(email="")
    assert "נחוצה כתובת דואר" in signed.post("/searches/keep", {"q": "א", "alert": "daily"}).content.decode()
    bad = signed.post("/searches/keep", {"q": "א", "alert": "daily", "email": "לא כתובת"})
    assert "אינה כתובת" in bad.content.decode() and not SavedSearch.objects.exists()
    signed.post("/searches/keep", {"q": "א", "alert": "weekly", "email": "x@example.org"})
    assert SavedSearch.objects.get().alert == "weekly" and User.objects.get(pk=reader.pk).email == "x@example.org"


def test_without_a_mail_server_no_alert_is_offered(signed: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    page = signed.get("/searches/keep?q=א").content.decode()
    assert "לא הוגדר שרת דואר" in page and 'name="alert"' not in page


def test_a_kept_search_is_renamed_and_deleted_by_its_owner_alone(
    signed: Client, reader: User, make_user: MakeUser
) -> None:
    mine, other = keep(reader), keep(make_user("editor"), "איראן")
    signed.post(f"/searches/{mine.pk}/change", {"name": "חדש", "alert": "weekly"})
    mine.refresh_from_db()
    assert (mine.name, mine.alert) == ("חדש", "weekly")
    for act in ("change", "delete"):
        assert signed.post(f"/searches/{other.pk}/{act}", {"name": "גנוב"}).status_code == 404
    signed.post(f"/searches/{mine.pk}/delete")
    assert [one.name for one in SavedSearch.objects.all()] == ["עם איראן"]


def test_history_keeps_each_search_once_and_is_forgotten_on_demand(
    signed: Client, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query in ("q=א", "q=ב", "q=א", "q=ב&page=2", ""):
        signed.get(f"/search/?{query}")
    Client().get("/search/?q=זר")
    assert [one.query for one in PastSearch.objects.all()] == ["q=%D7%90", "q=%D7%91"]
    assert "עם א" in signed.get("/searches/").content.decode()
    signed.post("/searches/forget", {"past": PastSearch.objects.all()[0].pk})
    assert PastSearch.objects.count() == 1
    signed.get("/search/?q=ג")
    monkeypatch.setattr(saved, "MOST_PAST", 1)
    assert saved.forget_old() == 1
    signed.post("/searches/forget")
    assert not PastSearch.objects.exists()


def test_only_who_is_signed_in_keeps_searches(client: Client, db: None) -> None:
    for address in ("/searches/", "/searches/keep?q=א"):
        assert "/login/" in client.get(address)["Location"]
    assert client.post("/searches/forget").status_code == 302


def test_an_alert_without_a_beginning_is_refused_by_the_database(reader: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.create(user=reader, name="x", query="", alert="daily")


def test_so_many_and_no_more(signed: Client, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_SAVED", 1)
    keep(reader)
    assert "אפשר לשמור עד 1" in signed.post("/searches/keep", {"q": "אחר"}, follow=True).content.decode()
