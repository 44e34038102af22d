from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.documents.models import Document, Letter, Signatory
from apps.documents.printing import unprintable

WORDS = ("attachments", "subject", "recipient", "body", "copies")


class LetterForm(forms.ModelForm):
    """A draft. `seen` is the state it was opened in: two officers never overwrite unawares."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Letter
        fields = [
            *("signatory", "recipient", "subject", "nature", "attachments", "body"),
            "copies",
        ]
        widgets = {
            "recipient": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 14}),
            "copies": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["signatory"]
        offered.queryset = Signatory.objects.visible_to(user).standing()
        offered.empty_label = None if offered.queryset.count() == 1 else "---------"
        self.initial["seen"] = self._state()

    def _state(self) -> str:
        return self.instance.changed_at.isoformat() if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in WORDS:
            if missing := unprintable(cleaned.get(name) or ""):
                text = _("These characters cannot be printed: %(characters)s")
                self.add_error(name, text % {"characters": " ".join(missing)})
        if self.instance.pk and cleaned.get("seen") != self._state():
            posted: Any = self.data.copy()  # type: ignore[attr-defined]
            posted[self.add_prefix("seen")] = self._state()
            self.data = posted
            raise ValidationError(
                _(
                    "Somebody has saved this letter since you opened it. Your words are still "
                    "here: look at theirs in another window, then save again to replace them."
                )
            )
        return cleaned

    def save(self, commit: bool = True) -> Letter:
        self.instance.agency = self.instance.signatory.agency
        letter: Letter = super().save(commit)
        return letter


class RevocationForm(forms.Form):
    """Why an issued paper is void: the public reads the reason, the office the explanation."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[
            choice
            for choice in Document.Revocation.choices
            if choice[0] != Document.Revocation.REPLACED
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Whoever checks the code reads it."),
    )
    note = forms.CharField(
        label=gettext_lazy("Explanation"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only your office reads it."),
    )


class SignedByForm(forms.Form):
    """Who of an agency signs what is issued."""

    signatory = forms.ModelChoiceField(
        Signatory.objects.none(), label=gettext_lazy("Signed by")
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signatory: Any = self.fields["signatory"]
        signatory.queryset = Signatory.objects.standing().filter(agency=agency)
        signatory.initial = signatory.queryset.first()
