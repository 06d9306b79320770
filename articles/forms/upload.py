"""What an archivist sends: files or a pasted article, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from articles.hebrew.normalise import clean
from articles.intake import columns, formats, limits
from articles.intake.batches import Settings
from articles.intake.mapping import TableMapping
from articles.intake.preview import FilePreview
from articles.intake.punctuation import squeeze
from articles.models import Source
from articles.models.intake import OnChanged, OnTags

ACCEPTED = ",".join(formats.SUFFIXES)


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each within the limits; its value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the uploaded files."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        files: list[UploadedFile] = [super(FilesField, self).clean(one, initial) for one in given]
        if len(files) > limits.FILES:
            raise forms.ValidationError(f"נבחרו {len(files)} קבצים. אפשר להעלות עד {limits.FILES} בבת אחת.")
        for file in files:
            if (file.size or 0) > limits.FILE_BYTES:
                most = limits.FILE_BYTES // limits.MEBIBYTE
                raise forms.ValidationError(f"הקובץ ״{file.name}״ גדול מ־{most} מ״ב. חלקו אותו והעלו שוב.")
        return files


class SettingsForm(forms.Form):
    """What holds for all articles of a batch that do not say otherwise."""

    source = forms.ModelChoiceField(Source.objects.all(), required=False, empty_label="לפי הקובץ", label="מקור")
    new_source = forms.CharField(
        required=False,
        max_length=limits.SOURCE,
        label="או מקור חדש",
        help_text="לכתבות שהקובץ אינו נוקב במקורן.",
    )
    published = forms.DateField(
        required=False,
        label="תאריך פרסום",
        help_text="לכתבות שהקובץ אינו נוקב בתאריכן. מועד הקליטה לעולם אינו נרשם כמועד הפרסום.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    on_changed = forms.ChoiceField(
        choices=OnChanged,
        initial=OnChanged.LEAVE,
        required=False,
        label="כתבה שכבר בארכיון בנוסח אחר",
        help_text="אותו מזהה, אותה כתובת, או טקסט דומה מאוד של אותו מקור.",
    )
    on_tags = forms.ChoiceField(
        choices=OnTags,
        initial=OnTags.SUGGEST,
        required=False,
        label="תגיות שבאו בקובץ",
        help_text="שם שאינו מוכר אינו הופך לישות: כשהוא חוזר בכמה כתבות הוא מוצע לעורכים.",
    )
    publish = forms.BooleanField(required=False, label="לפרסם עם הקליטה (אחרת יישמרו כטיוטות)")

    def clean_new_source(self) -> str:
        """Return the name without what cannot be stored."""
        return squeeze(clean(self.cleaned_data["new_source"]))

    def clean_published(self) -> date | None:
        """Refuse days that no article was published on."""
        day: date | None = self.cleaned_data["published"]
        if day and not limits.FIRST_YEAR <= day.year <= timezone.localdate().year + 1:
            raise forms.ValidationError("התאריך אינו סביר. בדקו את השנה.")
        return day

    def settings(self) -> Settings:
        """Return what was said."""
        source = self.cleaned_data["source"]
        name = self.cleaned_data["new_source"] or (source.name if source else "")
        return Settings(
            name,
            self.cleaned_data["publish"],
            self.cleaned_data["published"],
            self.cleaned_data["on_changed"] or OnChanged.LEAVE,
            self.cleaned_data["on_tags"] or OnTags.SUGGEST,
        )


class UploadForm(SettingsForm):
    """The upload page's form: files, or one pasted article, or both."""

    file = FilesField(required=False, label="קבצים", widget=FilesInput(attrs={"accept": ACCEPTED}))
    text = forms.CharField(
        required=False,
        label="או הדבקה של כתבה אחת",
        help_text="השורה הראשונה היא הכותרת, השנייה כותרת המשנה, וכל שורה שאחריהן פסקה.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=limits.TEXT_BYTES // 4,
    )
    field_order = ("file", "text", "source", "new_source", "published", "on_changed", "on_tags", "publish")

    def clean(self) -> dict[str, Any]:
        """Require something to take in."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            raise forms.ValidationError("בחרו קובץ אחד לפחות, או הדביקו כתבה.")
        return cleaned


def chosen_mappings(data: Mapping[str, Any], previews: Iterable[FilePreview]) -> dict[int, TableMapping]:
    """Return the mappings that the selects of the preview page say otherwise than it showed them, by file id.

    What was left as it was shown stays a guess, or remembered: it follows the source that is chosen.
    """
    chosen = {}
    for shown in previews:
        if shown.columns:
            names = {column.index: data.get(f"column-{shown.file.pk}-{column.index}", "") for column in shown.columns}
            fields = {index: name for index, name in names.items() if name in columns.LABELS}
            said = TableMapping(fields, f"grouped-{shown.file.pk}" in data)
            if shown.chosen or said != shown.mapping:
                chosen[shown.file.pk] = said
    return chosen
