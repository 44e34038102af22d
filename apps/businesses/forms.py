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
    read_npwp,
    read_permit,
    read_phones,
    read_point,
    read_postal_code,
)
from apps.businesses.models import Business, Claim, Person, SavedFilter
from apps.businesses.models.people import masked
from apps.businesses.saved import LISTS


def accept(reading: Reading, typed: str) -> str:
    """The value of a reading; what it says instead, where something typed gives none."""
    if reading.failed or (typed.strip() and not reading.value and reading.findings):
        raise ValidationError([sentence(finding) for finding in reading.findings])
    return reading.value


def sentence(finding: Finding) -> str:
    if finding.proposed is None:
        return finding.message
    proposal = _("Did you mean %(value)s?") % {"value": finding.proposed}
    return f"{finding.message} {proposal}"


def keep_typed(form: forms.ModelForm, masks: dict[str, str]) -> None:
    """Say at fields that are typed in full and never shown again what is kept now."""
    for name, mask in masks.items():
        if mask:
            text = _("Now %(mask)s. Left empty, it stays.") % {"mask": mask}
            form.fields[name].help_text = text


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
        person = self.instance
        keep_typed(
            self, {"nik_typed": person.nik_masked, "phone_typed": person.phone_masked}
        )
        for name, finding in self.instance.contradictions().items():
            if name in self.fields:
                self.fields[name].help_text = finding.message

    def clean_nik_typed(self) -> str:
        typed = self.cleaned_data["nik_typed"]
        return accept(read_nik(typed), typed)

    def clean_phone_typed(self) -> str:
        typed: str = self.cleaned_data["phone_typed"]
        accept(read_phones(typed), typed)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if nik := cleaned.get("nik_typed"):
            self.instance.set_nik(nik)
        if phone := cleaned.get("phone_typed"):
            self.instance.set_phone(phone)
        return cleaned


class BusinessForm(WholeRowForm):
    """NPWP and the contact's phone are typed in full and never shown again."""

    npwp_typed = forms.CharField(
        label=gettext_lazy("NPWP"), max_length=40, required=False
    )
    contact_phone_typed = forms.CharField(
        label=gettext_lazy("Phone of the contact person"),
        max_length=100,
        required=False,
    )
    point = forms.CharField(
        label=gettext_lazy("Point on the map"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Latitude and longitude: -6.2297, 106.8507"),
    )

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
                "postal_code",
                "contact_name",
                "email",
                "size_reported",
                "links",
                "established_year",
                "status",
                "note",
            ),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        business = self.instance
        phone = masked(business.contact_phone)
        keep_typed(
            self, {"npwp_typed": business.npwp_masked, "contact_phone_typed": phone}
        )
        if business.latitude is not None:
            self.initial["point"] = f"{business.latitude}, {business.longitude}"

    def clean_nib(self) -> str:
        typed = self.cleaned_data["nib"]
        return accept(read_nib(typed), typed)

    def clean_npwp_typed(self) -> str:
        typed = self.cleaned_data["npwp_typed"]
        return accept(read_npwp(typed), typed)

    def clean_contact_phone_typed(self) -> str:
        typed: str = self.cleaned_data["contact_phone_typed"]
        return accept(read_phones(typed), typed)

    def clean_postal_code(self) -> str:
        typed = self.cleaned_data["postal_code"]
        return accept(read_postal_code(typed), typed)

    def clean_point(self) -> str:
        typed = self.cleaned_data["point"]
        reading = read_point(typed)
        accept(reading, typed)
        self.instance.latitude = reading.latitude
        self.instance.longitude = reading.longitude
        return reading.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if npwp := cleaned.get("npwp_typed"):
            self.instance.set_npwp(npwp)
        if phone := cleaned.get("contact_phone_typed"):
            self.instance.set_contact_phone(phone)
        if cleaned.get("status") != Business.Status.ACTIVE:
            self.instance.listed_at = None  # who closes leaves the directory
        return cleaned


class ClaimForm(WholeRowForm):
    """The number is read as one of its scheme; what is only doubtful is kept, and said."""

    class Meta:
        model = Claim
        fields = ["scheme", "number", "raw", "source", "as_of", "expires_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("number", "")
        reading = read_permit(cleaned.get("scheme", ""), typed)
        try:
            cleaned["number"] = accept(reading, typed)
        except ValidationError as error:
            self.add_error("number", error)
        return cleaned


class NumberForm(forms.Form):
    """One number, looked for as a whole: never by a part of it."""

    number = forms.CharField(
        label=gettext_lazy("NIK or phone number"),
        max_length=40,
        help_text=gettext_lazy("The whole number. This search is written down."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "list_name", "query", "shared"]

    def clean_list_name(self) -> str:
        name: str = self.cleaned_data["list_name"]
        if name not in LISTS:
            raise ValidationError(_("There is no such list."))
        return name
