"""What a reader says of a search to keep."""

from django import forms
from django.contrib.auth.models import User

from articles.models.reader import Alert


class KeepForm(forms.Form):
    """A name, how often to tell, and where to: an alert needs an e-mail address."""

    name = forms.CharField(max_length=200, required=False, strip=True)
    alert = forms.ChoiceField(choices=Alert, required=False)
    email = forms.EmailField(
        required=False, error_messages={"invalid": "כתובת הדואר אינה כתובת; כותבים כך: name@example.org"}
    )

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_alert(self) -> Alert:
        """No choice is no alert."""
        return Alert(self.cleaned_data["alert"] or Alert.NONE)

    def clean(self) -> dict[str, object]:
        """Refuse an alert that has nowhere to go."""
        given = super().clean() or {}
        address = given.get("email") or self.user.email
        if given.get("alert") not in (None, Alert.NONE) and not address and "email" not in self.errors:
            self.add_error("email", "להתראה נחוצה כתובת דואר.")
        return given

    def keep_address(self) -> None:
        """Store the address given as the user's own."""
        if (address := self.cleaned_data["email"]) and address != self.user.email:
            self.user.email = address
            self.user.save(update_fields=["email"])
