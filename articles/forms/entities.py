"""What may be asked of entities as a whole."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models import Entity
from articles.models.entity import Kind
from articles.tagging import labels
from articles.tagging.merging import FIELDS

_LARGEST = 5_000_000  # bytes of a file of labels


class MergeForm(forms.Form):
    """What an entity is merged into, and for each field that differs whose stays."""

    into = forms.ModelChoiceField(Entity.objects.all(), error_messages={"required": "בחרו אל מי למזג."})

    def settled(self) -> dict[str, str]:
        """Return for each field `source` or `target`."""
        return {field: "source" if self.data.get(field) == "source" else "target" for field in FIELDS}


class SplitForm(forms.Form):
    """Where tags go: a known entity, or the name and kind of a new one."""

    entity = forms.ModelChoiceField(
        Entity.objects.all(), required=False, error_messages={"invalid_choice": "אין ישות שזה מספרה."}
    )
    name = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not given.get("entity") and not (given.get("name") and given.get("kind")) and not self.errors:
            raise forms.ValidationError("כתבו מספר של ישות קיימת, או שם וסוג לישות חדשה.")
        return given


class LabelsForm(forms.Form):
    """A file of Wikidata labels: CSV with the columns id and label."""

    file = forms.FileField(label="קובץ תוויות (CSV, עמודות id ו־label)")

    def clean_file(self) -> list[tuple[str, str]]:
        """Read the rows, or say what is wrong with the file."""
        given = self.cleaned_data["file"]
        if given.size > _LARGEST:
            raise forms.ValidationError("הקובץ גדול מ־5 מגה־בייט. חלקו אותו.")
        try:
            return labels.read(given.read())
        except labels.Unreadable as error:
            raise forms.ValidationError(str(error)) from error

    def rows(self) -> list[tuple[str, str]]:
        """Return the valid form's pairs of identifier and label."""
        found: list[tuple[str, str]] = self.cleaned_data["file"]
        return found
