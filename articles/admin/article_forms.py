"""The admin's forms of an article and its paragraphs: what cannot be stored is said beside its field."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.hebrew.normalise import clean
from articles.models import Article, Paragraph
from articles.models.article import Status


class SpokenFields:
    """Fields say their labels themselves: Django's admin leaves some out, or puts them where nothing reads them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for widget in getattr(field.widget, "widgets", [field.widget]):
                widget.attrs.setdefault("aria-label", str(field.label))


class ArticleForm(SpokenFields, forms.ModelForm):
    """The metadata of an article."""

    url = forms.URLField(label="כתובת מקורית", max_length=2000, required=False, assume_scheme="https")

    class Meta:
        model = Article
        fields = (
            "title", "deck", "byline", "source", "section", "url", "published", "time_known", "date_known_from",
            "updated", "update_stamp", "status", "withheld_reason",
        )  # fmt: skip
        widgets = {
            "title": forms.Textarea({"rows": 2, "cols": 80}),
            "deck": forms.Textarea({"rows": 3, "cols": 80}),
            "withheld_reason": forms.Textarea({"rows": 2, "cols": 80}),
        }

    def clean_title(self) -> str:
        """Keep the title as texts are kept."""
        return clean(self.cleaned_data["title"])

    def clean_deck(self) -> str:
        """Keep the deck as texts are kept."""
        return clean(self.cleaned_data["deck"])

    def clean(self) -> dict[str, Any]:
        """Refuse a second copy at the new source, and a tombstone without a reason."""
        given = super().clean() or {}
        source = given.get("source")
        same = Article.objects.filter(source=source, fingerprint=self.instance.fingerprint)
        if source and same.exclude(pk=self.instance.pk).exists():
            self.add_error("source", "הכתבה הזאת כבר שמורה אצל המקור הזה.")
        if given.get("status") == Status.WITHHELD and not given.get("withheld_reason", "").strip():
            self.add_error("withheld_reason", "הסרת כתבה מעיון מחייבת סיבה.")
        return given


class RowForm(SpokenFields, forms.ModelForm):
    """A row of a table."""


class ParagraphForm(SpokenFields, forms.ModelForm):
    """The kind and the text of a paragraph."""

    class Meta:
        model = Paragraph
        fields = ("kind", "text")
        widgets = {"text": forms.Textarea({"rows": 4, "cols": 90})}

    def clean_text(self) -> str:
        """Keep the text as texts are kept; an empty paragraph is refused."""
        text = clean(self.cleaned_data["text"]).strip()
        if not text:
            raise forms.ValidationError("פסקה צריכה טקסט.")
        return text
