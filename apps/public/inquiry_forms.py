"""The form by which a visitor asks a maker, with what keeps machines from it."""

import re
from typing import Any

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext_lazy as _

SOONEST = 3  # seconds in which nobody has read and written
LATEST = 24 * 3600
MOST_LINKS = 1
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
signer = TimestampSigner(salt="apps.public.inquiry")


class InquiryForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=100)
    contact = forms.CharField(
        label=_("Your e-mail or phone"),
        max_length=100,
        min_length=6,
        help_text=_("The maker answers you there; it is given to nobody else."),
    )
    text = forms.CharField(
        label=_("Your question"),
        max_length=1500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    # Nobody sees it; machines fill in what they find.
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signer.sign("inquiry")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(LINK.findall(text)) > MOST_LINKS:
            raise forms.ValidationError(_("Please leave the links out."))
        return text

    @property
    def is_of_a_machine(self) -> bool:
        """Filled in faster than anybody writes, or where nobody sees a field."""
        if self.cleaned_data.get("website"):
            return True
        opened = self.cleaned_data.get("opened", "")
        try:
            signer.unsign(opened, max_age=LATEST)
        except BadSignature:
            return True
        return _is_younger(opened)


def _is_younger(opened: str) -> bool:
    try:
        signer.unsign(opened, max_age=SOONEST)
    except BadSignature:
        return False
    return True
