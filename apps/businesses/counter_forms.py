from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.businesses.forms import accept
from apps.businesses.identifiers import read_nib, read_nik, read_phones
from apps.businesses.models import ConsentText, Person
from apps.regions.fields import PlaceField
from apps.sectors.models import CommodityGroup

AGREED = (
    "publication",
    "contact",
)  # what is asked at the counter, in the words of the text
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class PersonStep(forms.Form):
    owner_name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nik = forms.CharField(
        label=_("NIK"),
        max_length=40,
        required=False,
        help_text=_("16 digits of the identity card. Empty if it is not at hand."),
        widget=forms.TextInput(attrs=DIGITS),
    )
    phone = forms.CharField(
        label=_("Phone, WhatsApp"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("", _("as the NIK says")), *Person.Sex.choices],
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_nik(self) -> str:
        typed = self.cleaned_data["nik"]
        return accept(read_nik(typed), typed)

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        accept(read_phones(typed), typed)
        return typed


class BusinessStep(forms.Form):
    business_name = forms.CharField(
        label=_("Name of the business"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is called by its brand or its owner."),
    )
    brand = forms.CharField(label=_("Brand"), max_length=150, required=False)
    products = forms.CharField(label=_("What it makes"), max_length=300)
    commodity_group = forms.ModelChoiceField(
        CommodityGroup.objects.all(), label=_("Commodity group"), required=False
    )
    region = PlaceField(
        label=_("Village, district, city"),
        required=False,
        help_text=_("As people say it: Tebet Barat, Tebet, Jakarta Selatan"),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    nib = forms.CharField(
        label=_("NIB"),
        max_length=20,
        required=False,
        help_text=_("13 digits. Empty if there is none."),
        widget=forms.TextInput(attrs=DIGITS),
    )
    publication = forms.BooleanField(
        label=_("The owner agrees to be shown in the public directory"), required=False
    )
    contact = forms.BooleanField(
        label=_("The owner agrees that the WhatsApp number is shown"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in ConsentText.objects.valid().filter(purpose__in=AGREED):
            self.fields[text.purpose].help_text = text.text
        place: Any = self.fields["region"]
        if user.area_id:
            place.within, place.required = user.area_id, True
        elif user.agency and user.agency.region_id:
            place.within = user.agency.region_id[:2]

    def clean_nib(self) -> str:
        typed = self.cleaned_data["nib"]
        return accept(read_nib(typed), typed)
