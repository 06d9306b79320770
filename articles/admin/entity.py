"""Entities and their names in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet, BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.article_forms import SpokenFields
from articles.admin.site import guarded_by_admin
from articles.models import Alias, Entity
from articles.models.entity import AliasKind, Kind
from articles.tagging import entities, splitting
from articles.tagging.errors import HasMentions, NoLetters, TaggingError
from articles.tagging.names import key, tidy


def _named(name: str) -> str:
    """Return a name as it is stored, or complain beside its field."""
    try:
        key(name)
    except NoLetters as error:
        raise forms.ValidationError(str(error)) from error
    return tidy(name)


class EntityForm(forms.ModelForm):
    """What is known of an entity."""

    class Meta:
        model = Entity
        fields = ("name", "kind", "description", "wikidata")

    def clean_name(self) -> str:
        """Ask for letters."""
        return _named(self.cleaned_data["name"])


class AliasForm(SpokenFields, forms.ModelForm):
    """One name; one whose kind is not said is a plain name."""

    kind = forms.ChoiceField(label="סוג השם", choices=AliasKind.choices, initial=AliasKind.NAME, required=False)

    class Meta:
        model = Alias
        fields = ("name", "kind", "since", "until")

    def clean_name(self) -> str:
        """Ask for letters."""
        return _named(self.cleaned_data["name"])

    def clean_kind(self) -> str:
        """Take a plain name when nothing is said."""
        return self.cleaned_data["kind"] or AliasKind.NAME


class AliasFormSet(BaseInlineFormSet):
    """The names of one entity: each once, its own name among them."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Let the box that deletes say so."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "מחיקה"

    def clean(self) -> None:
        """Refuse a name twice, and taking the entity's own name away."""
        super().clean()
        seen: set[tuple[str, date | None]] = set()
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get("name")
            if not name:
                continue
            gone, folded = form in self.deleted_forms, key(name)
            if gone or folded != key(form.initial.get("name", name)):
                self._keep_own(form)
            called = folded, form.cleaned_data.get("since")
            if not gone and called in seen:
                form.add_error("name", "השם הזה כבר רשום לישות.")
            seen |= set() if gone else {called}

    def _keep_own(self, form: ModelForm) -> None:
        name = form.initial.get("name")
        if name and self.instance.name and key(name) == key(self.instance.name):
            raise forms.ValidationError(f"״{name}״ הוא שמה של הישות. כדי לשנותו שנו את השם למעלה.")


class AliasInline(admin.TabularInline):
    """The names by which an entity is called."""

    model = Alias
    form = AliasForm
    formset = AliasFormSet
    fields = ("name", "kind", "since", "until", "created_by", "created")
    readonly_fields = ("created_by", "created")
    extra = 1
    verbose_name_plural = "שמות נרדפים (שם הישות עצמו נרשם ביניהם)"


def _sort(alias: Alias) -> entities.Sort:
    return entities.Sort(alias.kind, alias.since, alias.until)


def _to_kind(kind: Kind) -> Any:
    """Return the action that makes entities of `kind`, as one act that can be taken back."""

    @admin.action(description=f"שינוי הסוג ל״{kind.label}״", permissions=["change"])
    def change(model: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Entity]) -> None:
        user: Any = request.user
        act = splitting.change_kind(list(chosen), kind, user)
        url = reverse("tag_act", args=[act.pk])
        messages.success(request, format_html('הסוג של {} ישויות שונה. <a href="{}">להחזרה</a>', act.done, url))

    change.__name__ = f"to_{kind.value}"
    return change


@admin.register(Entity)
class EntityAdmin(admin.ModelAdmin):
    """Entities, saved by `tagging.entities`."""

    form = EntityForm
    inlines = (AliasInline,)
    list_display = ("name", "kind", "article_count", "wikidata")
    list_filter = ("kind",)
    search_fields = ("name", "aliases__name")
    show_full_result_count = False
    list_per_page = 50
    actions = tuple(_to_kind(kind) for kind in Kind)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        """Return the entities with how many articles speak of each."""
        return super().get_queryset(request).annotate(article_count=Count("appearances", distinct=True))

    @admin.display(description="כתבות", ordering="article_count")
    def article_count(self, obj: Any) -> int:
        """Return how many published articles speak of the entity."""
        count: int = obj.article_count
        return count

    def view_on_site(self, obj: Entity) -> str:
        """Return the entity's page."""
        return obj.get_absolute_url()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deletion is one by one."""
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}

    @guarded_by_admin
    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse, with a way on, to delete an entity that articles speak of."""
        entity = self.get_object(request, object_id)
        if entity is not None and self.has_delete_permission(request, entity) and entity.mentions.exists():
            messages.error(request, str(HasMentions(entity)))
            return redirect(reverse("admin:articles_entity_change", args=[entity.pk]))
        return super().delete_view(request, object_id, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say in words what the domain refuses; nothing of it is stored."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except TaggingError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Entity) -> None:
        """Delete through the domain."""
        entities.delete(obj)

    def save_model(self, request: HttpRequest, obj: Entity, form: ModelForm, change: bool) -> None:
        """Make or change an entity through the domain."""
        user: Any = request.user
        if change:
            obj.save(update_fields=["kind", "description", "wikidata"])
            if "name" in form.changed_data:
                entities.rename(obj, obj.name, user)
            return
        made = entities.create(obj.name, obj.kind, (), user, obj.description, obj.wikidata)
        obj.__dict__.update({name: value for name, value in made.__dict__.items() if name != "_state"})
        obj._state.adding, obj._state.db = False, made._state.db

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        """Add, change and take names through the domain."""
        user: Any = request.user
        changed = formset.save(commit=False)
        for alias in formset.deleted_objects:
            entities.remove_alias(alias)
        for alias in changed:
            if alias.pk:
                entities.change_alias(alias, alias.name, user, _sort(alias))
            elif not alias.entity.aliases.filter(key=key(alias.name), since=alias.since).exists():
                entities.add_alias(alias.entity, alias.name, user, _sort(alias))
