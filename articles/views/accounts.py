"""Signing in and out, by Django's own views."""

from django.contrib.auth.views import LoginView, LogoutView

from articles.views.access import open_to_all

login = open_to_all(LoginView.as_view(redirect_authenticated_user=True))
logout = open_to_all(LogoutView.as_view())
