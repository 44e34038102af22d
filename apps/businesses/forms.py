from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.forms import WholeRowForm
from apps.businesses.findings import Finding
from apps.businesses.identifiers import (
    Reading,
    read_nib,
    read_nik,
    read_phones,
)
from apps.businesses.models import Business, Person


def accept(reading: Reading) -> str:
    """The value of a reading, or its errors as the form's."""
    errors = [
        sentence(finding) for finding in reading.findings if finding.level == "error"
    ]
    if errors:
        raise ValidationError(errors)
    return reading.value


def sentence(finding: Finding) -> str:
    if finding.proposed is None:
        return finding.message
    proposal = _("Did you mean %(value)s?") % {"value": finding.proposed}
    return f"{finding.message} {proposal}"


class PersonForm(WholeRowForm):
    """NIK and phone are typed in full and never shown again; left empty, they stay."""

    nik_typed = forms.CharField(
        label=gettext_lazy("NIK"), max_length=40, required=False
    )
    phone_typed = forms.CharField(
        label=gettext_lazy("Phone"), max_length=100, required=False
    )

    class Meta:
        model = Person
        fields = ["agency", "name", "sex", "birth_date", "email", "address", "region"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, mask in [
            ("nik_typed", self.instance.nik_masked),
            ("phone_typed", self.instance.phone_masked),
        ]:
            if mask:
                self.fields[name].help_text = _(
                    "Now %(mask)s. Left empty, it stays."
                ) % {"mask": mask}
        for name, finding in self.instance.contradictions().items():
            if name in self.fields:
                self.fields[name].help_text = finding.message

    def clean_nik_typed(self) -> str:
        return accept(read_nik(self.cleaned_data["nik_typed"]))

    def clean_phone_typed(self) -> str:
        text = self.cleaned_data["phone_typed"]
        reading = read_phones(text)
        if text and not reading.numbers and reading.findings:
            raise ValidationError([finding.message for finding in reading.findings])
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if nik := cleaned.get("nik_typed"):
            self.instance.set_nik(nik)
        if phone := cleaned.get("phone_typed"):
            self.instance.set_phone(phone)
        return cleaned


class BusinessForm(WholeRowForm):
    class Meta:
        model = Business
        fields = [
            *("agency", "owner", "name", "brand", "legal_form", "nib", "kbli_version"),
            *(
                "kbli_code",
                "commodity_group",
                "secondary_groups",
                "subsector",
                "products",
            ),
            *(
                "description",
                "address",
                "region",
                "links",
                "established_year",
                "status",
                "note",
            ),
        ]

    def clean_nib(self) -> str:
        return accept(read_nib(self.cleaned_data["nib"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") != Business.Status.ACTIVE:
            self.instance.listed_at = None  # who closes leaves the directory
        return cleaned


class NumberForm(forms.Form):
    """One number, looked for as a whole: never by a part of it."""

    number = forms.CharField(
        label=gettext_lazy("NIK or phone number"),
        max_length=40,
        help_text=gettext_lazy("The whole number. This search is written down."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
