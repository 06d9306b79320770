"""Sources, and uploads to be looked up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from articles.models import Batch, Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Newspapers and sites. One that has articles cannot be deleted."""

    search_fields = ("name",)
    show_full_result_count = False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deletion is one by one."""
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}


@admin.register(Batch)
class BatchAdmin(admin.ModelAdmin):
    """Uploads, each with its report; everything else is done there."""

    list_display = ("__str__", "created", "created_by", "status", "report")
    list_filter = ("status",)
    list_select_related = ("created_by",)
    list_display_links = None
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        """Return all to an administrator, to an archivist own ones."""
        return super().get_queryset(request) & Batch.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Uploads are made on their own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """Nothing to change here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """An upload's report is kept."""
        return False

    @admin.display(description="דוח")
    def report(self, obj: Batch) -> str:
        """Return a link to the report of an upload."""
        return format_html('<a href="{}">לדוח ההעלאה</a>', obj.get_absolute_url())
