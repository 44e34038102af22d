from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import AccessRecord, User


class WholeRowForm(forms.ModelForm):
    """Checks every constraint of its row, also those that name a column it does not show.

    Django's own check leaves those out: the form is valid, and saving fails.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class InvitedUserForm(WholeRowForm):
    """A new user: nobody chooses a password for him, he does so by his link."""

    class Meta:
        model = User
        fields = ["email", "name", "agency", "area"]

    def _post_clean(self) -> None:
        self.instance.set_unusable_password()
        super()._post_clean()


class ReasonForm(forms.Form):
    """Why somebody needs whole personal data: chosen, and in his own words."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", "—"), *AccessRecord.Reason.choices]
    )
    explanation = forms.CharField(
        label=_("In your own words"),
        max_length=300,
        required=False,
        help_text=_("For instance the number of the letter or case."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        other = cleaned.get("reason") == AccessRecord.Reason.OTHER
        if other and not cleaned.get("explanation"):
            self.add_error("explanation", _("Say in your own words why."))
        return cleaned
