from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from apps.businesses.models import Closure, Consent
from apps.businesses.models.days import not_in_the_future
from apps.regions.fields import PlaceField


class DayField(forms.DateField):
    """A day, typed or picked; not one that is still to come."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [not_in_the_future]


class ClosingForm(forms.Form):
    on = DayField(label=_("Closed on"), initial=localdate)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=Closure.Reason, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=_("Explanation"), max_length=300, required=False
    )


class ReopeningForm(forms.Form):
    on = DayField(label=_("Reopened on"), initial=localdate)
    reason = forms.CharField(label=_("Why it was reopened"), max_length=300)


class MovingForm(forms.Form):
    on = DayField(label=_("Moved on"), initial=localdate)
    region = PlaceField(
        label=_("New village, district, city"),
        help_text=_("As people say it: Tebet Barat, Tebet, Jakarta Selatan"),
    )
    address = forms.CharField(label=_("New address"), max_length=300)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class WithdrawalForm(forms.Form):
    purposes = forms.MultipleChoiceField(
        label=_("What the owner no longer agrees to"),
        choices=Consent.Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )
