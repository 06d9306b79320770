"""Mentions in the admin: to be looked up, not edited; decisions are taken on the tagging page."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Mention
from articles.models.article import Status


@admin.register(Mention)
class MentionAdmin(admin.ModelAdmin):
    """Every mention, with filters."""

    list_display = ("quote", "entity", "article", "status", "origin", "decided_by", "decided")
    list_filter = ("status", "origin", "entity__kind")
    list_select_related = ("entity", "article", "decided_by")
    list_per_page = 50
    search_fields = ("quote", "entity__name")
    show_full_result_count = False
    ordering = ("-id",)
    fields = (
        "quote", "entity", "article", "paragraph", "start", "end", "status", "origin", "created", "decided",
        "decided_by", "version", "tagging_link",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        """Leave out withheld articles, save for those who withhold."""
        rows = super().get_queryset(request)
        may = request.user.has_perm("articles.withhold_article")
        return rows if may else rows.exclude(article__status=Status.WITHHELD)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tags are made on the tagging page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        """Decisions are taken on the tagging page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        """Only with its draft article, by an administrator."""
        return request.user.is_superuser and obj is not None and obj.article.status == Status.DRAFT

    @admin.display(description="החלטות")
    def tagging_link(self, obj: Mention) -> str:
        """Return a link to where decisions are taken."""
        url = f"{reverse('tag', args=[obj.article_id])}#p{obj.paragraph.position}"
        return format_html('<a href="{}">לדף התיוג</a>', url)
