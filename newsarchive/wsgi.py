"""WSGI entry point: `gunicorn --config python:newsarchive.gunicorn_conf newsarchive.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
application = get_wsgi_application()

from articles.hebrew import analyzer  # noqa: E402 - after the settings

get_resolver().url_patterns  # noqa: B018 - loads every view now rather than in the first reader's time
analyzer.load()
