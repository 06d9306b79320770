"""All addresses. They are listed in docs/addresses.md; other programs rely on them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("articles.urls")),
    path("admin/", admin.site.urls),
]
