"""What an editor's browser may ask of tags."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models import Article, Entity, Paragraph, Source
from articles.models.entity import Kind, MentionStatus, Origin
from articles.tagging.review import Asked
from articles.tagging.selections import NewEntity, Selection

_LONGEST_OFFSET = 10_000_000
_LEAST = [("", "כל ביטחון"), ("0.5", "50% ויותר"), ("0.75", "75% ויותר"), ("0.9", "90% ויותר")]
_STATUSES = [("suggested", "הצעות"), ("broken", "תגיות שאיבדו את מקומן")]


class PlaceForm(forms.Form):
    """A span of a paragraph: code points, and the text that proves them."""

    start = forms.IntegerField(min_value=0, max_value=_LONGEST_OFFSET)
    end = forms.IntegerField(min_value=1, max_value=_LONGEST_OFFSET)
    quote = forms.CharField(max_length=500, strip=False)


class SelectionForm(PlaceForm):
    """A span of one of the article's paragraphs, and either a known entity or the name and kind of a new one."""

    paragraph = forms.ModelChoiceField(Paragraph.objects.none())
    entity = forms.ModelChoiceField(Entity.objects.all(), required=False)
    name = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data: Any, article: Article) -> None:
        super().__init__(data)
        chosen = self.fields["paragraph"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = article.paragraphs.all()

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not given.get("entity") and not (given.get("name") and given.get("kind")):
            raise forms.ValidationError("בחרו ישות, או כתבו שם ובחרו סוג לישות חדשה.")
        return given

    def selection(self) -> Selection:
        """Return the valid form as a value."""
        given = self.cleaned_data
        entity = given["entity"] or NewEntity(given["name"], given["kind"], given["confirmed"])
        return Selection(given["paragraph"], given["start"], given["end"], given["quote"], entity)


class DecisionForm(forms.Form):
    """The version of the mention that the editor saw."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class MoveForm(PlaceForm, DecisionForm):
    """A new place for a tag that lost its own."""


class SettleForm(DecisionForm):
    """A choice after another editor was first: what was asked, and what is to become of it."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("add", "accept", "reject", "remove")])
    choice = forms.ChoiceField(choices=[("mine", "שלי"), ("wait", "לתור")])


class ReviewForm(forms.Form):
    """The filters of the review queue."""

    status = forms.ChoiceField(label="מה מחכה", choices=_STATUSES, required=False)
    kind = forms.ChoiceField(label="סוג", choices=[("", "כל הסוגים"), *Kind.choices], required=False)
    origin = forms.ChoiceField(label="מוצא", choices=[("", "כל המוצאים"), *Origin.choices], required=False)
    source = forms.ModelChoiceField(Source.objects.order_by("name"), label="מקור", empty_label="הכול", required=False)
    least = forms.TypedChoiceField(label="ביטחון", choices=_LEAST, coerce=float, empty_value=None, required=False)
    since = forms.DateField(label="מיום", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label="עד יום", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    entity = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """Return the filters; what cannot be read does not filter."""
        given = self.cleaned_data
        source = given.get("source")
        return Asked(
            status=given.get("status") or MentionStatus.SUGGESTED,
            kind=given.get("kind") or "",
            entity=given.get("entity"),
            origin=given.get("origin") or "",
            source=source.pk if source else None,
            least=given.get("least"),
            since=given.get("since"),
            until=given.get("until"),
        )


class HistoryForm(forms.Form):
    """What part of the history is asked for; what cannot be read is not asked for."""

    editor = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    entity = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    article = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    before = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"], required=False)
