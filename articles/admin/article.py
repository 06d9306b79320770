"""Articles in the admin: metadata, corrections, paragraphs whose tags follow their words, and who may see them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.article_forms import ArticleForm, ParagraphForm, RowForm
from articles.admin.site import guarded_by_admin
from articles.corrections import versions
from articles.intake import publishing
from articles.models import Article, Correction, Paragraph, RelatedLink, Version
from articles.models.article import Status
from articles.search import index
from articles.tagging import appearances
from articles.tagging.reanchor import change_paragraph

_BY_PUBLISHING = ("status", "withheld_reason")
_READ = ("title", "deck", "byline")
_EDITED = "הכתבה תוקנה בידי המערכת."
_KEPT = ("external_id", "original_link", "created", "created_by")


def may_change(request: HttpRequest, article: Article | None) -> bool:
    """Tell whether the user may edit: an editor every article, an archivist own drafts, a withheld one nobody else."""
    user = request.user
    if user.is_superuser or article is None:
        return user.has_perm("articles.change_article")
    if article.status == Status.WITHHELD or not user.has_perm("articles.change_article"):
        return False
    own_draft = article.status == Status.DRAFT and article.created_by_id == user.pk
    return user.has_perm("articles.see_drafts") or own_draft


class OfArticle(admin.TabularInline):
    """Rows of an article, which follow its permission; none is deleted here."""

    form: type[ModelForm] = RowForm
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Follow the article, beside the permission of its own."""
        return super().has_change_permission(request, obj) and may_change(request, obj)


class ParagraphInline(OfArticle):
    """The paragraphs in order."""

    model = Paragraph
    form = ParagraphForm
    fields = ("position", "kind", "text")
    readonly_fields = ("position",)
    verbose_name_plural = "פסקאות: בשינוי טקסט התיוגים הולכים אחרי מילותיהם, ומי שאיבד את מקומו מחכה בתור הסקירה"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Paragraphs come with their article."""
        return False


class RelatedLinkInline(OfArticle):
    """What the article pointed to."""

    model = RelatedLink
    fk_name = "article"
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": forms.Textarea({"rows": 2, "cols": 40})},
    }
    fields = ("text", "url", "target")
    autocomplete_fields = ("target",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Links come with their article."""
        return False


class CorrectionInline(OfArticle):
    """Corrections that readers see; one that was made stands."""

    model = Correction
    fields = ("text", "created", "created_by")
    readonly_fields = ("created", "created_by")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A correction that readers saw is not rewritten."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever edits the article and holds the permission."""
        return super().has_add_permission(request, obj) and may_change(request, obj)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """The articles that a user may see, and what each may change of them."""

    form = ArticleForm
    list_filter = ("status", "source")
    list_select_related = ("source",)
    list_per_page = 50
    search_fields = ("title",)
    date_hierarchy = "published"
    show_full_result_count = False
    inlines = (CorrectionInline, ParagraphInline, RelatedLinkInline)
    actions = ("publish", "unpublish")
    fieldsets = (
        (None, {"fields": ("title", "deck", "byline", "source", "section", "url")}),
        ("מתי", {"fields": ("published", "time_known", "date_known_from", "updated", "update_stamp")}),
        ("מי רואה", {"fields": _BY_PUBLISHING}),
        ("מאין", {"fields": _KEPT}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Return what the user may see; withheld articles only for those who withhold."""
        visible = super().get_queryset(request) & Article.objects.visible_to(request.user)
        may = request.user.has_perm("articles.withhold_article")
        return visible if may else visible.exclude(status=Status.WITHHELD)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Offer the tagging page to those who tag."""
        columns = ("title", "source", "published", "status")
        return (*columns, "tagging_link") if request.user.has_perm("articles.add_mention") else columns

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        """Only those who withhold decide who sees an article; an archivist publishes by the batch or the list."""
        return _KEPT if request.user.has_perm("articles.withhold_article") else (*_KEPT, *_BY_PUBLISHING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come by upload."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Tell whether the user may edit."""
        return may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only an administrator deletes, one by one, and only drafts."""
        return request.user.is_superuser and obj is not None and obj.status == Status.DRAFT

    def view_on_site(self, obj: Article) -> str:
        """Return the article's page."""
        return obj.get_absolute_url()

    @guarded_by_admin
    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the article; that a withheld one was seen is written down."""
        article = self.get_object(request, object_id)
        if article is not None and article.status == Status.WITHHELD and request.method == "GET":
            self.log_change(request, article, "עיון בכתבה שהוסרה מעיון")
        return super().change_view(request, object_id, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Save the metadata; who may see the article is changed by `publishing`."""
        wanted, reason = obj.status, obj.withheld_reason
        appearances.lock([obj.pk])
        before = form.before = Article.objects.get(pk=obj.pk)
        obj.status, obj.withheld_reason = before.status, before.withheld_reason
        changed = [name for name in form.changed_data if name not in _BY_PUBLISHING]
        if changed:
            obj.save(update_fields=changed)
        _publish_as(request, obj, wanted, reason)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        """Save a paragraph with its tags, and a correction with who made it."""
        for row in formset.save(commit=False):
            if isinstance(row, Paragraph):
                _save_paragraph(request, row)
                continue
            if isinstance(row, Correction):
                row.created_by_id = request.user.pk
            row.save()

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Save the rows, and keep search and timelines in step."""
        version = _kept_version(request, form, formsets)
        super().save_related(request, form, formsets, change)
        if version:
            _tell_readers(request, version, formsets)
        index.refresh([form.instance.pk])
        appearances.refresh([form.instance.pk])

    @admin.action(description="פרסום הטיוטות שנבחרו", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Publish drafts: an archivist, own ones."""
        count = publishing.publish(self._own(request, queryset), request.user)
        self.message_user(request, f"פורסמו {count} כתבות.", messages.SUCCESS)

    @admin.action(description="החזרת הכתבות שנבחרו לטיוטה", permissions=["withhold"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Draw published articles back to drafts."""
        count = publishing.unpublish(queryset.values_list("pk", flat=True), request.user)
        self.message_user(request, f"הוחזרו לטיוטה {count} כתבות.", messages.SUCCESS)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Archivists and administrators publish."""
        return request.user.has_perm("articles.upload_articles")

    def has_withhold_permission(self, request: HttpRequest) -> bool:
        """Administrators draw back."""
        return request.user.has_perm("articles.withhold_article")

    @admin.display(description="תיוג")
    def tagging_link(self, obj: Article) -> str:
        """Return a link to the tagging page."""
        return format_html('<a href="{}">לדף התיוג</a>', reverse("tag", args=[obj.pk]))

    @admin.display(description="קובץ מקור")
    def original_link(self, obj: Article) -> str:
        """Return a link to the file that was uploaded."""
        if not obj.original_id:
            return "–"
        return format_html('<a href="{}">הורדה</a>', reverse("original", args=[obj.pk]))

    @staticmethod
    def _own(request: HttpRequest, queryset: QuerySet[Article]) -> list[int]:
        chosen = queryset if request.user.is_superuser else queryset.filter(created_by=request.user.pk)
        return list(chosen.values_list("pk", flat=True))


def _publish_as(request: HttpRequest, article: Article, wanted: str, reason: str) -> None:
    """Bring the article to the status that was chosen, by the functions that keep search in step."""
    user: Any = request.user
    if wanted == Status.WITHHELD:
        if (article.status, article.withheld_reason) != (wanted, reason):
            publishing.withhold(article, user, reason)
        return
    if article.status == Status.WITHHELD:
        publishing.restore(article, user)
    if wanted != article.status:
        act = publishing.publish if wanted == Status.PUBLISHED else publishing.unpublish
        act([article.pk], user)
        article.status = wanted


def _kept_version(request: HttpRequest, form: Any, formsets: Any) -> Version | None:
    """Keep what readers of a published article read, when the form changes that; call it before rows are saved."""
    rows = [row for formset in formsets for row in formset.forms if isinstance(row.instance, Paragraph)]
    texts = any("text" in row.changed_data and row.instance.kind in versions.BODY for row in rows)
    if form.before.status != Status.PUBLISHED or not (texts or set(_READ).intersection(form.changed_data)):
        return None
    return versions.keep(form.before, request.user)


def _tell_readers(request: HttpRequest, version: Version, formsets: Any) -> None:
    """Put the difference under the correction that the editor wrote, or under one that says just that there is one."""
    rows = [row for formset in formsets for row in getattr(formset, "new_objects", ()) if isinstance(row, Correction)]
    user: Any = request.user
    said = rows or [Correction.objects.create(article_id=version.article_id, text=_EDITED, created_by_id=user.pk)]
    version.correction = said[-1]
    version.save(update_fields=["correction"])


def _save_paragraph(request: HttpRequest, paragraph: Paragraph) -> None:
    text = paragraph.text
    user: Any = request.user
    paragraph.text = Paragraph.objects.values_list("text", flat=True).get(pk=paragraph.pk)
    paragraph.save(update_fields=["kind"])
    broken = change_paragraph(paragraph, text, user)
    if broken:
        said = ", ".join(f"״{mention.quote}״" for mention in broken)
        messages.warning(request, f"תיוגים שאיבדו את מקומם ומחכים בתור הסקירה: {said}")
